"""Whom people wish for: mentees name mentors, mentors say which kind of mentee they would like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.fit.criteria.criterion import HIGH, LOW, Criterion, everywhere, same
from pool.models.topics import Wish

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from matching.fit.criteria.criterion import Details, Grades, Integers
    from matching.fit.facts import MenteeFacts, MentorFacts, Roster


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

    def details(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> Details:
        return {"rank": mentee.ranks.get(mentor.pk)}

    def words(self, details: Mapping[str, Any]) -> str:
        rank = details["rank"]
        if rank is None:
            return _("Not among the choices.")
        return _("First choice.") if rank == 1 else _("Choice number %d.") % rank


class MentorWishes(Criterion):
    """Which kind of mentee the mentor would like: half for the department, half for the site.

    A mentor who wishes nothing is content. Where no mentor of the pool wishes anything, it counts for nobody.
    """

    code = "mentor_wishes"
    label = gettext_lazy("The mentor’s wishes")
    about = gettext_lazy("Whether the mentee works in the department and at the site that the mentor wishes for.")
    usual = everywhere(LOW)
    steps = 1

    def wishes(self, roster: Roster, mentee: MenteeFacts) -> Sequence[Hashable]:
        own = (("department", mentee.department), ("site", mentee.site))
        return own if roster.columns.any_wish else ()

    def rows(self, roster: Roster, wishes: Sequence[Hashable]) -> Grades:
        return np.array(
            [self.content(roster, what, place) for what, place in cast("list[tuple[str, int | None]]", wishes)]
        )

    def content(self, roster: Roster, what: str, place: int | None) -> Grades:
        """Return whether each mentor is content with a mentee of this department or site."""
        wants_same, wants_other = roster.columns.wishes(what)
        here = same(roster, what, [place])[0]
        content: Grades = np.where(wants_same, here, ~(wants_other & here)).astype(np.float64)
        return content

    def details(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> Details:
        met: list[str] = []
        missed: list[str] = []
        for what in wished(mentor):
            here = getattr(mentee, what) is not None and getattr(mentee, what) == getattr(mentor, what)
            wish = getattr(mentor, f"{what}_wish")
            (met if here == (wish == Wish.SAME) else missed).append(f"{what}_{wish}")
        return {"met": met, "missed": missed}

    def words(self, details: Mapping[str, Any]) -> str:
        met, missed = ([str(PLACES[code]) for code in details[name]] for name in ("met", "missed"))
        if met:
            return _("As the mentor wishes: %s.") % get_text_list(met, _("and"))
        if missed:
            return _("The mentor would rather have: %s.") % get_text_list(missed, _("and"))
        return _("The mentor has no wish about where the mentee works.")


PLACES = {
    "department_same": gettext_lazy("the same department"),
    "department_different": gettext_lazy("another department"),
    "site_same": gettext_lazy("the same site"),
    "site_different": gettext_lazy("another site"),
}


def wished(mentor: MentorFacts) -> list[str]:
    """Return what the mentor has a wish about."""
    return [what for what in ("department", "site") if getattr(mentor, f"{what}_wish") != Wish.EITHER]
