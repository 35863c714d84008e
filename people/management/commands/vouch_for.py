"""`manage.py vouch_for people.user 17`: for a row that the nightly check names, once the operator has put it right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from people.record import marks

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from people.models.marked import Marked


class Command(BaseCommand):
    """Shows a row, and marks it with the server's key if `--as-it-is` says so."""

    help = "Show a row that was changed behind the application's back; with --as-it-is, take it as it is from now on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what the nightly check names."""
        parser.add_argument("what", nargs="?", default="", help="as the nightly check names it, such as people.user")
        parser.add_argument("key", nargs="?", type=int, default=0, help="the number behind it")
        parser.add_argument(
            "--lost-key",
            action="store_true",
            help="instead: every row that was marked with a key that is not set any more",
        )
        parser.add_argument("--as-it-is", action="store_true", help="you have looked at what it says, and it is right")

    def handle(self, *_args: object, what: str, key: int, lost_key: bool, as_it_is: bool, **_options: object) -> None:
        """Show the row, and vouch for it."""
        if lost_key:
            self.take(marks.of_lost_keys(), as_it_is=as_it_is)
            return
        model = next((model for model in marks.models() if model._meta.label_lower == what.lower()), None)
        row = marks.rows(model).filter(pk=key).first() if model else None
        if row is None:
            message = f"There is no marked row {what} {key}."
            raise CommandError(message)
        for name, value in row.marked_values().items():
            if name != "password":
                self.stdout.write(f"{name}: {value}")
        self.take([row], as_it_is=as_it_is)

    def take(self, some: list[Marked], *, as_it_is: bool) -> None:
        """Vouch for rows, or say how many there are."""
        if as_it_is:
            marks.vouch(some, now=timezone.now())
            self.stdout.write(f"{len(some)} marked as it is. The audit trail says so.")
        else:
            self.stdout.write(f"{len(some)} in all. Nothing was changed. If it is right, run it again with --as-it-is.")
