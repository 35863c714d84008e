"""From two tables and a mapping to people, or to a sentence for each cell that cannot be taken."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from matching.csvmatch.comparisons import LIST, Comparison, Value, Values
from matching.csvmatch.errors import FilesError, stop_if
from matching.csvmatch.mapping import ColumnCriterion, Constraint, Mapping, Person
from matching.csvmatch.names import listed, short

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matching.csvmatch.csv_tables import Row, Table

AnyRule = TypeVar("AnyRule", Constraint, ColumnCriterion)
MOST_PLACES = 100_000
MYSELF = "Nobody is paired with themselves"


@dataclass(frozen=True)
class Side:
    """The people of one file, ordered by id, so that their numbers do not depend on the order of the rows."""

    table: Table
    rows: tuple[Row, ...]
    ids: tuple[str, ...]
    names: tuple[str, ...]

    def texts(self, column: str) -> list[str]:
        """Return the cells of a column, one for each person."""
        index = self.table.column(column)
        return [""] * len(self.rows) if index is None else [row.cells[index] for row in self.rows]

    @property
    def numbers(self) -> dict[str, int]:
        """The number of each person by id, whatever its capitals."""
        return {name.casefold(): number for number, name in enumerate(self.ids)}


@dataclass(frozen=True)
class Compared(Generic[AnyRule]):
    """One rule with the values of all people. `applies`: for which mentees it holds."""

    rule: AnyRule
    ones: tuple[Value | None, ...]
    others: tuple[Value | None, ...]
    applies: tuple[bool, ...]

    @cached_property
    def values(self) -> Values:
        """The mentors' values, ready to be compared with."""
        return Values(self.rule.comparison, self.others)


@dataclass(frozen=True)
class People:
    """Both sides; the rules with their values; for each name of `apart` the pairs kept apart; ranked choices."""

    mentees: Side
    mentors: Side
    capacity: tuple[int, ...]
    constraints: tuple[Compared[Constraint], ...]
    criteria: tuple[Compared[ColumnCriterion], ...]
    apart: dict[str, frozenset[tuple[int, int]]]
    choices: tuple[tuple[int, ...], ...]
    mapping: Mapping
    notes: list[str] = field(default_factory=list)


Problems = list[tuple[str, int, str]]


def read_people(mentees: Table, mentors: Table, mapping: Mapping) -> People:
    """Read all people. Raises `FilesError` with every missing column, else with every cell that is wrong."""
    stop_if(_missing(mentees, mapping.mentee_columns()) + _missing(mentors, mapping.mentor_columns()))
    problems: Problems = []
    left = _side(mentees, mapping.mentees, problems)
    right = _side(mentors, mapping.mentors, problems)
    capacity = _capacity(right, mapping.mentors.capacity, problems)
    constraints = tuple(_compared(rule, left, right, problems) for rule in mapping.constraints)
    criteria = tuple(_compared(rule, left, right, problems) for rule in mapping.criteria)
    if problems:
        order = {mentees.name: 0, mentors.name: 1}
        ordered = sorted(problems, key=lambda problem: (order[problem[0]], problem[1]))
        raise FilesError(*dict.fromkeys(f"{name}, row {row}: {sentence}" for name, row, sentence in ordered))
    notes: list[str] = []
    return People(
        mentees=left,
        mentors=right,
        capacity=tuple(capacity),
        constraints=constraints,
        criteria=criteria,
        apart=_apart(left, right, mapping, notes),
        choices=_choices(left, right, mapping, notes),
        mapping=mapping,
        notes=notes,
    )


def _missing(table: Table, columns: Iterable[str]) -> list[str]:
    return [table.missing(column) for column in dict.fromkeys(columns) if table.column(column) is None]


def _side(table: Table, person: Person, problems: Problems) -> Side:
    id_column = table.column(person.id)
    if id_column is None:
        raise FilesError(table.missing(person.id))
    seen: dict[str, int] = {}
    for row in table.rows:
        key = row.cells[id_column].casefold()
        if not key:
            problems.append((table.name, row.number, f"“{person.id}” is empty."))
        elif key in seen:
            problems.append(
                (table.name, row.number, f"{listed([row.cells[id_column]])} is already in row {seen[key]}.")
            )
        seen.setdefault(key, row.number)
    rows = sorted(table.rows, key=lambda row: (row.cells[id_column].casefold(), row.number))
    names = [table.column(name) for name in person.name]
    ids = [" ".join(row.cells[id_column].split()) for row in rows]
    return Side(
        table=table,
        rows=tuple(rows),
        ids=tuple(ids),
        names=tuple(
            short(" ".join(row.cells[name] for name in names if name is not None and row.cells[name]), 200) or id_
            for row, id_ in zip(rows, ids, strict=True)
        ),
    )


def _capacity(side: Side, capacity: str | int, problems: Problems) -> list[int]:
    """Return the places of each mentor. An empty cell is one place."""
    if isinstance(capacity, int):
        return [capacity] * len(side.rows)
    places = []
    for row, text in zip(side.rows, side.texts(capacity), strict=True):
        digits = text.removeprefix("-")
        what = ""
        if text and not (digits.isascii() and digits.isdigit()):
            what = "is not a whole number."
        elif text.startswith("-") and digits.strip("0"):
            what = "is negative. A mentor has 0 places or more."
        elif len(digits) > len(str(MOST_PLACES)) or int(digits or 1) > MOST_PLACES:
            what = f"is too large. A mentor has {MOST_PLACES:,} places at most."
        if what:
            problems.append((side.table.name, row.number, f"{listed([text])} in column “{capacity}” {what}"))
        places.append(1 if what or not text else int(text))
    return places


def _compared(rule: AnyRule, left: Side, right: Side, problems: Problems) -> Compared[AnyRule]:
    applies = [True] * len(left.rows)
    if rule.when:
        applies = [rule.when.holds(text) for text in left.texts(rule.when.column)]
    return Compared(
        rule=rule,
        ones=tuple(_values(left, rule.mentee, rule, applies, problems)),
        others=tuple(_values(right, rule.mentor, rule, [True] * len(right.rows), problems)),
        applies=tuple(applies),
    )


def _values(
    side: Side, column: str, rule: Constraint | ColumnCriterion, needed: Sequence[bool], problems: Problems
) -> Iterable[Value | None]:
    known: dict[str, Value | None] = {}
    for row, text, used in zip(side.rows, side.texts(column), needed, strict=True):
        if text not in known:
            known[text] = _value(text, rule.comparison)
        value = known[text]
        if isinstance(value, ValueError) and used:
            problems.append((side.table.name, row.number, f"{listed([text])} in column “{column}” {value}"))
        if value is None and used and isinstance(rule, Constraint) and rule.empty == "refuse":
            problems.append((side.table.name, row.number, f"“{column}” is empty, and “{rule.label}” needs it."))
        yield None if isinstance(value, ValueError) else value


def _value(text: str, comparison: Comparison) -> Value | None:
    """Return the value of a cell, None where it is empty, the error where it is wrong."""
    try:
        return comparison.read(text) if text else None
    except ValueError as error:
        return error


def _apart(left: Side, right: Side, mapping: Mapping, notes: list[str]) -> dict[str, frozenset[tuple[int, int]]]:
    """Return the pairs that are kept apart, by name of the rule: named in a cell, or one person on both sides."""
    mentors, mentees = right.numbers, left.numbers
    pairs_of: dict[str, frozenset[tuple[int, int]]] = {}
    for rule in mapping.apart:
        pairs = set()
        for number, text in enumerate(left.texts(rule.mentee) if rule.mentee else ()):
            pairs |= {(number, mentors[key]) for key in _ids(text) if key in mentors}
        for number, text in enumerate(right.texts(rule.mentor) if rule.mentor else ()):
            pairs |= {(mentees[key], number) for key in _ids(text) if key in mentees}
        pairs_of[rule.label] = frozenset(pairs)
        if not pairs:
            notes.append(f"“{rule.label}” keeps nobody apart: no cell names the id of someone in the other file.")
    same = frozenset((number, mentors[key]) for key, number in mentees.items() if key in mentors)
    if same:
        count = "1 id is" if len(same) == 1 else f"{len(same):,} ids are"
        notes.append(f"{count} in both files. Each is one person, who is never paired with themselves.")
        pairs_of[MYSELF] = same
    return pairs_of


def _choices(left: Side, right: Side, mapping: Mapping, notes: list[str]) -> tuple[tuple[int, ...], ...]:
    """Return the mentors that each mentee chose, best first. Who is not there does not count."""
    if not mapping.choices:
        return ((),) * len(left.rows)
    mentors, unknown = right.numbers, []
    chosen = []
    for row, text in zip(left.rows, left.texts(mapping.choices.column), strict=True):
        wanted = list(dict.fromkeys(_ids(text)))
        unknown += [(row.number, key) for key in wanted if key not in mentors]
        chosen.append(tuple(mentors[key] for key in wanted if key in mentors))
    if unknown:
        number, key = min(unknown)
        count = "1 choice names" if len(unknown) == 1 else f"{len(unknown):,} choices name"
        first = "" if len(unknown) == 1 else ", the first one"
        notes.append(f"{count} nobody in {right.table.name} and cannot be met{first} in row {number}: {listed([key])}.")
    return tuple(chosen)


def _ids(text: str) -> list[str]:
    return [key for key in (" ".join(part.split()).casefold() for part in re.split(LIST, text)) if key]
