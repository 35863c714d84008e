"""How far a group is from the others, and whether that is a clear difference: pure rules, no database, no Django.

Shares
    The interval of a difference of two shares is made from Wilson's two intervals (R. G. Newcombe, Statistics in
    Medicine 17, 1998, method 10): the difference d, less sqrt((p1 - l1)² + (u2 - p2)²), and so on upwards.

Waiting times
    The median of a group has an interval between two of its ordered values (binomial with 1/2, 95 %; with fewer than
    six values it is the whole range). The interval of a difference of medians is put together in the same way.

Still waiting
    Anyone who still waits counts with the days so far, which is the least that it will be. A median is exact if it would
    be the same had they waited for ever; if not, it is a lower bound.

A difference is clear if its interval does not hold zero (D-13).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from evaluation.confidentiality.disclosure import wilson

if TYPE_CHECKING:
    from collections.abc import Sequence

WEEK = 7
TAIL = 0.025


@dataclass(frozen=True)
class Estimate:
    """A value and its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """For a difference: whether its interval does not hold zero."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Waited:
    """How long someone has waited, in days; `over` once they have a match."""

    days: int
    over: bool


@dataclass(frozen=True)
class Waits:
    """The waiting times of a group. The longest is one person's, so it is told in full weeks only."""

    median: float
    at_least: bool
    longest_weeks: int


def share_of(count: int, n: int) -> Estimate:
    """A share with Wilson's interval."""
    return Estimate(count / n, *wilson(count, n))


def median_of(values: Sequence[float]) -> Estimate:
    """A median with its interval between ordered values."""
    ordered = sorted(values)
    n, below, rank = len(ordered), 0.0, 0
    while (below := below + math.comb(n, rank) / 2**n) <= TAIL:
        rank += 1
    index = max(rank - 1, 0)
    return Estimate(median(ordered), ordered[index], ordered[n - 1 - index])


def waits_of(waited: Sequence[Waited]) -> Waits:
    """Sum up the waiting times of a group."""
    so_far = median(wait.days for wait in waited)
    if_for_ever = median(wait.days if wait.over else math.inf for wait in waited)
    longest = max(wait.days for wait in waited)
    return Waits(so_far, at_least=so_far != if_for_ever, longest_weeks=max(1, math.ceil(longest / WEEK)))


def difference(one: Estimate, other: Estimate) -> Estimate:
    """How much larger `one` is than `other`."""
    by = one.value - other.value
    low = by - math.hypot(one.value - one.low, other.high - other.value)
    high = by + math.hypot(one.high - one.value, other.value - other.low)
    return Estimate(by, low, high)
