"""When and where the two can meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.fit.columns import membership
from matching.fit.criteria.criterion import LOW, MEDIUM, Criterion, everywhere, having, same
from matching.fit.hours import hours_of_pair, shared_hours
from pool.models import Channel

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from matching.fit.criteria.criterion import Details, Grades
    from matching.fit.facts import MenteeFacts, MentorFacts, Roster

    Times = tuple[frozenset[str], str]

# Six hours in common leave a pair enough to choose from for one hour a week; more adds nothing.
ENOUGH_HOURS = 6
REMOTE = frozenset(Channel.values) - {Channel.IN_PERSON.value}


class SharedTime(Criterion):
    """Hours of the week in which both can meet, whatever their time zones. Who names none can always meet."""

    code = "time"
    label = gettext_lazy("Time to meet")
    about = gettext_lazy("How many hours a week suit both, across time zones.")
    usual = everywhere(MEDIUM)

    def wishes(self, roster: Roster, mentee: MenteeFacts) -> Sequence[Hashable]:
        return (mentee.times,) if mentee.slots else ()

    def rows(self, roster: Roster, wishes: Sequence[Hashable]) -> Grades:
        return np.minimum(hours_of(roster, wishes) / ENOUGH_HOURS, 1)

    def details(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> Details:
        return {"hours": hours_of_pair(mentee.times, mentor.times, roster.on)}

    def words(self, details: Mapping[str, Any]) -> str:
        hours = details["hours"]
        if not hours:
            return _("No hour of the week suits both.")
        number = 1 if hours == 1 else 2  # half an hour and 4.75 hours are plural
        return ngettext("%(hours)g hour a week suits both.", "%(hours)g hours a week suit both.", number) % {
            "hours": hours
        }


def hours_of(roster: Roster, wishes: Sequence[Hashable]) -> Grades:
    """Return the hours a week that somebody with these times shares with each mentor, float [wishes, mentors]."""
    kinds, kind_of = roster.columns.times
    return cast("Grades", shared_hours(cast("list[Times]", list(wishes)), kinds, roster.on)[:, kind_of])


class CanMeet(Criterion):
    """Whether a way to talk that both like works where they are: in person needs one site, all others do not."""

    code = "reach"
    label = gettext_lazy("Within reach")
    about = gettext_lazy("Whether both like a way to talk that works for their sites. In person needs the same site.")
    usual = everywhere(LOW)
    steps = 1

    def wishes(self, roster: Roster, mentee: MenteeFacts) -> Sequence[Hashable]:
        return ((mentee.site, mentee.channels),) if mentee.channels else ()

    def rows(self, roster: Roster, wishes: Sequence[Hashable]) -> Grades:
        asked = cast("list[tuple[int | None, frozenset[str]]]", list(wishes))
        ours = membership([channels for _site, channels in asked], Channel.values).astype(np.float32)
        theirs = having(roster, "channels", Channel.values).astype(np.float32)
        far = np.array([[value in REMOTE] for value in Channel.values], dtype=np.float32)
        remote = (ours * far).T @ theirs > 0
        in_person = (ours * (1 - far)).T @ theirs > 0
        return (remote | (in_person & same(roster, "site", [site for site, _channels in asked]))).astype(np.float64)

    def details(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> Details:
        shared = mentee.channels & mentor.channels
        here = mentee.site is not None and mentee.site == mentor.site
        return {"in_person": here and Channel.IN_PERSON in shared, "remote": bool(shared & REMOTE)}

    def words(self, details: Mapping[str, Any]) -> str:
        if details["in_person"]:
            return _("They can meet in person: the same site.")
        if details["remote"]:
            return _("They can meet remotely.")
        return _("No way to meet that both like works for their sites.")
