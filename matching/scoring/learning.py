"""What the mentee wants to learn, and from whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.scoring.base import HIGH, Criterion, everywhere, overlap, sizes

if TYPE_CHECKING:
    from matching.roster import MenteeFacts, MentorFacts, Roster
    from matching.scoring.base import Grades


class Topics(Criterion):
    """What the mentee wants to learn, and the mentor offers."""

    code = "topics"
    label = gettext_lazy("Topics")
    about = gettext_lazy("How many of the topics that the mentee wants the mentor offers.")
    usual = everywhere(HIGH)

    def applies(self, mentee: MenteeFacts) -> bool:
        return bool(mentee.topics)

    def grades(self, roster: Roster) -> Grades:
        wanted, offered = [p.topics for p in roster.mentees], [p.topics for p in roster.mentors]
        return overlap(wanted, offered) / sizes(wanted)

    def words(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> str:
        shared = sorted(roster.topic_names[topic] for topic in mentee.topics & mentor.topics)
        if not shared:
            return _("None of the wanted topics is offered.")
        total = len(mentee.topics)
        words = ngettext(
            "The wanted topic is offered: %(names)s.",
            "Offers %(shared)d of the %(total)d wanted topics: %(names)s.",
            total,
        )
        return words % {"shared": len(shared), "total": total, "names": get_text_list(shared, _("and"))}


class Ranking(Criterion):
    """The mentee's own ranking of mentors (P-22)."""

    code = "ranking"
    label = gettext_lazy("The mentee’s own choice")
    about = gettext_lazy("How high the mentee has ranked the mentor.")
    usual = everywhere(HIGH)
    private_to_mentee = True
    step, least = 0.15, 0.25

    def applies(self, mentee: MenteeFacts) -> bool:
        return bool(mentee.ranks)

    def grades(self, roster: Roster) -> Grades:
        grades = np.zeros((len(roster.mentees), len(roster.mentors)), dtype=np.float64)
        column = {mentor.pk: index for index, mentor in enumerate(roster.mentors)}
        for row, mentee in enumerate(roster.mentees):
            for mentor, rank in mentee.ranks.items():
                if mentor in column:
                    grades[row, column[mentor]] = max(self.least, 1 - self.step * (rank - 1))
        return grades

    def words(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> str:
        rank = mentee.ranks.get(mentor.pk)
        if rank is None:
            return _("Not among the choices.")
        return _("First choice.") if rank == 1 else _("Choice number %d.") % rank
