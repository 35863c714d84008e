"""Match scores from 0 to 100, whose parts add up, each with its own words (P-19, P-20, E-12).

Every criterion has an importance. Those that apply to a mentee share 100 points in proportion to it, so that a score
says how much of what this person asked for a mentor brings. Points are whole numbers and the score is their sum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

import numpy as np
from django.conf import settings
from django.utils.translation import gettext as _

from matching.fit.book import graded_by
from matching.fit.criteria.availability import CanMeet, SharedTime
from matching.fit.criteria.criterion import UNIT, Criterion, Details
from matching.fit.criteria.goals import ExperienceGap, Goals, YearsHere
from matching.fit.criteria.languages import Channels, MoreLanguages
from matching.fit.criteria.own import criteria_named
from matching.fit.criteria.preferences import MentorWishes, Ranking
from matching.fit.criteria.topics import BothWays, Topics
from matching.fit.criteria.workplace import AcrossFunctions, DepartmentWish, LevelGap, NearTheJob, SiteWish
from matching.fit.points import parts_of, points_of, share_out
from matching.fit.sentence import in_a_sentence
from matching.models.scenario import Importance
from programs.models.program import Format

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from matching.fit.facts import Roster

    Integers = NDArray[np.int64]

__all__ = [
    "BY_CODE", "CRITERIA", "UNIT", "WEIGHT", "Criterion", "Reason", "Shares", "add", "best_of", "parts_of", "points_of",
    "sentence_of", "share_out", "shares_of", "usual_weights", "words_of",
]  # fmt: skip

# In the order in which reasons are told. What an organisation names in its settings comes after them.
CRITERIA: list[Criterion] = []
BY_CODE: dict[str, Criterion] = {}


def add(*criteria: Criterion) -> None:
    """Have these criteria count from now on. Each has a code of its own."""
    for criterion in criteria:
        if criterion.code in BY_CODE:
            message = f"There are two criteria with the code {criterion.code}."
            raise ValueError(message)
        if UNIT % criterion.steps:
            message = f"The steps of {criterion.code} must divide {UNIT}."
            raise ValueError(message)
        BY_CODE[criterion.code] = criterion
        CRITERIA.append(criterion)


add(
    Topics(), BothWays(), Goals(), ExperienceGap(), Ranking(), MentorWishes(), DepartmentWish(), SiteWish(),
    AcrossFunctions(), NearTheJob(), LevelGap(), YearsHere(), SharedTime(), CanMeet(), MoreLanguages(), Channels(),
)  # fmt: skip
add(*criteria_named(settings.OWN_CRITERIA))

# Required is a constraint besides; what it brings beyond that counts like High.
WEIGHT = {Importance.REQUIRED: 4, Importance.HIGH: 4, Importance.MEDIUM: 2, Importance.LOW: 1, Importance.OFF: 0}
PERCENT = 100


class Reason(TypedDict):
    """One part of a score: points out of how many, and how the pair stands there. Kept as it is, said by `words_of`."""

    code: str
    points: int
    of: int
    details: Details


class Shares:
    """How the 100 points of each mentee are shared: `of[code]` is int64 [mentees]. Importance by code in `importance`."""

    def __init__(self, importance: Mapping[str, str], of: Mapping[str, Integers]) -> None:
        self.importance, self.of = importance, of


def sentence_of(reasons: Sequence[Reason], *, to_mentor: bool = False) -> str:
    """Say in one sentence what raised a score most and what lowered it most (M-08); also of reasons that were stored."""
    return in_a_sentence(reasons, BY_CODE, to_mentor=to_mentor)


def words_of(reason: Reason) -> str:
    """Say one part of a score in words, in the reader's language; also of one that was stored."""
    criterion = BY_CODE.get(reason["code"])
    return criterion.words(reason["details"]) if criterion else _("A criterion that is no longer used.")


def best_of(reasons: Sequence[Reason]) -> str:
    """Say in words the part of a score that brings most points."""
    best = max(reasons, key=lambda reason: reason["points"], default=None)
    return words_of(best) if best else ""


def usual_weights(format_: str) -> dict[str, str]:
    """Return the importance of every criterion that is usual for a format."""
    return {criterion.code: criterion.usual[Format(format_)].value for criterion in CRITERIA}


def shares_of(roster: Roster, weights: Mapping[str, str], *, preference: int = PERCENT) -> Shares:
    """Share out the points of each mentee. What is missing in `weights` is as usual.

    preference: the factor on the mentee's own ranking, in percent (M-05)
    """
    importance = usual_weights(roster.format) | {code: how for code, how in weights.items() if code in BY_CODE}
    worth = {code: WEIGHT[Importance(how)] * PERCENT for code, how in importance.items()}
    worth["ranking"] = worth["ranking"] * preference // PERCENT
    used = [criterion for criterion in CRITERIA if worth[criterion.code]]
    asked = np.zeros((len(roster.mentees), len(used)), dtype=np.int64)
    for column, criterion in enumerate(used):
        asked[:, column] = worth[criterion.code] * graded_by(roster, criterion).applies
    shares = share_out(asked)
    return Shares(importance, {criterion.code: shares[:, column] for column, criterion in enumerate(used)})
