"""The compact form of a question: scores as sums of look-ups, so that the matrix of all pairs is never stored.

    s_ij = sum over (r, w) in the list of mentee i of  w * T[r, j]   +   correction_ij

A row T[r] holds one value for each mentor: how well it meets one attribute value (a skill, a level, a set of
languages, a time zone). A mentee is a short list of (row, weight). Any score that adds up over attributes fits, however
it bends within one. A constraint is a row that holds EXCLUDED where it forbids; what stands between two people is a
correction. A pair whose sum is below 0 is not eligible, and a sum is never above HIGHEST: both are checked here, once,
so that the kernels can add up in int16.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import numpy as np

from matching.engine.errors import ProblemError
from matching.engine.problem import Problem, integers, pair_rows

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from matching.engine.options import ProblemOptions

    Integers = NDArray[np.int64]

HIGHEST = 4095
EXCLUDED = -4096
LOWEST = -32768


class TableProblem(Problem):
    """One question to the engine, for whole organisations. Bad input is refused with a `ProblemError`.

    capacity and the options: see `Problem`
    rows: int array [R, N], the look-up rows: points, or EXCLUDED where a constraint forbids
    start: int array [M + 1]; row, weight: int arrays [start[M]]; mentee i adds up weight[k] * rows[row[k]] for k from
        start[i] to start[i + 1]
    corrections: int array [C, 2] of (mentee, mentor), each once; points: int array [C], added to the pair's score
    """

    def __init__(
        self,
        capacity: ArrayLike,
        rows: ArrayLike,
        start: ArrayLike,
        row: ArrayLike,
        weight: ArrayLike,
        *,
        corrections: ArrayLike = (),
        points: ArrayLike = (),
        **options: Unpack[ProblemOptions],
    ) -> None:
        self.start = integers(start, "Starts").reshape(-1)
        if not len(self.start) or self.start[0] != 0 or (np.diff(self.start) < 0).any():
            raise ProblemError("Starts must begin with 0 and never fall.")
        super().__init__(len(self.start) - 1, capacity, **options)
        # Tables of whole organisations are large: no copy of them in wider numbers.
        table = rows if isinstance(rows, np.ndarray) and rows.dtype == np.int16 else integers(rows, "Rows")
        if table.size and (table.ndim != 2 or table.shape[1] != self.mentors):  # noqa: PLR2004 - rows and mentors
            raise ProblemError(f"Each row must hold {self.mentors} values, one for each mentor.")
        table = table.reshape(-1, self.mentors) if self.mentors else table.reshape(len(table), 0)
        self.row = integers(row, "Row numbers").reshape(-1)
        self.weight = integers(weight, "Weights").reshape(-1)
        if len(self.row) != self.start[-1] or len(self.weight) != self.start[-1]:
            raise ProblemError(f"The lists of the mentees hold {int(self.start[-1])} entries together.")
        if ((self.row < 0) | (self.row >= len(table))).any():
            raise ProblemError(f"A mentee names a row that is not there; there are {len(table)}.")
        if (self.weight < 0).any():
            raise ProblemError("A weight is negative.")
        if table.size and (table.min() < LOWEST or table.max() > HIGHEST):
            raise ProblemError(f"A row holds a value outside {LOWEST} to {HIGHEST}.")
        self.rows = np.ascontiguousarray(table, dtype=np.int16)
        given = pair_rows(corrections, "Corrections", self.mentees, self.mentors)
        added = integers(points, "Corrections").reshape(-1)
        if len(given) != len(added):
            raise ProblemError(f"There are {len(given)} corrected pairs and {len(added)} corrections.")
        order = np.lexsort((given[:, 1], given[:, 0]))
        self.corrections, self.points = given[order], added[order]
        self.corrected = np.searchsorted(self.corrections[:, 0], np.arange(self.mentees + 1))
        self._check_window()
        if (self.scores_of(self.locked) < 0).any():
            raise ProblemError("A locked pair is not eligible.")
        _ = self.objective

    def _check_window(self) -> None:
        """Bound every sum from both sides, without looking at the pairs."""
        least = self.rows.min(axis=1, initial=0).astype(np.int64)
        most = self.rows.max(axis=1, initial=0).astype(np.int64)
        low, high = _sums(self.weight * least[self.row], self.start), _sums(self.weight * most[self.row], self.start)
        counts = np.diff(self.corrected) > 0
        if counts.any():
            first = self.corrected[:-1][counts]
            low[counts] += np.minimum(np.minimum.reduceat(self.points, first), 0)
            high[counts] += np.maximum(np.maximum.reduceat(self.points, first), 0)
        self._highest = int(high.max(initial=0))
        if self._highest > HIGHEST:
            who = int(np.argmax(high > HIGHEST))
            raise ProblemError(
                f"Mentee {who} could score {int(high[who])}, and {HIGHEST} is the most; use a coarser scale."
            )
        if (low < LOWEST).any():
            raise ProblemError(f"Too many constraints add up for mentee {int(np.argmax(low < LOWEST))}; join some.")

    @property
    def highest(self) -> int:
        """No pair scores more than this."""
        return self._highest

    def sums_of(self, mentees: Integers) -> NDArray[np.int32]:
        """Return the sums of these mentees with every mentor, int32 [n, N]; below 0 where the pair is not eligible."""
        sums = np.zeros((len(mentees), self.mentors), dtype=np.int32)
        first, lengths = self.start[mentees], np.diff(self.start)[mentees]
        for step in range(int(lengths.max(initial=0))):
            on = np.flatnonzero(lengths > step)
            entry = first[on] + step
            sums[on] += self.rows[self.row[entry]].astype(np.int32) * self.weight[entry, None].astype(np.int32)
        counts = (self.corrected[1:] - self.corrected[:-1])[mentees]
        owner = np.repeat(np.arange(len(mentees)), counts)
        entry = np.repeat(self.corrected[mentees], counts) + np.arange(len(owner))
        entry -= np.repeat(np.cumsum(counts) - counts, counts)
        sums[owner, self.corrections[entry, 1]] += self.points[entry].astype(np.int32)
        return sums

    def scores_of(self, pairs: Integers) -> Integers:
        """Return the score of each of these pairs, int64 [n]; -1 where the pair is not eligible."""
        lengths = np.diff(self.start)[pairs[:, 0]]
        owner = np.repeat(np.arange(len(pairs)), lengths)
        offset = np.arange(len(owner)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        entry = self.start[pairs[:, 0]][owner] + offset
        parts = self.weight[entry] * self.rows[self.row[entry], pairs[owner, 1]]
        sums = np.bincount(owner, weights=parts, minlength=len(pairs)).astype(np.int64)
        if len(self.corrections):
            keys = self.corrections[:, 0] * self.mentors + self.corrections[:, 1]
            wanted = pairs[:, 0] * self.mentors + pairs[:, 1]
            found = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
            sums += np.where(keys[found] == wanted, self.points[found], 0)
        return np.maximum(sums, -1)


def _sums(values: Integers, start: Integers) -> Integers:
    """Add up the values of each list."""
    running = np.concatenate(([0], np.cumsum(values)))
    sums: Integers = running[start[1:]] - running[start[:-1]]
    return sums
