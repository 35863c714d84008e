"""`manage.py make_sealing_key FILE --organisation NAME`: the key that seals signed agreements."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agreements.sealing.keys import make_key

if TYPE_CHECKING:
    from argparse import ArgumentParser

YEAR = timedelta(days=365)


class Command(BaseCommand):
    """Makes the file that SEALING_KEY names; it never writes over one that is there."""

    help = "Make a sealing key with a certificate that it signs itself. Set SEALING_KEY to the file afterwards."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the name in the certificate, and how long the key is good for."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--organisation", required=True, metavar="NAME", help="the name that readers of a PDF see")
        parser.add_argument("--years", type=int, default=10, help="how long it is good for (10)")

    def handle(self, *_args: object, file: Path, organisation: str, years: int, **_options: object) -> None:
        """Write the file, readable for this account alone."""
        now = timezone.now()
        try:
            content = make_key(organisation, since=now - timedelta(days=1), until=now + years * YEAR)
        except (ValueError, OverflowError) as error:
            message = f"No key can be made for “{organisation}” and {years} years: {error}"
            raise CommandError(message) from error
        try:
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
                opened.write(content)
        except FileExistsError:
            message = f"{file} is there already. A key that has sealed must be kept, so nothing was written."
            raise CommandError(message) from None
        except OSError as error:
            message = f"{file} cannot be written: {error.strerror}."
            raise CommandError(message) from error
        self.stdout.write(f"The key is in {file}. Keep a copy where only administrators of the server can reach it.")
