"""How and when the two can talk."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.hours import shared_hours
from matching.models import Channel, Slot
from matching.scoring.base import LOW, MEDIUM, Criterion, everywhere, membership
from people.languages import name_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from matching.roster import MenteeFacts, MentorFacts, Roster
    from matching.scoring.base import Grades

    Times = tuple[frozenset[str], str]

# Six hours in common leave a pair enough to choose from for one hour a week; more adds nothing.
ENOUGH_HOURS = 6


class SharedTime(Criterion):
    """Hours of the week in which both can meet, whatever their time zones. Who names none can always meet."""

    code = "time"
    label = gettext_lazy("Time to meet")
    about = gettext_lazy("How many hours a week suit both, across time zones.")
    usual = everywhere(MEDIUM)

    def wishes(self, roster: Roster, mentee: MenteeFacts) -> Sequence[Hashable]:
        return (times(mentee),) if mentee.slots else ()

    def rows(self, roster: Roster, wishes: Sequence[Hashable]) -> Grades:
        return np.minimum(hours_of(roster, wishes) / ENOUGH_HOURS, np.float64(1))

    def words(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> str:
        hours = float(shared_hours([times(mentee)], [times(mentor)], roster.on)[0, 0])
        if not hours:
            return _("No hour of the week suits both.")
        number = 1 if hours == 1 else 2  # half an hour and 4.75 hours are plural
        return ngettext("%(hours)g hour a week suits both.", "%(hours)g hours a week suit both.", number) % {
            "hours": hours
        }


def times(person: MenteeFacts | MentorFacts) -> Times:
    """Return when and in which zone somebody can meet."""
    return person.slots or frozenset(Slot.values), person.zone


def hours_of(roster: Roster, wishes: Sequence[Hashable]) -> Grades:
    """Return the hours a week that somebody with these times shares with each mentor, float64 [wishes, mentors]."""
    return shared_hours(cast("list[Times]", list(wishes)), [times(mentor) for mentor in roster.mentors], roster.on)


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
        shared = inside.T @ membership([mentor.languages for mentor in roster.mentors], spoken)
        return np.maximum(shared - 1, 0) / np.array([[len(codes) - 1] for codes in own]).reshape(len(own), 1)

    def words(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> str:
        shared = sorted(name_of(code) for code in mentee.languages & mentor.languages)
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
        return membership([mentor.channels for mentor in roster.mentors], wishes).astype(np.float64)

    def words(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> str:
        shared = [str(channel.label) for channel in Channel if channel.value in mentee.channels & mentor.channels]
        return _("Both like: %s.") % ", ".join(shared).lower() if shared else _("They like different ways to talk.")
