"""Tables as the kernels read them: small types, mentors in an order in which whole blocks of them can be skipped.

Mentors whom the same constraints forbid are put side by side. Where one constraint row of a mentee forbids a whole
block of `BLOCK` mentors, none of them is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matching.engine.compiled import kernel
from matching.engine.fingerprints import fingerprints
from matching.engine.table_problem import EXCLUDED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.engine.table_problem import TableProblem

    Integers = NDArray[np.int64]

# Mentors in a block: their sums stay in the fastest memory while one mentee after the other is added up.
BLOCK = 256
# Rows of constraints that decide the order of the mentors.
DECIDING = 62


@dataclass(frozen=True)
class Packed:
    """`order` int64 [N]: the mentor at each position. Everything about mentors here is by position.

    rows: int16 [R, N]; closed: bool [R, blocks], whether the row forbids the whole block
    start, row, weight: the lists of the mentees; corrected, position, points: their corrections, sorted by position
    one, other: uint64 [M] and [N], fingerprints of the stable ids
    """

    order: Integers
    rows: NDArray[np.int16]
    closed: NDArray[np.bool_]
    start: Integers
    row: NDArray[np.int32]
    weight: NDArray[np.int16]
    corrected: Integers
    position: NDArray[np.int32]
    points: NDArray[np.int16]
    one: NDArray[np.uint64]
    other: NDArray[np.uint64]


@kernel
def reordered(rows: NDArray[np.int16], order: Integers) -> NDArray[np.int16]:
    """Return the rows with their columns in this order."""
    found = np.empty_like(rows)
    for r in range(rows.shape[0]):
        line, new = rows[r], found[r]
        for x in range(len(order)):
            new[x] = line[order[x]]
    return found


def pack(problem: TableProblem) -> Packed:
    """Bring a question into the kernels' form."""
    rows = problem.rows
    constraints = np.flatnonzero((rows <= EXCLUDED).any(axis=1)) if rows.size else np.zeros(0, dtype=np.int64)
    # The rows that forbid most pairs decide first.
    users = np.bincount(problem.row, minlength=len(rows))[constraints]
    power = users * (rows[constraints] <= EXCLUDED).sum(axis=1)
    signature = np.zeros(problem.mentors, dtype=np.int64)
    for bit, index in enumerate(constraints[np.argsort(-power, kind="stable")][:DECIDING]):
        signature |= (rows[index] <= EXCLUDED).astype(np.int64) << (DECIDING - bit)
    order = np.argsort(signature, kind="stable")
    ordered = rows if (order == np.arange(len(order))).all() else reordered(rows, order)
    edges = np.arange(0, problem.mentors, BLOCK)
    closed = np.zeros((len(rows), len(edges)), dtype=bool)
    if len(constraints) and len(edges):
        closed[constraints] = np.maximum.reduceat(ordered[constraints], edges, axis=1) <= EXCLUDED
    place = np.empty(problem.mentors, dtype=np.int64)
    place[order] = np.arange(problem.mentors)
    position = place[problem.corrections[:, 1]]
    sorted_ = np.lexsort((position, problem.corrections[:, 0]))
    return Packed(
        order=order,
        rows=ordered,
        closed=closed,
        start=problem.start,
        row=problem.row.astype(np.int32),
        weight=problem.weight.astype(np.int16),
        corrected=problem.corrected,
        position=position[sorted_].astype(np.int32),
        points=problem.points[sorted_].astype(np.int16),
        one=fingerprints(problem.mentee_ids),
        other=fingerprints(problem.mentor_ids)[order],
    )
