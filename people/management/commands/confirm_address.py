"""`manage.py confirm_address ADDRESS`: for the one administrator whose earlier mailbox is gone, or a whole company's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from people.accounts.addresses import confirm_own
from people.errors import PeopleError
from people.models import AddressChange, Confirmation

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Confirms a changed address as the person who operates the installation."""

    help = "Confirm the new address of a person, where nobody on the desk can. It is on record as done by the operator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address that waits."""
        parser.add_argument("email", help="the new address, which waits to be confirmed")

    def handle(self, *_args: object, email: str, **_options: object) -> None:
        """Confirm, or say in a sentence why not."""
        change = AddressChange.objects.waiting().with_people().filter(new=email.strip()).first()
        if change is None:
            message = f"No change to the address {email} is waiting."
            raise CommandError(message)
        try:
            confirm_own(change, how=Confirmation.OPERATOR, now=timezone.now())
        except PeopleError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{change.person.name} signs in with {change.new} from now on.")
