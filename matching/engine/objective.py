"""What a pair is worth: the number that is added up, built so that sums compare as people would (M-01).

    worth(s) = B + s + sum over thresholds t_k of W_k [s >= t_k]

One more mentee outweighs everything else (B), then one match fewer below the first threshold (W_1), then one fewer
below the second (W_2), then the total. Each step is larger than anything that the steps below it can add up to:

    W_last = R = most * (highest + bonus) + 1,   W_k = W_{k+1} * (most + 1),   B = W_1 * (most + 1)

where `most` bounds the number of pairs. All of it is int64: exact while a worth stays below 2^60. For more people than
that allows, thresholds bend the score instead of being steps: each point missing below one counts eightfold.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from matching.engine.errors import ProblemError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

# Worth and duals are sums of two of these at most, so int64 never overflows.
EXACT = 2**60
MISSING = 7


@dataclass(frozen=True)
class Objective:
    """`big` is B; `steps` is W_k for each of `tiers`; `bent` says that thresholds bend the score instead."""

    big: int
    tiers: tuple[int, ...]
    steps: tuple[int, ...]
    bent: bool

    @classmethod
    def of(cls, highest: int, bonus: int, tiers: Integers, most: int) -> Objective:
        """Choose the steps for scores of 0 to `highest`, up to `most` pairs, and a bonus for kept ones."""
        names = tuple(int(tier) for tier in tiers)
        if any(later <= earlier for earlier, later in pairwise(names)) or min(names, default=1) < 1:
            raise ProblemError("Tiers must be whole numbers above 0, the lowest first.")
        step = most * (highest + bonus) + 1
        steps: list[int] = []
        for _tier in names:
            steps.insert(0, step)
            step *= most + 1
        if 2 * step < EXACT:
            return cls(step, names, tuple(steps), bent=False)
        bend = MISSING * sum(names)
        big = most * (highest + bonus + bend) + 1
        if 2 * big >= EXACT:
            raise ProblemError("The scores are too large for an exact answer; use a coarser scale.")
        return cls(big, names, (), bent=bool(names))

    def worth(self, scores: Integers) -> Integers:
        """Return what pairs with these scores (0 or more) are worth, int64, of the same shape."""
        worth: Integers = scores + self.big
        for index, tier in enumerate(self.tiers):
            if self.bent:
                worth = worth + MISSING * (tier - np.maximum(tier - scores, 0))
            else:
                worth = worth + self.steps[index] * (scores >= tier)
        return worth
