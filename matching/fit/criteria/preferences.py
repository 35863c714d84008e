"""Whom people wish for: mentees name mentors, mentors say which kind of mentee they would like."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.fit.criteria.criterion import HIGH, LOW, Criterion, everywhere, same
from pool.models.topics import Wish

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from django.utils.functional import _StrPromise

    from matching.fit.criteria.criterion import Grades, Integers
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

    def alike(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> tuple[Hashable, ...]:
        return (mentee.ranks.get(mentor.pk),)

    def words(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> str:
        rank = mentee.ranks.get(mentor.pk)
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
        if "mentors wish" not in roster.worked_out:
            roster.worked_out["mentors wish"] = any(wished(mentor) for mentor in roster.mentors)
        own = (("department", mentee.department), ("site", mentee.site))
        return own if roster.worked_out["mentors wish"] else ()

    def rows(self, roster: Roster, wishes: Sequence[Hashable]) -> Grades:
        return np.array(
            [self.content(roster, what, place) for what, place in cast("list[tuple[str, int | None]]", wishes)]
        )

    def content(self, roster: Roster, what: str, place: int | None) -> Grades:
        """Return whether each mentor is content with a mentee of this department or site."""
        key = f"wishes {what}"
        if key not in roster.worked_out:
            asked = np.array([getattr(mentor, f"{what}_wish") for mentor in roster.mentors])
            roster.worked_out[key] = asked == Wish.SAME.value, asked == Wish.DIFFERENT.value
        wants_same, wants_other = roster.worked_out[key]
        here = same(roster, what, [place])[0]
        content: Grades = np.where(wants_same, here, ~(wants_other & here)).astype(np.float64)
        return content

    def alike(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> tuple[Hashable, ...]:
        department = mentee.department is not None and mentee.department == mentor.department
        site = mentee.site is not None and mentee.site == mentor.site
        return mentor.department_wish, department, mentor.site_wish, site

    def words(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> str:
        met: list[_StrPromise] = []
        missed: list[_StrPromise] = []
        for what in wished(mentor):
            here = getattr(mentee, what) is not None and getattr(mentee, what) == getattr(mentor, what)
            wants_same = getattr(mentor, f"{what}_wish") == Wish.SAME
            (met if here == wants_same else missed).append(PLACES[what, wants_same])
        if not met and not missed:
            return _("The mentor has no wish about where the mentee works.")
        if met:
            return _("As the mentor wishes: %s.") % get_text_list([str(words) for words in met], _("and"))
        return _("The mentor would rather have: %s.") % get_text_list([str(words) for words in missed], _("and"))


PLACES = {
    ("department", True): gettext_lazy("the same department"),
    ("department", False): gettext_lazy("another department"),
    ("site", True): gettext_lazy("the same site"),
    ("site", False): gettext_lazy("another site"),
}


def wished(mentor: MentorFacts) -> list[str]:
    """Return what the mentor has a wish about."""
    return [what for what in ("department", "site") if getattr(mentor, f"{what}_wish") != Wish.EITHER]
