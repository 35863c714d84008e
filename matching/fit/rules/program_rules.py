"""Whether the two fit a program of this kind, can talk at all, and have done what the guidelines ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
from django.utils.translation import gettext_lazy as _

from matching.fit.columns import membership
from matching.fit.criteria.availability import hours_of
from matching.fit.criteria.criterion import having, numbers
from matching.fit.rules.rule import Rule
from programs.models.program import Format

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from matching.fit.facts import MenteeFacts, MentorFacts, Roster
    from matching.fit.rules.rule import Mask

# Peers stand on the same level or on neighbouring ones. Where the directory gives no level there is nothing to
# compare, and the rule lets the pair pass: the coordinator sees both people before anything is published.
NEIGHBOURS = 1


class LevelRule(Rule):
    """Peers stand on the same level or next to it; in reverse mentoring the mentor stands below the mentee (P-20)."""

    code = "level"
    label = _("Level")
    sentence = _("Their levels do not fit this kind of program.")

    def kind(self, roster: Roster, mentee: MenteeFacts) -> Hashable | None:
        return None if roster.format == Format.ONBOARDING else mentee.step

    def rows(self, roster: Roster, kinds: Sequence[Hashable]) -> Mask:
        mentee = np.array(kinds, dtype=np.int64)[:, None]
        mentor = numbers(roster, "step")[None, :]
        wrong: Mask = (np.abs(mentee - mentor) > NEIGHBOURS) if roster.format == Format.PEER else mentor >= mentee
        return wrong & (mentor >= 0)


class CommonLanguage(Rule):
    """They speak at least one language in common."""

    code = "language"
    label = _("Common language")
    sentence = _("They have no language in common.")

    def kind(self, roster: Roster, mentee: MenteeFacts) -> Hashable | None:
        return mentee.languages

    def rows(self, roster: Roster, kinds: Sequence[Hashable]) -> Mask:
        own = cast("list[frozenset[str]]", list(kinds))
        spoken = sorted(frozenset().union(*own))
        theirs = having(roster, "languages", spoken)
        return ~(membership(own, spoken).T.astype(np.float32) @ theirs.astype(np.float32)).astype(bool)


class EnoughHours(Rule):
    """At least so many hours a week suit both. Made anew for each question, as the coordinator sets the number."""

    code = "hours"
    label = _("Hours that suit both")
    sentence = _("Too few hours of the week suit both.")

    def __init__(self, hours: int = 0) -> None:
        """`hours` a week; 0 asks nothing."""
        self.hours = hours

    @property
    def key(self) -> str:
        return f"{self.code}:{self.hours}"

    def kind(self, roster: Roster, mentee: MenteeFacts) -> Hashable | None:
        return mentee.times if self.hours else None

    def rows(self, roster: Roster, kinds: Sequence[Hashable]) -> Mask:
        too_few: Mask = hours_of(roster, kinds) < self.hours
        return too_few


class TrainingDone(Rule):
    """The mentor has done the trainings where the guidelines require it (P-10)."""

    code = "training"
    label = _("Training done")
    sentence = _("The mentor has not done the required training yet.")

    def kind(self, roster: Roster, mentee: MenteeFacts) -> Hashable | None:
        return "everybody"

    def forbids(self, roster: Roster, kind: Hashable, mentor: MentorFacts) -> bool:
        return not mentor.trained


class Eligible(Rule):
    """Both meet what the guidelines ask of people by the directory: levels, departments, sites, months here."""

    code = "eligible"
    label = _("What the guidelines ask")
    sentence = _("One of them does not meet what the guidelines of the program ask.")

    def kind(self, roster: Roster, mentee: MenteeFacts) -> Hashable | None:
        return mentee.eligible

    def forbids(self, roster: Roster, kind: Hashable, mentor: MentorFacts) -> bool:
        return kind is False or not mentor.eligible
