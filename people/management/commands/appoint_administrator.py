"""`manage.py appoint_administrator ADDRESS`: how an installation gets its first organisation administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from people.accounts.appointing import appoint_administrator
from people.errors import PeopleError
from people.models import User

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Appoints someone who is in the directory already."""

    help = "Make a person of the directory an organisation administrator, who appoints everybody else on the desk."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the person's address."""
        parser.add_argument("email", help="the person's email address in the directory")

    def handle(self, *_args: object, email: str, **_options: object) -> None:
        """Appoint, or say in a sentence why not."""
        user = User.objects.filter(email__iexact=email.strip()).first()
        if user is None:
            message = f"Nobody in the directory has the address {email}. Import the directory first."
            raise CommandError(message)
        try:
            appoint_administrator(user, by=None, now=timezone.now())
        except PeopleError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{user.name} is an organisation administrator now and can sign in with {user.email}.")
