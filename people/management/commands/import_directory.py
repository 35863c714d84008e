"""`manage.py import_directory FILE`: the directory import without the browser, for a nightly job."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from people.directory import importing
from people.directory.fields import Field
from people.directory.planning import ImportPlan, PreviewRow, RowOutcome
from people.directory.values import DateForm
from people.errors import PeopleError
from people.models import User
from web.fields.texts import paragraph

if TYPE_CHECKING:
    from people.models import DirectoryImport


class Command(BaseCommand):
    """Print the preview, then import if nothing is refused."""

    help = "Import a directory file (CSV, UTF-8). Prints what would be done with each row, and does it if no row is refused."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what can be given."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--mapping",
            type=Path,
            metavar="FILE",
            help='JSON: {"header of the file": "field"}. Without it, columns are taken as the last time or by their names.',
        )
        parser.add_argument(
            "--levels", default="", metavar="A,B,C", help="Levels that the file may bring, lowest first."
        )
        parser.add_argument("--date-format", choices=DateForm.values, help="How dates are written, besides 2026-04-30.")
        parser.add_argument("--by", metavar="EMAIL", help="The administrator who imports, for the audit trail.")
        parser.add_argument(
            "--skip-refused", action="store_true", help="Import the other rows although some are refused."
        )
        parser.add_argument("--dry-run", action="store_true", help="Only print the preview.")

    def handle(self, *args: object, **options: Any) -> None:  # noqa: ANN401 - as Django declares it
        """Run the import. Whatever stops it, nothing stays behind."""
        try:
            with transaction.atomic():
                self._import(options)
        except (OSError, PeopleError) as error:
            raise CommandError(str(error)) from error

    def _import(self, options: dict[str, Any]) -> None:
        now = timezone.now()
        by = self._person(options["by"])
        record = importing.upload(options["file"].read_bytes(), file_name=options["file"].name, by=by, now=now)
        self._prepare(record, options)
        planned = importing.preview(record)
        self._print(planned)
        if options["dry_run"]:
            transaction.set_rollback(True)
            return
        if planned.having(RowOutcome.REFUSED) and not options["skip_refused"]:
            raise CommandError("Nothing was imported. Correct the refused rows, or leave them out with --skip-refused.")
        importing.apply(record, skip_refused=options["skip_refused"], by=by, now=now)
        self.stdout.write(self.style.SUCCESS("Imported."))

    def _prepare(self, record: DirectoryImport, options: dict[str, Any]) -> None:
        """Take columns, dates and levels as the command line says."""
        mapping = importing.mapping_of(record)
        if options["mapping"]:
            try:
                mapping = {header: Field(name) for header, name in json.loads(options["mapping"].read_text()).items()}
            except (ValueError, AttributeError) as error:
                message = f'The mapping must be JSON such as {{"Mail": "email"}}, with these fields: {", ".join(Field.values)}.'
                raise CommandError(message) from error
        importing.choose_columns(
            record,
            mapping=mapping,
            date_form=DateForm(options["date_format"] or record.date_form),
            now=record.uploaded_at,
        )
        importing.order_levels(record, levels=[name.strip() for name in options["levels"].split(",") if name.strip()])

    def _person(self, email: str | None) -> User | None:
        if not email:
            return None
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            message = f"Nobody in the directory has the address {email}."
            raise CommandError(message)
        return person

    def _print(self, planned: ImportPlan) -> None:
        """Write the table: row, outcome, name, and what changes or why it is refused."""
        for line in planned.lines:
            self.stdout.write(f"{line.row:>6}  {line.outcome:<8}  {line.name[:32]:<32}  {self._remark(line)}".rstrip())
        self.stdout.write("")
        if planned.refused_columns:
            self.stdout.write(f"Left out, neither kept nor shown: {', '.join(planned.refused_columns)}")
        if planned.ignored_columns:
            self.stdout.write(f"Not taken: {', '.join(planned.ignored_columns)}")
        if planned.unknown_levels:
            self.stdout.write(f"Levels to put in order with --levels: {', '.join(planned.unknown_levels)}")
        self.stdout.write(", ".join(f"{count} {outcome}" for outcome, count in planned.counts().items()))
        if planned.new_addresses:
            self.stdout.write(f"{planned.new_addresses} new addresses have to be confirmed before they count.")
        self.stdout.write(f"{planned.absent} people of the directory are not in the file and stay as they are.")

    @staticmethod
    def _remark(line: PreviewRow) -> str:
        changes = (f"{change.label}: {change.old or '–'} → {change.new or '–'}" for change in line.changes)
        return paragraph(*line.reasons) or "; ".join(changes)
