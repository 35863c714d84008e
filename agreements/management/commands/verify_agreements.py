"""`manage.py verify_agreements`: walk every chain and every sealed PDF, and say what does not fit."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agreements.verification import walk

if TYPE_CHECKING:
    from argparse import ArgumentParser


WHAT_NOW = (
    "Change nothing. Keep a copy of the database as it is now, and compare it with the backups from before: "
    "“If something does not fit” in docs/operating.md goes through it step by step."
)


class Command(BaseCommand):
    """Ends with 1 where something does not fit, so that a timer or a script notices."""

    help = "Check that nothing of what was signed has changed: every event, signature, text, sealed PDF, and the audit trail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the files of heads."""
        parser.add_argument("--heads", type=Path, metavar="FILE", help="write the last event of each chain there")
        parser.add_argument(
            "--against", type=Path, metavar="FILE", help="compare with such a file of an earlier day: was a tail cut?"
        )

    def handle(self, *_args: object, heads: Path | None, against: Path | None, **_options: object) -> None:
        earlier = self.read(against) if against else []
        verification = walk.verify_all(now=timezone.now())
        problems = [*walk.problems_of(verification), *walk.compare(earlier)]
        if heads:
            heads.write_text(walk.export(walk.heads()))
        self.stdout.write(
            f"{verification.agreements} agreements, {verification.events} events, {verification.documents} sealed PDFs."
        )
        if against:
            self.stdout.write(f"Compared with {len(earlier)} ends in {against}.")
        self.stdout.write(f"Head of all chains: {verification.head}")
        for problem in problems:
            self.stderr.write(f"Broken: {problem}")
        if problems:
            self.stderr.write(WHAT_NOW)
            sys.exit(1)
        self.stdout.write("Everything checks out.")

    def read(self, file: Path) -> list[walk.Head]:
        """Read the heads of an earlier day."""
        try:
            return walk.read_export(file.read_text())
        except OSError as error:
            message = f"{file} cannot be read: {error.strerror}."
        except (ValueError, TypeError):
            message = f"{file} was not written by --heads."
        raise CommandError(message)
