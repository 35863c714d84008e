"""What every question has in common: how arrays are read, and the options that hold for both forms of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from matching.engine.errors import ProblemError
from matching.engine.objective import Objective

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import ArrayLike, NDArray

    from matching.engine.options import ProblemOptions

    Integers = NDArray[np.int64]

# More people or places than this are a mistake in the data, and would not fit in 32 bits.
MOST = 2**30


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
    return array.astype(np.int64, copy=False)


def pair_rows(values: ArrayLike, what: str, mentees: int, mentors: int) -> Integers:
    """Return (mentee, mentor) rows as int64 [n, 2], each pair once and each index known."""
    found = integers(values, what)
    if found.size and (found.ndim != 2 or found.shape[1] != 2):  # noqa: PLR2004 - mentee and mentor
        raise ProblemError(f"{what} must be rows of two numbers: mentee and mentor.")
    rows = found.reshape(-1, 2)
    where = "" if what == "Pairs" else f"{what}: "
    for column, count, who in ((0, mentees, "mentee"), (1, mentors, "mentor")):
        wrong = (rows[:, column] < 0) | (rows[:, column] >= count)
        if wrong.any():
            raise ProblemError(f"{where}A pair names {who} {int(rows[wrong][0, column])}, and there are {count}.")
    keys = rows[:, 0] * max(mentors, 1) + rows[:, 1]
    keys.sort()
    if (keys[1:] == keys[:-1]).any():
        raise ProblemError(f"{where}A pair is named twice.")
    return rows


class Problem:
    """The people, the places and the options of one question; what the pairs are worth is told by the subclasses.

    mentees: how many mentees there are, M; they are numbered 0 to M - 1
    capacity: int array [N], places of each mentor, 0 or more; mentors are numbered 0 to N - 1
    mentee_ids, mentor_ids: names that stay the same from run to run; they decide ties, so that the order of the rows
        does not. Without them the numbers are the names.
    locked: int array [L, 2], pairs that are made whatever they cost
    tiers: thresholds, lowest first: a match below the first is poor, below the second weak, and so on; as few
        poor ones as possible come before as few weak ones, and these before the total
    keep: int array [K, 2], pairs of an earlier answer, one for each mentee at most; each is worth `keep_bonus` more
    """

    def __init__(
        self,
        mentees: int,
        capacity: ArrayLike,
        *,
        mentee_ids: Sequence[Hashable] | None = None,
        mentor_ids: Sequence[Hashable] | None = None,
        locked: ArrayLike = (),
        tiers: ArrayLike = (),
        keep: ArrayLike = (),
        keep_bonus: int = 0,
    ) -> None:
        if not 0 <= mentees <= MOST:
            raise ProblemError("The number of mentees cannot be negative." if mentees < 0 else "Too many mentees.")
        self.mentees = mentees
        self.capacity = integers(capacity, "Capacities").reshape(-1)
        if (self.capacity < 0).any():
            raise ProblemError(f"The capacity of mentor {int(np.argmax(self.capacity < 0))} is negative.")
        if (self.capacity > MOST).any():
            raise ProblemError(f"The capacity of mentor {int(np.argmax(self.capacity > MOST))} is too large.")
        self.mentee_ids = _ids(mentee_ids, mentees, "mentees")
        self.mentor_ids = _ids(mentor_ids, self.mentors, "mentors")
        self.locked = pair_rows(locked, "Locked pairs", mentees, self.mentors)
        self.keep = pair_rows(keep, "Pairs to keep", mentees, self.mentors)
        for rows, what in ((self.locked, "locked to"), (self.keep, "to keep")):
            if len(np.unique(rows[:, 0])) != len(rows):
                raise ProblemError(f"A mentee has two mentors {what}.")
        if keep_bonus < 0:
            raise ProblemError("The bonus for keeping pairs cannot be negative.")
        self.keep_bonus = int(keep_bonus)
        self.tiers = integers(tiers, "Tiers").reshape(-1)
        over = np.bincount(self.locked[:, 1], minlength=self.mentors) > self.capacity
        if over.any():
            raise ProblemError(f"More pairs are locked to mentor {int(np.argmax(over))} than it has places.")

    @property
    def mentors(self) -> int:
        """How many mentors there are, N."""
        return len(self.capacity)

    @property
    def options(self) -> ProblemOptions:
        """The options, to ask again with others."""
        return {
            "mentee_ids": self.mentee_ids,
            "mentor_ids": self.mentor_ids,
            "locked": self.locked,
            "tiers": self.tiers,
            "keep": self.keep,
            "keep_bonus": self.keep_bonus,
        }

    @property
    def highest(self) -> int:
        """No pair scores more than this."""
        raise NotImplementedError

    @property
    def objective(self) -> Objective:
        """What a pair is worth by its score."""
        most = int(min(self.mentees, self.capacity.sum()))
        return Objective.of(self.highest, self.keep_bonus if len(self.keep) else 0, self.tiers, most)

    @property
    def open_capacity(self) -> Integers:
        """The places that the locked pairs leave, int64 [N]."""
        return self.capacity - np.bincount(self.locked[:, 1], minlength=self.mentors)

    @property
    def kept_of(self) -> Integers:
        """The mentor whom each mentee is to keep, int64 [M], -1 for none."""
        kept = np.full(self.mentees, -1, dtype=np.int64)
        kept[self.keep[:, 0]] = self.keep[:, 1]
        return kept

    def scores_of(self, pairs: Integers) -> Integers:
        """Return the score of each of these pairs, int64 [n]; -1 where the pair is not eligible."""
        raise NotImplementedError

    def scores_for(self, mentee: int) -> Integers:
        """Return the score of this mentee with every mentor, int64 [N]; -1 where the pair is not eligible."""
        scores: Integers = np.maximum(self.sums_of(np.array([mentee]))[0].astype(np.int64), -1)
        return scores

    def sums_of(self, mentees: Integers) -> NDArray[Any]:
        """Return the scores of these mentees with every mentor, int [n, N]; below 0 where the pair is not eligible."""
        raise NotImplementedError


def _ids(ids: Sequence[Hashable] | None, count: int, who: str) -> Sequence[Hashable]:
    if ids is None:
        return range(count)
    if len(ids) != count:
        raise ProblemError(f"There are {count} {who} and {len(ids)} ids for them.")
    if len(set(ids)) != count:
        raise ProblemError(f"Two {who} have the same id.")
    return ids
