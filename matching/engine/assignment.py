"""The optimal assignment, by scipy's Jonker-Volgenant solver (Crouse 2016, IEEE Trans. Aerosp. Electron. Syst. 52).

Every mentor with c places becomes c columns. An eligible pair is worth B + s, everything else 0, and a mentee who
gets a worthless column stays unmatched: the solver fills the whole rectangle, and zeros change no sum. Values are
whole numbers below 2^52, so float64 computes them exactly and there is no tolerance anywhere.

Rows and columns are sorted by the stable ids before solving. The solver is deterministic, so the answer for the same
people is the same whatever the order in which they came.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.engine.solution import Solution

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

    from matching.engine.problem import Problem


def solve(problem: Problem) -> Solution:
    """Match as many mentees as possible, and among those answers take the one with the largest total."""
    mentor_of = np.full(problem.mentees, -1, dtype=np.int64)
    rows, columns, values = _rectangle(problem)
    if values.size:
        # Loaded when it is needed: it takes 30 MB and a second, in processes of which most never match anybody.
        from scipy.optimize import linear_sum_assignment  # type: ignore[attr-defined]  # noqa: PLC0415

        chosen_rows, chosen_columns = linear_sum_assignment(values, maximize=True)
        real = values[chosen_rows, chosen_columns] > 0
        mentor_of[rows[chosen_rows[real]]] = columns[chosen_columns[real]]
    chosen = mentor_of[problem.pairs[:, 0]] == problem.pairs[:, 1]
    return Solution(mentor_of=mentor_of, matched=int(chosen.sum()), total=int(problem.scores[chosen].sum()))


def _rectangle(problem: Problem) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return the mentee of each row, the mentor of each column, and the value of each cell.

    Mentees and mentors without an eligible pair are left out, and nobody gets more columns than could be filled.
    """
    popularity = np.bincount(problem.pairs[:, 1], minlength=problem.mentors)
    places = np.minimum(problem.capacity, popularity)
    choices = np.bincount(problem.pairs[:, 0], minlength=problem.mentees)
    rows = np.array([i for i in _by_id(problem.mentee_ids) if choices[i]], dtype=np.int64)
    columns = np.array([j for j in _by_id(problem.mentor_ids) for _place in range(places[j])], dtype=np.int64)
    values = np.zeros((len(rows), problem.mentors), dtype=np.float64)
    row_of = np.full(problem.mentees, -1, dtype=np.int64)
    row_of[rows] = np.arange(len(rows))
    values[row_of[problem.pairs[:, 0]], problem.pairs[:, 1]] = problem.big + problem.scores
    return rows, columns, values[:, columns]


def _by_id(ids: Sequence[Hashable]) -> list[int]:
    """Return the positions of the ids in the ids' own order."""
    return sorted(range(len(ids)), key=lambda position: ids[position])  # type: ignore[arg-type, return-value]
