"""What the mentoring is for, and how far ahead the mentor is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.fit.criteria.criterion import LOW, MEDIUM, OFF, Criterion, everywhere, having
from pool.models.topics import PersonalGoal

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from matching.fit.criteria.criterion import Details, Grades
    from matching.fit.facts import MenteeFacts, MentorFacts, Roster


class Goals(Criterion):
    """What the mentee wants to reach, and the mentor would like to help with."""

    code = "goals"
    label = gettext_lazy("Goals")
    about = gettext_lazy("How many of the mentee’s goals the mentor would like to help with.")
    usual = everywhere(MEDIUM)
    steps = 1

    def wishes(self, roster: Roster, mentee: MenteeFacts) -> Sequence[Hashable]:
        return sorted(mentee.goals)

    def rows(self, roster: Roster, wishes: Sequence[Hashable]) -> Grades:
        return having(roster, "goals", wishes).astype(float)

    def details(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> Details:
        return {"shared": sorted(mentee.goals & mentor.goals)}

    def words(self, details: Mapping[str, Any]) -> str:
        shared = [str(goal.label) for goal in PersonalGoal if goal.value in details["shared"]]
        return _("Goals in common: %s.") % ", ".join(shared) if shared else _("They have no goal in common.")


class ExperienceGap(Criterion):
    """How much more the mentor has done of it: one or two steps are far enough to help, near enough to remember."""

    code = "experience"
    label = gettext_lazy("Experience")
    about = gettext_lazy("Whether the mentor is one or two steps ahead, by what both say of themselves.")
    usual = everywhere(LOW)
    best, too_far, level = 1.0, 0.5, 0.25

    def wishes(self, roster: Roster, mentee: MenteeFacts) -> Sequence[Hashable]:
        return () if mentee.experience is None else (mentee.experience,)

    def grade(self, roster: Roster, wish: Hashable, mentor: MentorFacts) -> float:
        if mentor.experience is None or not isinstance(wish, int):
            return 0.0
        ahead = mentor.experience - wish
        if ahead <= 0:
            return self.level if ahead == 0 else 0.0
        return self.best if ahead <= 2 else self.too_far  # noqa: PLR2004 - one or two steps

    def details(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> Details:
        known = mentor.experience is not None and mentee.experience is not None
        return {"ahead": mentor.experience - mentee.experience if known else None}  # type: ignore[operator]

    def words(self, details: Mapping[str, Any]) -> str:
        ahead = details["ahead"]
        if ahead is None:
            return _("The mentor has not said how much experience they have.")
        if ahead > 0:
            return ngettext("One step more experience with it.", "%(count)d steps more experience with it.", ahead) % {
                "count": ahead
            }
        return _("About the same experience with it.") if ahead == 0 else _("Less experience with it than the mentee.")


class YearsHere(Criterion):
    """Who has been here longer can show somebody around.

    Off unless a coordinator asks for it: years somewhere go along with age, so it needs a reason (E-13).
    """

    code = "years"
    label = gettext_lazy("Longer here")
    about = gettext_lazy(
        "Whether the mentor has been here for at least a year longer. It correlates with age, so use it only with a good reason."
    )
    usual = everywhere(OFF)

    def wishes(self, roster: Roster, mentee: MenteeFacts) -> Sequence[Hashable]:
        return () if mentee.years is None else (mentee.years,)

    def grade(self, roster: Roster, wish: Hashable, mentor: MentorFacts) -> float:
        if mentor.years is None or not isinstance(wish, int):
            return 0.0
        return 1.0 if mentor.years > wish else 0.5 if mentor.years == wish else 0.0

    def details(self, roster: Roster, mentee: MenteeFacts, mentor: MentorFacts) -> Details:
        if mentor.years is None or mentee.years is None:
            return {"here": None}
        return {"here": (mentor.years > mentee.years) - (mentor.years < mentee.years)}

    def words(self, details: Mapping[str, Any]) -> str:
        here = details["here"]
        if here is None:
            return _("It is not known how long the mentor has been here.")
        if here > 0:
            return _("Has been here longer.")
        return _("Has not been here as long.") if here else _("Both have been here about as long.")
