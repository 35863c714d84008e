"""Constraints: what no score can outweigh (P-20, P-21, M-04).

Each rule is one small class that says for every mentee (row) and mentor (column) whether it forbids the pair. A rule
that is `private` is never named to anybody: it comes from what people said in confidence.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from django.utils.translation import gettext_lazy as _

from people.reporting import superiors
from programs.models.program import Format

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise
    from numpy.typing import NDArray

    from matching.roster import MenteeFacts, MentorFacts, Roster

    Mask = NDArray[np.bool_]

# Peers stand on the same level or on neighbouring ones. Where the directory gives no level there is nothing to
# compare, and the rule lets the pair pass: the coordinator sees both people before anything is published.
NEIGHBOURS = 1
# What people are told of a pair that a private rule forbids.
NOT_TOGETHER = _("These two cannot be paired.")


class Rule(ABC):
    """One constraint. `sentence` is what is told of a pair that it forbids."""

    code: ClassVar[str]
    label: ClassVar[_StrPromise]
    sentence: ClassVar[_StrPromise]
    private: ClassVar[bool] = False

    @abstractmethod
    def forbids(self, roster: Roster) -> Mask:
        """Return bool [mentees, mentors]."""


def pairwise(roster: Roster, user_pairs: set[tuple[int, int]]) -> Mask:
    """Turn (mentee's user, mentor's user) pairs into a mask."""
    mask = np.zeros((len(roster.mentees), len(roster.mentors)), dtype=bool)
    rows = {person.user: row for row, person in enumerate(roster.mentees)}
    columns = {person.user: column for column, person in enumerate(roster.mentors)}
    for mentee, mentor in user_pairs:
        if mentee in rows and mentor in columns:
            mask[rows[mentee], columns[mentor]] = True
    return mask


class NotOneself(Rule):
    """Nobody mentors themselves, though one can be mentor and mentee (P-23)."""

    code = "oneself"
    label = _("Not oneself")
    sentence = _("This is the same person.")

    def forbids(self, roster: Roster) -> Mask:
        return pairwise(roster, {(person.user, person.user) for person in roster.mentees})


class NotOwnLine(Rule):
    """No supervisor, and no supervisor's supervisor, in either direction (P-21)."""

    code = "reporting_line"
    label = _("Own reporting line")
    sentence = _("One of them reports to the other, directly or further up.")

    def forbids(self, roster: Roster) -> Mask:
        above = {
            (person.user, boss) for person in roster.mentees for boss in superiors(person.user, roster.supervisor_of)
        }
        below = {
            (boss, person.user) for person in roster.mentors for boss in superiors(person.user, roster.supervisor_of)
        }
        return pairwise(roster, above | below)


class NotWithSomebody(Rule):
    """What either of the two asked for in confidence (P-21)."""

    code = "not_with"
    label = _("Kept apart")
    sentence = NOT_TOGETHER
    private = True

    def forbids(self, roster: Roster) -> Mask:
        return pairwise(roster, {*roster.not_with, *((other, user) for user, other in roster.not_with)})


class NotAgain(Rule):
    """Pairs that ended early, or were declined in this cohort, are not made again (E-23). Nobody has to say why."""

    code = "earlier"
    label = _("Not the same two again")
    sentence = NOT_TOGETHER
    private = True

    def forbids(self, roster: Roster) -> Mask:
        return pairwise(roster, set(roster.earlier))


class LevelRule(Rule):
    """Peers stand on the same level or next to it; in reverse mentoring the mentor stands below the mentee (P-20)."""

    code = "level"
    label = _("Level")
    sentence = _("Their levels do not fit this kind of program.")

    def forbids(self, roster: Roster) -> Mask:
        mentee, mentor = steps(roster.mentees)[:, None], steps(roster.mentors)[None, :]
        known = (mentee >= 0) & (mentor >= 0)
        if roster.format == Format.PEER:
            far: Mask = np.abs(mentee - mentor) > NEIGHBOURS
            return known & far
        if roster.format == Format.REVERSE:
            above: Mask = mentor >= mentee
            return known & above
        return np.zeros(known.shape, dtype=bool)


def steps(people: list[MenteeFacts] | list[MentorFacts]) -> NDArray[np.int64]:
    """Return the level of each person counted from below, -1 where the directory gives none."""
    return np.array([-1 if person.step is None else person.step for person in people], dtype=np.int64)


class CommonLanguage(Rule):
    """They speak at least one language in common."""

    code = "language"
    label = _("Common language")
    sentence = _("They have no language in common.")

    def forbids(self, roster: Roster) -> Mask:
        forbidden = [[not (a.languages & b.languages) for b in roster.mentors] for a in roster.mentees]
        return np.array(forbidden, dtype=bool).reshape(len(roster.mentees), len(roster.mentors))


class TrainingDone(Rule):
    """The mentor has done the trainings where the guidelines require it (P-10)."""

    code = "training"
    label = _("Training done")
    sentence = _("The mentor has not done the required training yet.")

    def forbids(self, roster: Roster) -> Mask:
        untrained = np.array([not person.trained for person in roster.mentors], dtype=bool)
        return np.tile(untrained, (len(roster.mentees), 1)).reshape(len(roster.mentees), len(roster.mentors))


RULES: tuple[Rule, ...] = (
    NotOneself(), NotOwnLine(), NotWithSomebody(), NotAgain(), LevelRule(), CommonLanguage(), TrainingDone(),
)  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """What each rule forbids, by code, and what is left."""

    forbidden: dict[str, Mask]
    allowed: Mask

    def against(self, row: int, column: int) -> Rule | None:
        """Return the first rule that forbids this pair."""
        return next((rule for rule in RULES if self.forbidden[rule.code][row, column]), None)


def judge(roster: Roster) -> Verdict:
    """Ask every rule about every pair."""
    forbidden = {rule.code: rule.forbids(roster) for rule in RULES}
    return Verdict(forbidden, ~np.logical_or.reduce(list(forbidden.values())))
