"""`manage.py match`: match two CSV files, without a database and without an account."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from matching.csvmatch.command import match_files
from matching.csvmatch.errors import FilesError
from matching.csvmatch.report_files import as_text, summary_lines

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Prints the pairs with their reasons, or writes them to a file."""

    help = "Match the mentees and mentors of two CSV files, with the reasons. Needs no database. See docs/matching-files.md."
    # Checks may look at the database, and there need not be one.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what can be given."""
        parser.add_argument("--mentees", type=Path, required=True, metavar="FILE", help="CSV, UTF-8, one row a mentee")
        parser.add_argument("--mentors", type=Path, required=True, metavar="FILE", help="CSV, UTF-8, one row a mentor")
        parser.add_argument(
            "--mapping", type=Path, metavar="FILE", help="TOML: columns and rules; without it, by names of the columns"
        )
        parser.add_argument(
            "--out", type=Path, metavar="FILE", help="write .csv or .json instead of printing the pairs"
        )

    def handle(self, *args: object, **options: Any) -> None:  # noqa: ANN401 - as Django declares it
        """Match, or say all that is wrong."""
        out: Path | None = options["out"]
        if self.stderr.isatty():
            self.stderr.write("Matching. The first run on a machine takes up to a minute, later ones seconds.", str)
        try:
            report, recognised = match_files(
                options["mentees"], options["mentors"], mapping=options["mapping"], out=out
            )
        except FilesError as error:
            raise CommandError(str(error)) from error
        if recognised:
            self.stdout.write("No mapping is given. Recognised by the names of the columns:")
            self.stdout.writelines(f"  {line}\n" for line in recognised)
            self.stdout.write("")
        if out:
            self.stdout.write(f"Written to {out}.")
        else:
            self.stdout.write(as_text(report))
        for line in summary_lines(report):
            self.stdout.write(line)
