"""From people to a question for the engine: look-up rows by value, corrections for what stands between two people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.csvmatch.comparisons import ForEach
from matching.csvmatch.mapping import ColumnCriterion, Constraint
from matching.engine import EXCLUDED, TableProblem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from matching.csvmatch.comparisons import Value
    from matching.csvmatch.people import Compared, People

    # Half the memory of what is usual: there is one for each value of each rule.
    Looked = NDArray[np.int16]


def ask(people: People) -> TableProblem:
    """Return the question. One score unit is one point."""
    mentors = len(people.mentors.ids)
    rows: list[Looked] = []
    lists: list[list[int]] = [[] for _mentee in people.mentees.ids]
    rules: list[Compared[Constraint] | Compared[ColumnCriterion]] = [*people.constraints, *people.criteria]
    for compared in rules:
        _add(compared, rows, lists)
    pairs, points = _corrections(people)
    return TableProblem(
        capacity=people.capacity,
        rows=np.array(rows, dtype=np.int16).reshape(len(rows), mentors),
        start=np.cumsum([0, *map(len, lists)]),
        row=np.array([row for own in lists for row in own], dtype=np.int64),
        weight=np.ones(sum(map(len, lists)), dtype=np.int64),
        corrections=pairs,
        points=points,
        mentee_ids=[name.casefold() for name in people.mentees.ids],
        mentor_ids=[name.casefold() for name in people.mentors.ids],
        tiers=people.mapping.tiers,
    )


def _add(
    compared: Compared[Constraint] | Compared[ColumnCriterion], rows: list[Looked], lists: list[list[int]]
) -> None:
    """Add one row for each value that mentees have, and its number to their lists. A row of zeros says nothing."""
    numbers: dict[Value | None, int | None] = {}
    for mentee, (whole, applies) in enumerate(zip(compared.ones, compared.applies, strict=True)):
        for value in _split(compared.rule, whole) if applies else ():
            if value not in numbers:
                row = row_of(compared, value)
                numbers[value] = len(rows) if row.any() else None
                rows += [row] if row.any() else []
            number = numbers[value]
            if number is not None:
                lists[mentee].append(number)


def _split(rule: Constraint | ColumnCriterion, value: Value | None) -> Sequence[Value | None]:
    """Return values whose points add up to those of this one: things on a list, as long as the most is out of reach.

    There are far fewer things than lists of things, so this saves most of the rows.
    """
    if not (isinstance(rule, ColumnCriterion) and isinstance(rule.award, ForEach) and isinstance(value, tuple)):
        return [value]
    within = len(value) * rule.award.each <= rule.award.limit
    return [(thing,) for thing in value] if within else [value]


def row_of(compared: Compared[Constraint] | Compared[ColumnCriterion], value: Value | None) -> Looked:
    """Return what a rule says of a mentee with this value and every mentor: points, or EXCLUDED."""
    relation = compared.values.relations(value)
    if isinstance(compared.rule, Constraint):
        return np.where(met(compared.rule, relation), 0, EXCLUDED).astype(np.int16)
    return compared.rule.award.points(relation).astype(np.int16)


def met(rule: Constraint, relation: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell where a constraint holds; an unknown value counts as the mapping says."""
    holds: NDArray[np.bool_] = np.where(np.isnan(relation), rule.empty == "allow", rule.within.meets(relation))
    return holds


def _corrections(people: People) -> tuple[list[tuple[int, int]], list[int]]:
    """Return pairs kept apart and pairs that the mentee chose. Apart is stronger."""
    worth: dict[tuple[int, int], int] = {}
    points = people.mapping.choices.points if people.mapping.choices else ()
    for mentee, chosen in enumerate(people.choices):
        worth |= {(mentee, mentor): points[rank] for rank, mentor in enumerate(chosen[: len(points)])}
    worth |= {pair: EXCLUDED for pairs in people.apart.values() for pair in pairs}
    return list(worth), list(worth.values())
