"""What may be shown to whom: pure rules, no database, no Django.

Smallest groups (D-04)
    Figures need at least 5 answers, comments at least 10 people who answered. A program can ask for more,
    up to 15. Nothing asks for less: `figures_from` and `comments_from` lift whatever they are given.

Steps (D-06)
    What is shown of a group is a snapshot. It moves on only when at least as many further people have answered
    as the smallest group has. Otherwise anyone who looks today and again tomorrow could subtract, and read the
    answers of the one person in between. So the numbers of answers behind any two snapshots of a group differ
    by 0 or by at least the smallest group.

Remainder (D-05)
    A cell is hidden when it has 1 to 4 people. If the hidden cells together are fewer than 5, the next smallest
    cell is hidden too, because the total minus the shown cells would give the hidden ones away. If nothing is
    left to hide, the total is not shown either.

Intervals (D-13)
    95 % intervals of shares are Wilson's score intervals (E. B. Wilson, 1927). With n answers, p the share and
    z = 1.96, the interval is (p + z²/2n ± z·sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n). Unlike the textbook interval
    it stays within 0 and 1 and holds its level for small n.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FLOOR = 5
COMMENTS_FLOOR = 10
CEILING = 15
Z = 1.959963984540054


def figures_from(asked: int | None = None) -> int:
    """Return from how many answers on figures are shown: what a program asks for, but never less than 5."""
    return min(CEILING, max(FLOOR, asked or FLOOR))


def comments_from(asked: int | None = None) -> int:
    """Return from how many answers on comments are shown: what a program asks for, but never less than 10."""
    return min(CEILING, max(COMMENTS_FLOOR, asked or COMMENTS_FLOOR))


def wilson(count: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of the share `count` / `n`, as numbers from 0 to 1."""
    if n == 0:
        return 0.0, 1.0
    share, weight = count / n, Z * Z / n
    middle = (share + weight / 2) / (1 + weight)
    half = Z * math.sqrt(share * (1 - share) / n + weight / (4 * n)) / (1 + weight)
    return (0.0 if count == 0 else max(0.0, middle - half)), (1.0 if count == n else min(1.0, middle + half))


@dataclass(frozen=True)
class Tally:
    """The answers of a group to one question: how many, how many of the counted kind, and the sum of the values."""

    n: int
    count: int
    total: int

    @property
    def share(self) -> float:
        """The share of the counted kind, 0 to 1."""
        return self.count / self.n if self.n else 0.0

    @property
    def mean(self) -> float:
        return self.total / self.n if self.n else 0.0


def tally(values: Iterable[int], counted: frozenset[int]) -> Tally:
    """Count the values of one question."""
    given = list(values)
    return Tally(n=len(given), count=sum(value in counted for value in given), total=sum(given))


def may_step(shown: int, now: int, smallest: int) -> bool:
    """Whether a group that was shown at `shown` answers (0: not yet) may be shown anew at `now` answers."""
    return now - shown >= smallest


def step(shown: Tally | None, counted: Tally, smallest: int) -> Tally | None:
    """Return what may be shown of a question after a fresh count: the count, or still what was shown, or nothing."""
    return counted if may_step(shown.n if shown else 0, counted.n, figures_from(smallest)) else shown


@dataclass(frozen=True)
class Protected:
    """Cells that may be shown, what the hidden ones have together, and whether the total may be shown."""

    shown: dict[str, int]
    hidden: frozenset[str]
    rest: int
    total: int | None


def protect(cells: Mapping[str, int], smallest: int = FLOOR) -> Protected:
    """Apply the remainder rule to the cells of one total. Cells without people give nobody away."""
    smallest = figures_from(smallest)
    by_size = sorted((name for name in cells if cells[name] > 0), key=lambda name: (cells[name], name))
    hidden = [name for name in by_size if cells[name] < smallest]
    candidates = [name for name in by_size if name not in hidden]
    while hidden and sum(cells[name] for name in hidden) < smallest and candidates:
        hidden.append(candidates.pop(0))
    rest = sum(cells[name] for name in hidden)
    return Protected(
        shown={name: cells[name] for name in cells if name not in hidden},
        hidden=frozenset(hidden),
        rest=rest if rest >= smallest else 0,
        total=None if 0 < rest < smallest else sum(cells.values()),
    )
