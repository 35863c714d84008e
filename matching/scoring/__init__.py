"""Match scores from 0 to 100, whose parts add up, each with its own words (P-19, P-20, E-12).

Every criterion has an importance. Those that apply to a mentee share 100 points in proportion to it, so that a score
says how much of what this person asked for a mentor brings. Points are whole numbers and the score is their sum:
what people read is exactly what the engine adds up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

import numpy as np

from matching.models.scenario import Importance
from matching.scoring.base import Criterion
from matching.scoring.learning import Ranking, Topics
from matching.scoring.talking import Channels, MoreLanguages, SharedTime
from matching.scoring.work import AcrossFunctions, DepartmentWish, NearTheJob, SiteWish
from programs.models.program import Format

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from matching.roster import Roster

    Integers = NDArray[np.int64]

# In the order in which reasons are told. An organisation adds its own at the end.
CRITERIA: tuple[Criterion, ...] = (
    Topics(), Ranking(), DepartmentWish(), SiteWish(), AcrossFunctions(), NearTheJob(), SharedTime(), MoreLanguages(),
    Channels(),
)  # fmt: skip
BY_CODE = {criterion.code: criterion for criterion in CRITERIA}
WEIGHT = {Importance.HIGH: 4, Importance.MEDIUM: 2, Importance.LOW: 1, Importance.OFF: 0}
FULL = 100


class Reason(TypedDict):
    """One part of a score: points out of how many, and what it means."""

    code: str
    points: int
    of: int
    text: str


@dataclass(frozen=True)
class Scores:
    """`points` and `of` by criterion: int [mentees, mentors] and int [mentees]; `total` is the sum of the points."""

    roster: Roster
    points: dict[str, Integers]
    of: dict[str, Integers]
    total: Integers

    def reasons(self, row: int, column: int) -> list[Reason]:
        """Say how the score of one pair comes about."""
        mentee, mentor = self.roster.mentees[row], self.roster.mentors[column]
        return [
            Reason(
                code=code,
                points=int(self.points[code][row, column]),
                of=int(self.of[code][row]),
                text=BY_CODE[code].words(self.roster, mentee, mentor),
            )
            for code in self.points
            if self.of[code][row]
        ]


def usual_weights(format_: str) -> dict[str, str]:
    """Return the importance of every criterion that is usual for a format."""
    return {criterion.code: criterion.usual[Format(format_)].value for criterion in CRITERIA}


def score(roster: Roster, weights: Mapping[str, str]) -> Scores:
    """Score every pair. `weights` holds the importance of criteria by code; what is missing is as usual."""
    importance = usual_weights(roster.format) | dict(weights)
    used = [criterion for criterion in CRITERIA if WEIGHT[Importance(importance[criterion.code])]]
    asked = np.array(
        [[WEIGHT[Importance(importance[c.code])] * c.applies(mentee) for c in used] for mentee in roster.mentees],
        dtype=np.int64,
    ).reshape(len(roster.mentees), len(used))
    shares = share_out(asked)
    of = {criterion.code: shares[:, index] for index, criterion in enumerate(used)}
    points = {c.code: np.floor(c.grades(roster) * of[c.code][:, None] + 0.5).astype(np.int64) for c in used}
    none = np.zeros((len(roster.mentees), len(roster.mentors)), dtype=np.int64)
    return Scores(roster, points, of, sum(points.values(), start=none))


def share_out(weights: Integers) -> Integers:
    """Split 100 among the columns of each row by its weights, in whole points (largest remainder, first column first)."""
    kinds, kind_of = np.unique(weights, axis=0, return_inverse=True)
    return np.array([_shares(kind) for kind in kinds.tolist()], dtype=np.int64).reshape(kinds.shape)[
        kind_of.reshape(-1)
    ]


def _shares(weights: Sequence[int]) -> list[int]:
    total = sum(weights)
    if not total:
        return [0] * len(weights)
    shares = [FULL * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda index: (-(FULL * weights[index] % total), index))
    for index in by_remainder[: FULL - sum(shares)]:
        shares[index] += 1
    return shares
