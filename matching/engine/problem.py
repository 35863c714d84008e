"""What is asked: who can be paired with whom, how good each pair is, how many places each mentor has.

    max  sum over eligible (i, j) of (B + s_ij) x_ij      sum_j x_ij <= 1,   sum_i x_ij <= c_j,   x >= 0

with a constant B larger than every possible total, so that one more mentee outweighs any gain in score.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import ArrayLike, NDArray

    Integers = NDArray[np.int64]

# Sums of B + s stay exact in float64, in which scipy computes.
EXACT = 2**52


class ProblemError(ValueError):
    """What is wrong with the input, in a sentence."""


def integers(values: ArrayLike, what: str) -> Integers:
    """Return `values` as int64, or say why they cannot be."""
    try:
        array: NDArray[Any] = np.asarray(values)
    except ValueError as error:
        raise ProblemError(f"{what} must be an array of whole numbers.") from error
    if array.size == 0:
        return array.astype(np.int64)
    if array.dtype.kind not in "iuf":
        raise ProblemError(f"{what} must be whole numbers.")
    if array.dtype.kind == "f" and not (np.isfinite(array).all() and (array == np.floor(array)).all()):
        raise ProblemError(f"{what} must be whole numbers; some are fractions, infinite or not a number.")
    return array.astype(np.int64)


class Problem:
    """One question to the engine. Bad input is refused with a `ProblemError` that says what is wrong.

    mentees: how many mentees there are, M; they are numbered 0 to M - 1
    capacity: int array [N], places of each mentor, 0 or more; mentors are numbered 0 to N - 1
    pairs: int array [P, 2] of (mentee, mentor) that may be paired, each once
    scores: int array [P], 0 or more, how good each of these pairs is
    mentee_ids, mentor_ids: names that stay the same from run to run and have an order; they decide ties, so that
        the order of the rows does not. Without them the numbers are the names.
    """

    def __init__(
        self,
        mentees: int,
        capacity: ArrayLike,
        pairs: ArrayLike,
        scores: ArrayLike,
        *,
        mentee_ids: Sequence[Hashable] | None = None,
        mentor_ids: Sequence[Hashable] | None = None,
    ) -> None:
        if mentees < 0:
            raise ProblemError("The number of mentees cannot be negative.")
        self.mentees = mentees
        self.capacity = integers(capacity, "Capacities").reshape(-1)
        found = integers(pairs, "Pairs")
        if found.size and (found.ndim != 2 or found.shape[1] != 2):  # noqa: PLR2004 - mentee and mentor
            raise ProblemError("Pairs must be rows of two numbers: mentee and mentor.")
        self.pairs = found.reshape(-1, 2)
        self.scores = integers(scores, "Scores").reshape(-1)
        self.mentee_ids = self._ids(mentee_ids, mentees, "mentees")
        self.mentor_ids = self._ids(mentor_ids, self.mentors, "mentors")
        self._check()

    @property
    def mentors(self) -> int:
        """How many mentors there are, N."""
        return len(self.capacity)

    @property
    def big(self) -> int:
        """The constant B: what one more matched mentee is worth."""
        return self.mentees * int(self.scores.max(initial=0)) + 1

    def _ids(self, ids: Sequence[Hashable] | None, count: int, who: str) -> Sequence[Hashable]:
        if ids is None:
            return range(count)
        if len(ids) != count:
            raise ProblemError(f"There are {count} {who} and {len(ids)} ids for them.")
        if len(set(ids)) != count:
            raise ProblemError(f"Two {who} have the same id.")
        return ids

    def _check(self) -> None:
        if (self.capacity < 0).any():
            raise ProblemError(f"The capacity of mentor {int(np.argmax(self.capacity < 0))} is negative.")
        if len(self.pairs) != len(self.scores):
            raise ProblemError(f"There are {len(self.pairs)} pairs and {len(self.scores)} scores.")
        for column, count, who in ((0, self.mentees, "mentee"), (1, self.mentors, "mentor")):
            wrong = (self.pairs[:, column] < 0) | (self.pairs[:, column] >= count)
            if wrong.any():
                raise ProblemError(f"A pair names {who} {int(self.pairs[wrong][0, column])}, and there are {count}.")
        if (self.scores < 0).any():
            raise ProblemError("A score is negative; leave the pair out instead.")
        keys = self.pairs[:, 0] * max(self.mentors, 1) + self.pairs[:, 1]
        if len(np.unique(keys)) != len(keys):
            raise ProblemError("A pair is named twice.")
        if self.big * (self.mentees + 1) >= EXACT:
            raise ProblemError("The scores are too large for an exact answer; use a coarser scale.")
