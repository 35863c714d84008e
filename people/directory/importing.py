"""Importing a directory file, step by step: upload, columns, preview, apply. The command does the same in one go."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from people import audit
from people.database import first_come
from people.directory import fields
from people.directory.applying import write
from people.directory.fields import Field
from people.directory.planning import ImportPlan, RowOutcome, plan
from people.directory.reading import DirectoryRow, DirectoryTable, read
from people.directory.state import read_directory
from people.directory.values import DateForm
from people.errors import PeopleError
from people.models import ColumnMapping, DirectoryImport
from web.fields.texts import paragraph

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from people.models import User

# A file that nobody finished with does not lie around.
FORGOTTEN_AFTER = timedelta(days=1)


@transaction.atomic
def upload(data: bytes, *, file_name: str, by: User | None, now: datetime) -> DirectoryImport:
    """Read a file and keep it until it is applied, without the columns that are refused. Raises `PeopleError`.

    Columns are taken as the last time for the same set of headers, else by their names.
    """
    table = read(data)
    forget_old(now=now)
    remembered = ColumnMapping.objects.filter(headers_key=headers_key(table)).first()
    guessed = _recall(remembered.mapping, table) if remembered else fields.guess(table.headers)
    return DirectoryImport.objects.create(
        file_name=file_name[:200],
        uploaded_by=by,
        uploaded_at=now,
        content=_pack(table),
        mapping=guessed,
        date_form=remembered.date_form if remembered else DateForm.ISO,
    )


@transaction.atomic
def choose_columns(
    record: DirectoryImport, *, mapping: Mapping[str, Field], date_form: DateForm, now: datetime
) -> DirectoryImport:
    """Say how the columns are taken, and remember it for the next file with the same headers."""
    if problems := fields.mapping_problems(mapping):
        raise PeopleError(paragraph(*problems))
    record.mapping = dict(mapping)
    record.date_form = date_form
    record.save(update_fields=["mapping", "date_form"])
    ColumnMapping.objects.update_or_create(
        headers_key=headers_key(table_of(record)),
        defaults={
            "mapping": {fields.normal(header): field for header, field in mapping.items()},
            "date_form": date_form,
            "saved_at": now,
        },
    )
    return record


def order_levels(record: DirectoryImport, *, levels: Sequence[str]) -> DirectoryImport:
    """Say in which order the levels stand that the file brings, lowest first."""
    record.levels = list(levels)
    record.save(update_fields=["levels"])
    return record


def preview(record: DirectoryImport) -> ImportPlan:
    """Return what applying would do now. Writes nothing. Raises `PeopleError` while columns are missing."""
    return plan(
        table_of(record),
        _working_mapping(record),
        read_directory(),
        date_form=DateForm(record.date_form),
        levels=record.levels,
    )


@transaction.atomic
def apply(record: DirectoryImport, *, skip_refused: bool = False, by: User | None, now: datetime) -> ImportPlan:
    """Bring the file into the directory, all of it or nothing, and delete its content.

    Checks again against the directory as it is by now. Raises `RowsRefusedError` if rows are refused, unless they are
    to be left out; raises `PeopleError` where the file was applied already.
    """
    record = DirectoryImport.objects.select_for_update(of=("self",)).get(pk=record.pk)
    with first_come.taken(_changed_meanwhile()):
        done = write(
            table_of(record),
            _working_mapping(record),
            record=record,
            date_form=DateForm(record.date_form),
            levels=record.levels,
            skip_refused=skip_refused,
            by=by,
            now=now,
        )
    counts = done.counts()
    record.content = None
    record.applied_at = now
    record.created_count = counts[RowOutcome.CREATED]
    record.changed_count = counts[RowOutcome.CHANGED]
    record.same_count = counts[RowOutcome.SAME]
    record.refused_count = counts[RowOutcome.REFUSED]
    record.save()
    audit.record("directory.imported", record, by=by, now=now, **{str(key): count for key, count in counts.items()})
    return done


def _changed_meanwhile() -> PeopleError:
    return PeopleError(
        _(
            "Someone else changed the directory while the file was being imported, so nothing was imported. Check "
            "the preview again, then try again."
        )
    )


def give_up(record: DirectoryImport) -> None:
    """Delete a file that is not to be imported. One that was applied stays on record."""
    DirectoryImport.objects.waiting().filter(pk=record.pk).delete()


def forget_old(*, now: datetime) -> int:
    """Delete the files that nobody finished with, and return how many."""
    forgotten, _by_model = DirectoryImport.objects.waiting().filter(uploaded_at__lt=now - FORGOTTEN_AFTER).delete()
    return forgotten


def mapping_of(record: DirectoryImport) -> dict[str, Field]:
    """Return the columns that are taken."""
    return {header: Field(name) for header, name in record.mapping.items() if not fields.is_refused(header)}


def _working_mapping(record: DirectoryImport) -> dict[str, Field]:
    """Return the columns that are taken; raises `PeopleError` where they do not make people, as a guess may not."""
    mapping = mapping_of(record)
    if problems := fields.mapping_problems(mapping):
        raise PeopleError(paragraph(*problems))
    return mapping


def table_of(record: DirectoryImport) -> DirectoryTable:
    """Return the table that was uploaded."""
    if record.content is None:
        raise PeopleError(_("This file has already been imported."))
    content = record.content
    headers = tuple(content["headers"])
    # Asked again: the file may have been uploaded before a name was known as private.
    refused = {
        index for index, header in enumerate(headers) if header in content["refused"] or fields.is_refused(header)
    }
    return DirectoryTable(
        headers=headers,
        rows=tuple(
            DirectoryRow(number, tuple("" if index in refused else cell for index, cell in enumerate(cells)))
            for number, cells in content["rows"]
        ),
        refused=tuple(headers[index] for index in sorted(refused)),
    )


def headers_key(table: DirectoryTable) -> str:
    """Return one key for all files with these headers, in any order and spelling."""
    names = sorted(fields.normal(header) for header in table.headers)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def _recall(remembered: Mapping[str, str], table: DirectoryTable) -> dict[str, Field]:
    """Return a remembered mapping in this file's spelling of the headers."""
    return {
        header: Field(remembered[fields.normal(header)])
        for header in table.headers
        if fields.normal(header) in remembered and not fields.is_refused(header)
    }


def _pack(table: DirectoryTable) -> dict[str, object]:
    return {
        "headers": table.headers,
        "rows": [(row.number, row.cells) for row in table.rows],
        "refused": table.refused,
    }
