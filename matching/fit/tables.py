"""From look-up tables to the engine's: shares become weights, constraints become rows that exclude (E-10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.engine import EXCLUDED, TableProblem
from matching.fit.book import Forbidden, graded_by
from matching.fit.criteria import BY_CODE, UNIT
from matching.models.scenario import Importance

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from matching.engine.options import ProblemOptions
    from matching.fit.criteria import Shares
    from matching.fit.facts import Roster

    Integers = NDArray[np.int64]

# Excluding values of one mentee add up in 16 bits; so many leave room for the corrections.
MOST_LAYERS = 6


def tables_of(roster: Roster, shares: Shares, forbidden: Sequence[Forbidden], options: ProblemOptions) -> TableProblem:
    """Put together what the engine is asked. `forbidden` is what each rule forbids."""
    mentees, mentors = len(roster.mentees), len(roster.mentors)
    blocks: list[NDArray[np.int16]] = []
    entries: list[tuple[Integers, Integers, Integers]] = []
    height = 0

    def add(rows: NDArray[np.int16], owner: Integers, row: Integers, weight: Integers) -> None:
        nonlocal height
        used = weight > 0
        blocks.append(rows)
        entries.append((owner[used], row[used] + height, weight[used]))
        height += len(rows)

    pairs: list[tuple[Integers, Integers]] = []
    for code, of in shares.of.items():
        graded = graded_by(roster, BY_CODE[code])
        amounts = of * (UNIT // graded.steps)
        add(graded.rows, np.repeat(np.arange(mentees), np.diff(graded.start)), graded.wish, graded.weights(amounts))
        pairs.append((graded.pairs, amounts[graded.pairs[:, 0]] * graded.grades))
    for layer in _joined([one for one in forbidden if (one.kind >= 0).any() and one.rows.any()]):
        some = np.flatnonzero((layer.kind >= 0) & np.any(layer.rows, axis=1)[layer.kind])
        rows = np.where(layer.rows, np.int16(EXCLUDED), np.int16(0))
        add(rows, some, layer.kind[some], np.ones(len(some), dtype=np.int64))
    owner, row, weight = (np.concatenate([np.empty(0, dtype=np.int64), *column]) for column in _columns(entries))
    order = np.argsort(owner, kind="stable")
    options["mentee_ids"] = [mentee.public_id for mentee in roster.mentees]
    options["mentor_ids"] = [mentor.public_id for mentor in roster.mentors]
    corrections, points = _corrections(mentors, pairs, [one.pairs for one in forbidden])
    return TableProblem(
        [mentor.places for mentor in roster.mentors],
        np.concatenate([np.empty((0, mentors), dtype=np.int16), *blocks]),
        np.searchsorted(owner[order], np.arange(mentees + 1)),
        row[order],
        weight[order],
        corrections=corrections,
        points=points,
        **options,
    )


def _columns(entries: Sequence[tuple[Integers, Integers, Integers]]) -> tuple[list[Integers], ...]:
    return tuple([entry[place] for entry in entries] for place in range(3))


def _joined(layers: list[Forbidden]) -> list[Forbidden]:
    """Join the layers with the fewest kinds until few enough are left."""
    left = sorted(layers, key=lambda layer: len(layer.rows))
    while len(left) > MOST_LAYERS:
        one, other = left[:2]
        kinds, kind = np.unique(np.column_stack((one.kind, other.kind)), axis=0, return_inverse=True)
        rows = _rows(one, kinds[:, 0]) | _rows(other, kinds[:, 1])
        left = sorted([Forbidden(rows, kind.reshape(-1), one.pairs[:0]), *left[2:]], key=lambda layer: len(layer.rows))
    return left


def _rows(layer: Forbidden, kinds: Integers) -> NDArray[np.bool_]:
    rows = np.zeros((len(kinds), layer.rows.shape[1]), dtype=bool)
    rows[kinds >= 0] = layer.rows[kinds[kinds >= 0]]
    return rows


def _corrections(
    mentors: int, pairs: Sequence[tuple[Integers, Integers]], forbidden: Sequence[Integers]
) -> tuple[Integers, Integers]:
    """Add up what single pairs get; a pair that anything forbids is forbidden once."""
    where = np.concatenate([np.empty((0, 2), dtype=np.int64), *(pair for pair, _points in pairs), *forbidden])
    given = np.concatenate([np.empty(0, dtype=np.int64), *(points for _pair, points in pairs)])
    keys, place = np.unique(where[:, 0] * max(mentors, 1) + where[:, 1], return_inverse=True)
    points = np.bincount(place[: len(given)], weights=given, minlength=len(keys)).astype(np.int64)
    points[place[len(given) :]] = EXCLUDED
    return np.column_stack((keys // max(mentors, 1), keys % max(mentors, 1))), points


def required_of(roster: Roster, shares: Shares) -> dict[str, Forbidden]:
    """Return, by criterion, which pairs fail one that is required; a mentee to whom it does not apply fails none."""
    return {
        code: _failing(roster, code)
        for code, how in shares.importance.items()
        if how == Importance.REQUIRED and code in shares.of
    }


def _failing(roster: Roster, code: str) -> Forbidden:
    criterion = BY_CODE[code]
    graded = graded_by(roster, criterion)
    lists = [
        tuple(graded.wish[first:last].tolist()) for first, last in zip(graded.start, graded.start[1:], strict=False)
    ]
    own = {row for row, _column in graded.pairs.tolist()}
    kinds: dict[tuple[int, tuple[int, ...]], int] = {}
    kind = np.full(len(lists), -1, dtype=np.int64)
    for row, wishes in enumerate(lists):
        if wishes:
            kind[row] = kinds.setdefault((row if row in own else -1, wishes), len(kinds))
    rows = np.zeros((len(kinds), len(roster.mentors)), dtype=bool)
    least = max(criterion.needed * criterion.steps, 1e-9)
    for (row, wishes), place in kinds.items():
        grades = graded.rows[list(wishes)].sum(axis=0, dtype=np.int64).astype(np.float64) / len(wishes)
        if row >= 0:
            mine = graded.pairs[graded.pairs[:, 0] == row, 1]
            grades[mine] += graded.grades[graded.pairs[:, 0] == row]
        rows[place] = grades < least
    return Forbidden(rows, kind, graded.pairs[:0])


def pairs_in(roster: Roster, pks: Iterable[tuple[int, int]]) -> Integers:
    """Turn (mentee pk, mentor pk) into (row, column), int64 [n, 2]; people who are not there fall out."""
    rows = {person.pk: row for row, person in enumerate(roster.mentees)}
    columns = {person.pk: column for column, person in enumerate(roster.mentors)}
    found = sorted((rows[one], columns[other]) for one, other in pks if one in rows and other in columns)
    return np.array(found, dtype=np.int64).reshape(len(found), 2)


def once_each(pairs: Integers) -> Integers:
    """Keep one pair for each mentee."""
    return pairs[np.unique(pairs[:, 0], return_index=True)[1]]


def possible(roster: Roster, wanted: Integers, forbidden: Sequence[Forbidden]) -> Integers:
    """Keep the pairs that no rule forbids, one for each mentee, and no more than the mentor has places."""
    pairs = once_each(wanted)
    ok = np.ones(len(pairs), dtype=bool)
    for found in forbidden:
        ok &= ~found.mask(pairs[:, 0])[np.arange(len(pairs)), pairs[:, 1]]
    left = [mentor.places for mentor in roster.mentors]
    kept = []
    for row, column in pairs[ok].tolist():
        if left[column]:
            left[column] -= 1
            kept.append((row, column))
    return np.array(kept, dtype=np.int64).reshape(len(kept), 2)
