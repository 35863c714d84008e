"""How the two can talk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.fit.columns import membership
from matching.fit.criteria.criterion import LOW, Criterion, everywhere, having
from people.languages import name_of
from pool.models import Channel

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from matching.fit.criteria.criterion import Details, Grades
    from matching.fit.facts import MenteeFacts, MentorFacts, Roster


class MoreLanguages(Criterion):
    """Languages beyond the one that every pair must share."""

    code = "languages"
    label = gettext_lazy("More languages in common")
    about = gettext_lazy("Languages in common beyond the first.")
    usual = everywhere(LOW)

    def wishes(self, roster: Roster, mentee: MenteeFacts) -> Sequence[Hashable]:
        return (mentee.languages,) if len(mentee.languages) > 1 else ()

    def rows(self, roster: Roster, wishes: Sequence[Hashable]) -> Grades:
        own = cast("list[frozenset[str]]", list(wishes))
        spoken = sorted(frozenset().union(*own))
        inside = membership(own, spoken).astype(np.float64)
        shared = inside.T @ having(roster, "languages", spoken)
        grades: Grades = np.maximum(shared - 1, 0) / np.array([[len(codes) - 1] for codes in own]).reshape(len(own), 1)
        return grades

    def details(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> Details:
        return {"languages": sorted(mentee.languages & mentor.languages)}

    def words(self, details: Mapping[str, Any]) -> str:
        shared = sorted(name_of(code) for code in details["languages"])
        return _("Both speak %s.") % get_text_list(shared, _("and")) if shared else _("No language in common.")


class Channels(Criterion):
    """Ways to talk that both like."""

    code = "channels"
    label = gettext_lazy("Ways to talk")
    about = gettext_lazy("How many of the mentee’s ways to talk the mentor likes too.")
    usual = everywhere(LOW)
    steps = 1

    def wishes(self, roster: Roster, mentee: MenteeFacts) -> Sequence[Hashable]:
        return sorted(mentee.channels)

    def rows(self, roster: Roster, wishes: Sequence[Hashable]) -> Grades:
        return having(roster, "channels", wishes).astype(np.float64)

    def details(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> Details:
        return {"channels": sorted(mentee.channels & mentor.channels)}

    def words(self, details: Mapping[str, Any]) -> str:
        shared = [str(channel.label) for channel in Channel if channel.value in details["channels"]]
        return _("Both like: %s.") % ", ".join(shared) if shared else _("They like different ways to talk.")
