"""What criteria and rules say about the people on a roster, as look-up tables: worked out once for each roster.

Nothing here knows how much a criterion counts: a new weight needs no new table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from numpy.typing import NDArray

    from matching.fit.criteria.criterion import Criterion, Grades
    from matching.fit.facts import Roster
    from matching.fit.rules.rule import Rule

    Integers = NDArray[np.int64]
    Mask = NDArray[np.bool_]

# Wishes whose rows are worked out in one go: keeps what is needed meanwhile small.
AT_ONCE = 1024
HALF = 0.5 + 1e-5


@dataclass(frozen=True)
class Graded:
    """How well pairs meet one criterion, in whole steps.

    rows: int16 [K, N], the grade of each mentor for each wish, 0 to `steps`
    start, wish: the wishes of mentee i are `wish[start[i]:start[i + 1]]`; none: the criterion does not apply
    pairs, grades: int64 [P, 2] and [P], grades of single pairs, on top, in the order of the mentees
    """

    steps: int
    rows: NDArray[np.int16]
    start: Integers
    wish: Integers
    pairs: Integers
    grades: Integers

    @property
    def applies(self) -> Mask:
        """Whether each mentee asks anything of it, bool [M]."""
        found: Mask = np.diff(self.start) > 0
        return found

    def weights(self, amounts: Integers) -> Integers:
        """Split the amount of each mentee evenly among their wishes, in whole numbers, int64 like `wish`."""
        counts = np.diff(self.start)
        owner = np.repeat(np.arange(len(counts)), counts)
        place = np.arange(len(owner)) - self.start[owner]
        split: Integers = amounts[owner] // counts[owner] + (place < amounts[owner] % counts[owner])
        return split

    def units(self, row: int, amount: int) -> Integers:
        """Return what this criterion brings one mentee with every mentor, int64 [N]; `amount` for each step."""
        own = self.wish[self.start[row] : self.start[row + 1]]
        split = np.array(self._split(amount, len(own)), dtype=np.int64)
        found: Integers = split @ self.rows[own].astype(np.int64)
        mine = self._pairs_of(row)
        found[self.pairs[mine, 1]] += self.grades[mine] * amount
        return found

    def units_of(self, pairs: Integers, amounts: Integers) -> Integers:
        """Return what this criterion brings pairs of (row, column), int64 [n]; `amounts` for each step, of each mentee."""
        rows, columns = pairs[:, 0], pairs[:, 1]
        counts = np.diff(self.start)[rows]
        owner = np.repeat(np.arange(len(rows)), counts)
        place = np.arange(len(owner)) - (np.cumsum(counts) - counts)[owner]
        amount, wishes = amounts[rows][owner], counts[owner]
        split = amount // wishes + (place < amount % wishes)
        found = np.zeros(len(rows), dtype=np.int64)
        np.add.at(found, owner, split * self.rows[self.wish[self.start[rows][owner] + place], columns[owner]])
        if len(self.pairs):
            mentors = self.rows.shape[1]
            wanted, own = rows * mentors + columns, self.pairs[:, 0] * mentors + self.pairs[:, 1]
            order = np.argsort(own, kind="stable")
            first, last = (np.searchsorted(own[order], wanted, side=side) for side in ("left", "right"))
            sums = np.concatenate(([0], np.cumsum(self.grades[order])))
            found += amounts[rows] * (sums[last] - sums[first])
        return found

    def _split(self, amount: int, wishes: int) -> list[int]:
        least, more = divmod(amount, max(1, wishes))
        return [least + (place < more) for place in range(wishes)]

    def _pairs_of(self, row: int) -> slice:
        """Where the pairs of a mentee are; they are in the order of the mentees."""
        first, last = np.searchsorted(self.pairs[:, 0], (row, row + 1))
        return slice(int(first), int(last))


@dataclass(frozen=True)
class Forbidden:
    """What one rule forbids.

    rows: bool [K, N], the mentors whom it forbids to each kind of mentee; kind: int64 [M], -1 for nobody forbidden
    pairs: int64 [P, 2], single pairs of (row, column)
    """

    rows: Mask
    kind: Integers
    pairs: Integers

    def mask(self, mentees: Integers | None = None) -> Mask:
        """Return which pairs are forbidden, bool [mentees, N]; of all mentees unless some are named by row."""
        wanted = np.arange(len(self.kind)) if mentees is None else mentees
        found = np.zeros((len(wanted), self.rows.shape[1]), dtype=bool)
        some = self.kind[wanted] >= 0
        found[some] = self.rows[self.kind[wanted[some]]]
        place = np.full(len(self.kind), -1, dtype=np.int64)
        place[wanted] = np.arange(len(wanted))
        here = place[self.pairs[:, 0]] >= 0
        found[place[self.pairs[here, 0]], self.pairs[here, 1]] = True
        return found


def graded_by(roster: Roster, criterion: Criterion) -> Graded:
    """Return what a criterion says about the people on the roster."""
    if criterion.code not in roster.graded:
        roster.graded[criterion.code] = _grade(roster, criterion)
    return roster.graded[criterion.code]


def forbidden_by(roster: Roster, rule: Rule) -> Forbidden:
    """Return what a rule says about the people on the roster."""
    if rule.key not in roster.forbidden:
        roster.forbidden[rule.key] = _forbid(roster, rule)
    return roster.forbidden[rule.key]


def _grade(roster: Roster, criterion: Criterion) -> Graded:
    asked = [list(criterion.wishes(roster, mentee)) for mentee in roster.mentees]
    names, wish = _numbered(one for wishes in asked for one in wishes)
    start = np.concatenate(([0], np.cumsum([len(wishes) for wishes in asked]))).astype(np.int64)
    rows = np.empty((0, len(roster.mentors)), dtype=np.int16)
    if names:
        rows = np.empty((len(names), len(roster.mentors)), dtype=np.int16)
        for first in range(0, len(names), AT_ONCE):
            some = names[first : first + AT_ONCE]
            rows[first : first + len(some)] = _steps(criterion.rows(roster, some), criterion)
    pairs, grades = criterion.pairs(roster) or (np.empty((0, 2), dtype=np.int64), np.empty(0, dtype=np.float64))
    order = np.argsort(pairs[:, 0], kind="stable")
    return Graded(criterion.steps, rows, start, wish, pairs[order], _steps(grades, criterion)[order].astype(np.int64))


def _steps(grades: Grades, criterion: Criterion) -> NDArray[np.int16]:
    """Round grades to whole steps. Halves go up; a little is added, so that 0.15 x 10 is a half too."""
    if grades.size and not (grades.min() >= 0 and grades.max() <= 1):
        message = f"The grades of {criterion.code} must be from 0 to 1."
        raise ValueError(message)
    return (grades * criterion.steps + HALF).astype(np.int16)


def _forbid(roster: Roster, rule: Rule) -> Forbidden:
    kinds = [rule.kind(roster, mentee) for mentee in roster.mentees]
    names, number = _numbered(kind for kind in kinds if kind is not None)
    kind = np.full(len(kinds), -1, dtype=np.int64)
    kind[[row for row, one in enumerate(kinds) if one is not None]] = number
    rows = rule.rows(roster, names) if names else np.zeros((0, len(roster.mentors)), dtype=bool)
    return Forbidden(rows, kind, in_rows(roster, rule.pairs(roster)))


def in_rows(roster: Roster, users: Iterable[tuple[int, int]]) -> Integers:
    """Turn (mentee's user, mentor's user) into (row, column), int64 [n, 2]; people who are not there fall out."""
    rows = {person.user: row for row, person in enumerate(roster.mentees)}
    columns = {person.user: column for column, person in enumerate(roster.mentors)}
    found = [(rows[one], columns[other]) for one, other in users if one in rows and other in columns]
    return np.array(sorted(found), dtype=np.int64).reshape(len(found), 2)


def _numbered(things: Iterable[Hashable]) -> tuple[Sequence[Hashable], Integers]:
    """Return the different things in the order in which they come, and the number of each."""
    numbers: dict[Hashable, int] = {}
    found = [numbers.setdefault(thing, len(numbers)) for thing in things]
    return list(numbers), np.array(found, dtype=np.int64)
