"""What the mentee wants to learn, and from whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.scoring.base import HIGH, Criterion, everywhere, membership

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from matching.roster import MenteeFacts, MentorFacts, Roster
    from matching.scoring.base import Grades, Integers


class Topics(Criterion):
    """What the mentee wants to learn, and the mentor offers."""

    code = "topics"
    label = gettext_lazy("Topics")
    about = gettext_lazy("How many of the topics that the mentee wants the mentor offers.")
    usual = everywhere(HIGH)
    steps = 2

    def wishes(self, roster: Roster, mentee: MenteeFacts) -> Sequence[Hashable]:
        return sorted(mentee.topics)

    def rows(self, roster: Roster, wishes: Sequence[Hashable]) -> Grades:
        return membership([mentor.topics for mentor in roster.mentors], wishes).astype(np.float64)

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

    def wishes(self, roster: Roster, mentee: MenteeFacts) -> Sequence[Hashable]:
        return ("ranked",) if mentee.ranks else ()

    def rows(self, roster: Roster, wishes: Sequence[Hashable]) -> Grades:
        return np.zeros((len(wishes), len(roster.mentors)), dtype=np.float64)

    def pairs(self, roster: Roster) -> tuple[Integers, Grades]:
        column = {mentor.pk: index for index, mentor in enumerate(roster.mentors)}
        found = [
            (row, column[mentor], max(self.least, 1 - self.step * (rank - 1)))
            for row, mentee in enumerate(roster.mentees)
            for mentor, rank in mentee.ranks.items()
            if mentor in column
        ]
        where = np.array([(row, at) for row, at, _grade in found], dtype=np.int64).reshape(len(found), 2)
        return where, np.array([grade for _row, _at, grade in found], dtype=np.float64)

    def words(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> str:
        rank = mentee.ranks.get(mentor.pk)
        if rank is None:
            return _("Not among the choices.")
        return _("First choice.") if rank == 1 else _("Choice number %d.") % rank
