"""Where the two work: as the mentee wished, across departments, near a new job, and on which level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.fit.criteria.criterion import HIGH, LOW, MEDIUM, OFF, Criterion, everywhere, numbers, same
from matching.models.scenario import Importance
from pool.models.topics import Wish
from programs.models.program import Format

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from django.utils.functional import _StrPromise

    from matching.fit.criteria.criterion import Details, Grades, Mask
    from matching.fit.facts import MenteeFacts, MentorFacts, Roster

    Place = tuple[int | None, int | None]


class WishCriterion(Criterion):
    """A wish about where the mentor works."""

    what: ClassVar[str]
    sentences: ClassVar[dict[tuple[bool, bool], _StrPromise]]

    def wish(self, mentee: MenteeFacts) -> str:
        """Return what the mentee wished."""
        return str(getattr(mentee, f"{self.what}_wish"))

    def wishes(self, roster: Roster, mentee: MenteeFacts) -> Sequence[Hashable]:
        wish = self.wish(mentee)
        return () if wish == Wish.EITHER else ((wish == Wish.SAME, getattr(mentee, self.what)),)

    def rows(self, roster: Roster, wishes: Sequence[Hashable]) -> Grades:
        asked = cast("list[tuple[bool, int | None]]", list(wishes))
        wants_same = np.array([[wanted] for wanted, _place in asked], dtype=bool).reshape(len(asked), 1)
        met: Mask = same(roster, self.what, [place for _wanted, place in asked]) == wants_same
        return met.astype(np.float64)

    def details(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> Details:
        here = getattr(mentee, self.what) is not None and getattr(mentee, self.what) == getattr(mentor, self.what)
        return {"same": here, "as_wished": here == (self.wish(mentee) == Wish.SAME)}

    def words(self, details: Mapping[str, Any]) -> str:
        return str(self.sentences[details["same"], details["as_wished"]])


class DepartmentWish(WishCriterion):
    """Same department or another, as the mentee wished."""

    code = "department"
    what = "department"
    label = gettext_lazy("Department, as wished")
    about = gettext_lazy("Whether the mentor’s department is the same or another, as the mentee wished.")
    usual = everywhere(MEDIUM)
    sentences: ClassVar[dict[tuple[bool, bool], _StrPromise]] = {
        (True, True): gettext_lazy("The same department, as wished."),
        (False, True): gettext_lazy("Another department, as wished."),
        (True, False): gettext_lazy("The same department; another one was wanted."),
        (False, False): gettext_lazy("Another department; the same one was wanted."),
    }


class SiteWish(WishCriterion):
    """Same site or another, as the mentee wished."""

    code = "site"
    what = "site"
    label = gettext_lazy("Site, as wished")
    about = gettext_lazy("Whether the mentor’s site is the same or another, as the mentee wished.")
    usual = everywhere(MEDIUM)
    sentences: ClassVar[dict[tuple[bool, bool], _StrPromise]] = {
        (True, True): gettext_lazy("The same site, as wished."),
        (False, True): gettext_lazy("Another site, as wished."),
        (True, False): gettext_lazy("The same site; another one was wanted."),
        (False, False): gettext_lazy("Another site; the same one was wanted."),
    }


class AcrossFunctions(Criterion):
    """Pairs across departments, where the program wants to break silos (P-20). A mentee's own wish goes first."""

    code = "across"
    label = gettext_lazy("Across departments")
    about = gettext_lazy(
        "Whether the two work in different departments. Counts where the mentee has no wish of their own."
    )
    usual: ClassVar[dict[Format, Importance]] = {Format.PEER: LOW, Format.REVERSE: LOW, Format.ONBOARDING: OFF}

    def wishes(self, roster: Roster, mentee: MenteeFacts) -> Sequence[Hashable]:
        own = mentee.department_wish == Wish.EITHER and mentee.department is not None
        return (mentee.department,) if own else ()

    def rows(self, roster: Roster, wishes: Sequence[Hashable]) -> Grades:
        known = numbers(roster, "department") >= 0
        different: Mask = ~same(roster, "department", cast("list[int]", list(wishes))) & known[None, :]
        return different.astype(np.float64)

    def details(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> Details:
        return {"known": mentor.department is not None, "same": mentee.department == mentor.department}

    def words(self, details: Mapping[str, Any]) -> str:
        if not details["known"]:
            return _("The mentor’s department is not known.")
        return _("From the same department.") if details["same"] else _("From different departments.")


class NearTheJob(Criterion):
    """A buddy near the new hire's job: half for the department, half for the site (P-20)."""

    code = "near"
    label = gettext_lazy("Near the mentee’s job")
    about = gettext_lazy("Whether the two share a department and a site. Meant for new hires and their buddies.")
    usual: ClassVar[dict[Format, Importance]] = {Format.PEER: OFF, Format.REVERSE: OFF, Format.ONBOARDING: HIGH}

    def wishes(self, roster: Roster, mentee: MenteeFacts) -> Sequence[Hashable]:
        known = mentee.department is not None or mentee.site is not None
        return ((mentee.department, mentee.site),) if known else ()

    def rows(self, roster: Roster, wishes: Sequence[Hashable]) -> Grades:
        places = cast("list[Place]", list(wishes))
        departments = same(roster, "department", [department for department, _site in places])
        sites = same(roster, "site", [site for _department, site in places])
        return (departments.astype(np.float64) + sites.astype(np.float64)) / 2

    def details(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> Details:
        return {
            "department": mentee.department is not None and mentee.department == mentor.department,
            "site": mentee.site is not None and mentee.site == mentor.site,
        }

    def words(self, details: Mapping[str, Any]) -> str:
        department, site = details["department"], details["site"]
        if department and site:
            return _("The same department and the same site.")
        if department or site:
            return _("The same department.") if department else _("The same site.")
        return _("Neither the department nor the site is the same.")


class LevelGap(Criterion):
    """How their levels stand (P-20): the same for peers and buddies; in reverse mentoring well below the mentee."""

    code = "level"
    label = gettext_lazy("Level")
    about = gettext_lazy(
        "How near their levels are; in reverse mentoring, whether the mentor is two or more levels below."
    )
    usual: ClassVar[dict[Format, Importance]] = {Format.PEER: LOW, Format.REVERSE: LOW, Format.ONBOARDING: OFF}
    steps = 2

    def wishes(self, roster: Roster, mentee: MenteeFacts) -> Sequence[Hashable]:
        return () if mentee.step is None else (mentee.step,)

    def rows(self, roster: Roster, wishes: Sequence[Hashable]) -> Grades:
        theirs = numbers(roster, "step")[None, :]
        below = np.array(wishes, dtype=np.int64)[:, None] - theirs
        grades = np.clip(below / 2, 0, 1) if roster.format == Format.REVERSE else np.clip(1 - np.abs(below) / 2, 0, 1)
        return np.where(theirs < 0, 0.0, grades)

    def details(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> Details:
        known = mentor.step is not None and mentee.step is not None
        return {"apart": abs(mentor.step - mentee.step) if known else None}  # type: ignore[operator]

    def words(self, details: Mapping[str, Any]) -> str:
        apart = details["apart"]
        if apart is None:
            return _("The mentor’s level is not known.")
        if not apart:
            return _("On the same level.")
        return ngettext("One level apart.", "%(count)d levels apart.", apart) % {"count": apart}
