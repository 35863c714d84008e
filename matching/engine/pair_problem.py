"""What is asked, pair by pair: who can be paired with whom, how good each pair is, how many places each mentor has.

    max  sum over eligible (i, j) of worth(s_ij) x_ij      sum_j x_ij <= 1,   sum_i x_ij <= c_j,   x >= 0

The constraints are totally unimodular (Hoffman and Kruskal 1956): the linear program has a whole-numbered optimum.
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

HIGHEST = 2**40


class PairProblem(Problem):
    """One question to the engine, pair by pair. Bad input is refused with a `ProblemError` that says what is wrong.

    mentees, capacity and the options: see `PairProblem`
    pairs: int array [P, 2] of (mentee, mentor) that may be paired, each once
    scores: int array [P], 0 or more, how good each of these pairs is
    """

    def __init__(
        self, mentees: int, capacity: ArrayLike, pairs: ArrayLike, scores: ArrayLike, **options: Unpack[ProblemOptions]
    ) -> None:
        super().__init__(mentees, capacity, **options)
        given = pair_rows(pairs, "Pairs", mentees, self.mentors)
        points = integers(scores, "Scores").reshape(-1)
        if len(given) != len(points):
            raise ProblemError(f"There are {len(given)} pairs and {len(points)} scores.")
        if (points < 0).any():
            raise ProblemError("A score is negative; leave the pair out instead.")
        if (points > HIGHEST).any():
            raise ProblemError("The scores are too large for an exact answer; use a coarser scale.")
        self.pairs, self.scores = given, points
        self._keys = given[:, 0] * max(self.mentors, 1) + given[:, 1]
        self._order = np.argsort(self._keys, kind="stable")
        if (self.scores_of(self.locked) < 0).any():
            raise ProblemError("A locked pair is not eligible.")
        _ = self.objective

    @property
    def highest(self) -> int:
        """The best score there is."""
        return int(self.scores.max(initial=0))

    def scores_of(self, pairs: Integers) -> Integers:
        """Return the score of each of these pairs, int64 [n]; -1 where the pair is not eligible."""
        if not len(self._keys):
            return np.full(len(pairs), -1, dtype=np.int64)
        keys = pairs[:, 0] * max(self.mentors, 1) + pairs[:, 1]
        found = self._order[np.minimum(np.searchsorted(self._keys, keys, sorter=self._order), len(self._keys) - 1)]
        scores: Integers = np.where(self._keys[found] == keys, self.scores[found], -1)
        return scores

    def sums_of(self, mentees: Integers) -> Integers:
        """Return the scores of these mentees with every mentor, int64 [n, N]; -1 where the pair is not eligible."""
        sums = np.full((len(mentees), self.mentors), -1, dtype=np.int64)
        for row, mentee in zip(sums, mentees.tolist(), strict=True):
            bounds = (mentee * self.mentors, (mentee + 1) * self.mentors)
            own = self._order[slice(*np.searchsorted(self._keys, bounds, sorter=self._order))]
            row[self.pairs[own, 1]] = self.scores[own]
        return sums
