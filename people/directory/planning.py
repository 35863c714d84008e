"""What a file would do to the directory: who would be created, changed, left alone, and which rows are refused and why.

Nothing is written here, and nothing is read besides what is handed in, so the preview that people see and the check
inside the importing transaction are the same function.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.translation import gettext as _

from people.directory import checking
from people.directory.fields import Field
from people.directory.supervising import find_supervisors
from people.directory.values import DateForm, parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from people.directory.reading import DirectoryTable
    from people.directory.state import Directory
    from people.directory.values import DirectoryEntry, Value


class RowOutcome(StrEnum):
    """What happens to a row."""

    CREATED = "created"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True)
class FieldChange:
    """One field that would change: its name and both values in words."""

    field: Field
    old: str
    new: str

    @property
    def label(self) -> str:
        """What the field is called where its value is a person's name."""
        return _("Supervisor") if self.field == Field.SUPERVISOR else str(self.field.label)


@dataclass(frozen=True)
class PreviewRow:
    """One row of the preview. `person` and `supervisor` are keys as in `checking.Sheet`."""

    row: int
    name: str
    outcome: RowOutcome
    person: int
    values: Mapping[Field, Value]
    supervisor: int | None = None
    changes: tuple[FieldChange, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportPlan:
    """The whole preview. `absent` counts people of the directory whom no row is about."""

    lines: tuple[PreviewRow, ...]
    unknown_levels: tuple[str, ...]
    refused_columns: tuple[str, ...]
    ignored_columns: tuple[str, ...]
    absent: int
    takes_supervisors: bool

    def having(self, outcome: RowOutcome) -> list[PreviewRow]:
        """The lines with one outcome."""
        return [line for line in self.lines if line.outcome == outcome]

    @property
    def new_addresses(self) -> int:
        """How many people get an address that waits to be confirmed."""
        return sum(change.field == Field.EMAIL for line in self.lines for change in line.changes)

    def counts(self) -> dict[RowOutcome, int]:
        """How many lines have each outcome."""
        counts = Counter(line.outcome for line in self.lines)
        return {outcome: counts[outcome] for outcome in RowOutcome}


def plan(
    table: DirectoryTable,
    mapping: Mapping[str, Field],
    directory: Directory,
    *,
    date_form: DateForm = DateForm.ISO,
    levels: Sequence[str] = (),
) -> ImportPlan:
    """Compare a table with the directory. `levels` are those that may be created, besides the ones that are there."""
    entries = [parse(row, headers=table.headers, mapping=mapping, date_form=date_form) for row in table.rows]
    sheet = checking.Sheet(entries, directory)
    checking.refuse_doubles(sheet)
    checking.find_people(sheet)
    checking.refuse_others_addresses(sheet)
    checking.refuse_unknown_levels(sheet, (*directory.levels, *levels))
    checking.refuse_leaving_before_hiring(sheet)
    supervised = Field.SUPERVISOR in mapping.values()
    if supervised:
        find_supervisors(sheet)
    lines = tuple(_line(sheet, entry, supervised=supervised) for entry in entries)
    return ImportPlan(
        lines=lines,
        unknown_levels=tuple(sheet.unknown_levels),
        refused_columns=table.refused,
        ignored_columns=tuple(
            header for header in table.headers if header and header not in mapping and header not in table.refused
        ),
        absent=len(directory.people.keys() - {line.person for line in lines}),
        takes_supervisors=supervised,
    )


def _line(sheet: checking.Sheet, entry: DirectoryEntry, *, supervised: bool) -> PreviewRow:
    person = sheet.person_of[entry.row]
    values: dict[Field, Value] = {key: value for key, value in entry.values.items() if key != Field.SUPERVISOR}
    supervisor = sheet.supervisor_of.get(entry.row)
    changes: tuple[FieldChange, ...] = ()
    if entry.problems:
        outcome = RowOutcome.REFUSED
    elif person < 0:
        outcome = RowOutcome.CREATED
    else:
        changes = _changes(sheet, person, values)
        if supervised:
            changes += _change_of_supervisor(sheet, person, supervisor)
        outcome = RowOutcome.CHANGED if changes else RowOutcome.SAME
    return PreviewRow(entry.row, entry.name, outcome, person, values, supervisor, changes, tuple(entry.problems))


def _changes(sheet: checking.Sheet, person: int, values: Mapping[Field, Value]) -> tuple[FieldChange, ...]:
    present = sheet.directory.people[person].values
    waits = sheet.directory.addresses.waiting.get(person)
    return tuple(
        FieldChange(key, in_words(present[key]), in_words(value))
        for key, value in values.items()
        if comparable(key, present[key]) != comparable(key, value)
        and not (key == Field.EMAIL and comparable(key, value) == waits)
    )


def _change_of_supervisor(sheet: checking.Sheet, person: int, supervisor: int | None) -> tuple[FieldChange, ...]:
    present = sheet.directory.people[person].supervisor
    if supervisor == present:
        return ()
    old, new = (sheet.name(other) if other else "" for other in (present, supervisor))
    return (FieldChange(Field.SUPERVISOR, old, new),)


SPELLED_FREELY = frozenset({Field.EMAIL, Field.EMPLOYEE_NUMBER, Field.DEPARTMENT, Field.LEVEL, Field.SITE})


def comparable(key: Field, value: Value) -> object:
    """Return what is compared: addresses and names of departments without case, empty and missing alike."""
    return str(value or "").casefold() if key in SPELLED_FREELY else value or None


def in_words(value: Value) -> str:
    """Return a value for the preview."""
    if isinstance(value, date):
        return formats.date_format(value, "DATE_FORMAT")
    return ", ".join(value) if isinstance(value, list) else value or ""
