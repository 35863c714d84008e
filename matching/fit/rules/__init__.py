"""Constraints: what no score can outweigh (P-20, P-21, M-04)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matching.fit.book import forbidden_by
from matching.fit.rules.people_rules import NotAgain, NotOneself, NotOwnLine, NotWithSomebody
from matching.fit.rules.program_rules import CommonLanguage, Eligible, EnoughHours, LevelRule, TrainingDone
from matching.fit.rules.rule import NOT_TOGETHER, Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from matching.fit.facts import Roster

    Mask = NDArray[np.bool_]

__all__ = ["NOT_TOGETHER", "RULES", "Rule", "Verdict", "judge", "rules_for"]

# In the order in which a pair is told what stands against it.
RULES: tuple[Rule, ...] = (
    NotOneself(), NotOwnLine(), NotWithSomebody(), NotAgain(), LevelRule(), CommonLanguage(), Eligible(), TrainingDone(),
)  # fmt: skip


def rules_for(switched: Mapping[str, bool], min_hours: int) -> list[Rule]:
    """Return the rules that hold: all but the switchable ones that are switched off."""
    found = [rule for rule in RULES if not rule.switchable or switched.get(rule.code, True)]
    return [*found, EnoughHours(min_hours)] if min_hours else found


@dataclass(frozen=True)
class Verdict:
    """What each rule forbids, by code, as bool [mentees, mentors], and what is left. For a few people at a time."""

    forbidden: dict[str, Mask]
    allowed: Mask

    def against(self, row: int, column: int) -> Rule | None:
        """Return the first rule that forbids this pair."""
        return next((rule for rule in RULES if self.forbidden[rule.code][row, column]), None)


def judge(roster: Roster) -> Verdict:
    """Ask every rule about every pair."""
    forbidden = {rule.code: forbidden_by(roster, rule).mask() for rule in RULES}
    return Verdict(forbidden, ~np.logical_or.reduce(list(forbidden.values())))
