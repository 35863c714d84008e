"""How and when the two can talk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.hours import shared_hours
from matching.models import Channel, Slot
from matching.scoring.base import LOW, MEDIUM, Criterion, everywhere, overlap, sizes
from people.languages import name_of

if TYPE_CHECKING:
    from matching.roster import MenteeFacts, MentorFacts, Roster
    from matching.scoring.base import Grades

# Six hours in common leave a pair enough to choose from for one hour a week; more adds nothing.
ENOUGH_HOURS = 6


class SharedTime(Criterion):
    """Hours of the week in which both can meet, whatever their time zones. Who names none can always meet."""

    code = "time"
    label = gettext_lazy("Time to meet")
    about = gettext_lazy("How many hours a week suit both, across time zones.")
    usual = everywhere(MEDIUM)

    def applies(self, mentee: MenteeFacts) -> bool:
        return bool(mentee.slots)

    def grades(self, roster: Roster) -> Grades:
        hours = shared_hours([times(p) for p in roster.mentees], [times(p) for p in roster.mentors], roster.on)
        return np.minimum(hours / ENOUGH_HOURS, np.float64(1))

    def words(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> str:
        hours = float(shared_hours([times(mentee)], [times(mentor)], roster.on)[0, 0])
        if not hours:
            return _("No hour of the week suits both.")
        number = 1 if hours == 1 else 2  # half an hour and 4.75 hours are plural
        return ngettext("%(hours)g hour a week suits both.", "%(hours)g hours a week suit both.", number) % {
            "hours": hours
        }


def times(person: MenteeFacts | MentorFacts) -> tuple[frozenset[str], str]:
    """Return when and in which zone somebody can meet."""
    return person.slots or frozenset(Slot.values), person.zone


class MoreLanguages(Criterion):
    """Languages beyond the one that every pair must share."""

    code = "languages"
    label = gettext_lazy("More languages in common")
    about = gettext_lazy("Languages in common beyond the first.")
    usual = everywhere(LOW)

    def applies(self, mentee: MenteeFacts) -> bool:
        return len(mentee.languages) > 1

    def grades(self, roster: Roster) -> Grades:
        own, others = [p.languages for p in roster.mentees], [p.languages for p in roster.mentors]
        return np.maximum(overlap(own, others) - 1, 0) / np.maximum(sizes(own) - 1, 1)

    def words(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> str:
        shared = sorted(name_of(code) for code in mentee.languages & mentor.languages)
        return _("Both speak %s.") % get_text_list(shared, _("and")) if shared else _("No language in common.")


class Channels(Criterion):
    """Ways to talk that both like."""

    code = "channels"
    label = gettext_lazy("Ways to talk")
    about = gettext_lazy("How many of the mentee’s ways to talk the mentor likes too.")
    usual = everywhere(LOW)

    def applies(self, mentee: MenteeFacts) -> bool:
        return bool(mentee.channels)

    def grades(self, roster: Roster) -> Grades:
        own, others = [p.channels for p in roster.mentees], [p.channels for p in roster.mentors]
        return overlap(own, others) / sizes(own)

    def words(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> str:
        shared = [str(channel.label) for channel in Channel if channel.value in mentee.channels & mentor.channels]
        return _("Both like: %s.") % ", ".join(shared).lower() if shared else _("They like different ways to talk.")
