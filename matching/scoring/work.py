"""Where the two work: as the mentee wished, across departments, or near a new job."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.models.mentee import Wish
from matching.models.scenario import Importance
from matching.scoring.base import HIGH, LOW, MEDIUM, OFF, Criterion, everywhere, same
from programs.models.program import Format

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from matching.roster import MenteeFacts, MentorFacts, Roster
    from matching.scoring.base import Grades, Mask


class WishCriterion(Criterion):
    """A wish about where the mentor works."""

    what: ClassVar[str]
    sentences: ClassVar[dict[tuple[bool, bool], _StrPromise]]

    def wish(self, mentee: MenteeFacts) -> str:
        """Return what the mentee wished."""
        return str(getattr(mentee, f"{self.what}_wish"))

    def applies(self, mentee: MenteeFacts) -> bool:
        return self.wish(mentee) != Wish.EITHER

    def grades(self, roster: Roster) -> Grades:
        wants_same = np.array([[self.wish(p) == Wish.SAME] for p in roster.mentees]).reshape(len(roster.mentees), 1)
        met: Mask = same(roster, self.what) == wants_same
        return met.astype(np.float64)

    def words(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> str:
        here = getattr(mentee, self.what) is not None and getattr(mentee, self.what) == getattr(mentor, self.what)
        return str(self.sentences[here, here == (self.wish(mentee) == Wish.SAME)])


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
        (True, False): gettext_lazy("The same department; another one was wished."),
        (False, False): gettext_lazy("Another department; the same one was wished."),
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
        (True, False): gettext_lazy("The same site; another one was wished."),
        (False, False): gettext_lazy("Another site; the same one was wished."),
    }


class AcrossFunctions(Criterion):
    """Pairs across departments, where the program wants to break silos (P-20). A mentee's own wish goes first."""

    code = "across"
    label = gettext_lazy("Across departments")
    about = gettext_lazy(
        "Whether the two work in different departments. Counts where the mentee has no wish of their own."
    )
    usual: ClassVar[dict[Format, Importance]] = {Format.PEER: LOW, Format.REVERSE: LOW, Format.ONBOARDING: OFF}

    def applies(self, mentee: MenteeFacts) -> bool:
        return mentee.department_wish == Wish.EITHER and mentee.department is not None

    def grades(self, roster: Roster) -> Grades:
        known = np.array([[person.department is not None for person in roster.mentors]], dtype=bool)
        different: Mask = ~same(roster, "department") & known.reshape(1, len(roster.mentors))
        return different.astype(np.float64)

    def words(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> str:
        if mentor.department is None:
            return _("The mentor’s department is not known.")
        return _("From two departments.") if mentee.department != mentor.department else _("From one department.")


class NearTheJob(Criterion):
    """A buddy near the new hire's job: half for the department, half for the site (P-20)."""

    code = "near"
    label = gettext_lazy("Near the mentee’s job")
    about = gettext_lazy("Whether the two share a department and a site. Meant for new hires and their buddies.")
    usual: ClassVar[dict[Format, Importance]] = {Format.PEER: OFF, Format.REVERSE: OFF, Format.ONBOARDING: HIGH}

    def applies(self, mentee: MenteeFacts) -> bool:
        return mentee.department is not None or mentee.site is not None

    def grades(self, roster: Roster) -> Grades:
        return (same(roster, "department").astype(np.float64) + same(roster, "site").astype(np.float64)) / 2

    def words(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> str:
        department = mentee.department is not None and mentee.department == mentor.department
        site = mentee.site is not None and mentee.site == mentor.site
        if department and site:
            return _("The same department and the same site.")
        if department or site:
            return _("The same department.") if department else _("The same site.")
        return _("Neither the department nor the site is the same.")
