"""Changing the drafts of a scenario by hand. Every rule is kept; only the score may suffer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from matching.errors import MatchingError
from matching.models import Match, MatchStatus, Mentee, Mentor, Origin, Scenario, ScenarioStatus, Unmatched
from matching.roster import read_roster
from matching.rules import judge
from matching.scoring import score
from people import audit, policy
from people.policy import Action

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User


def lock_scenario(scenario: Scenario) -> Scenario:
    """Return the scenario as it is now, locked until the transaction ends."""
    return Scenario.objects.select_for_update(of=("self",)).select_related("cohort__program").get(pk=scenario.pk)


@dataclass(frozen=True)
class Choice:
    """A mentor whom a mentee could get by hand, with the score and the places left in the scenario."""

    mentor: Mentor
    score: int
    places: int


def choices_for(scenario: Scenario, mentee: Mentee, *, now: datetime) -> list[Choice]:
    """Return the mentors whom every rule allows, best score first."""
    roster = read_roster(scenario.cohort, Mentee.objects.waiting().filter(pk=mentee.pk), now=now)
    if not roster.mentees:
        return []
    verdict, scores = judge(roster), score(roster, scenario.weights)
    used = drafts_by_mentor(scenario, without=mentee)
    people = Mentor.objects.select_related("user").in_bulk([mentor.pk for mentor in roster.mentors])
    found = [
        Choice(people[mentor.pk], int(scores.total[0, column]), mentor.places - used.get(mentor.pk, 0))
        for column, mentor in enumerate(roster.mentors)
        if verdict.allowed[0, column]
    ]
    return sorted(found, key=lambda choice: (-choice.score, choice.mentor.user.name, choice.mentor.pk))


def drafts_by_mentor(scenario: Scenario, *, without: Mentee) -> dict[int, int]:
    """Return how many places of each mentor the drafts of other mentees take."""
    drafts = scenario.matches.filter(status=MatchStatus.DRAFT).exclude(mentee=without).order_by().values("mentor")
    return {row["mentor"]: row["used"] for row in drafts.annotate(used=Count("pk"))}


@transaction.atomic
def assign(scenario: Scenario, *, mentee: Mentee, mentor: Mentor, by: User, now: datetime) -> Match:
    """Pair two people by hand in a scenario. A draft that the mentee had goes."""
    scenario = changeable(scenario, by)
    roster = read_roster(scenario.cohort, scenario.cohort.mentees.waiting().filter(pk=mentee.pk), now=now)
    column = next((index for index, facts in enumerate(roster.mentors) if facts.pk == mentor.pk), None)
    if not roster.mentees:
        raise MatchingError(_("%(name)s has a match already, or has withdrawn.") % {"name": mentee})
    if column is None:
        raise MatchingError(_("%(name)s is not in the mentor pool now.") % {"name": mentor})
    if rule := judge(roster).against(0, column):
        raise MatchingError(str(rule.sentence))
    if roster.mentors[column].places <= drafts_by_mentor(scenario, without=mentee).get(mentor.pk, 0):
        raise MatchingError(_("%(name)s has no place left here. Remove one of their pairs first.") % {"name": mentor})
    scenario.matches.filter(status=MatchStatus.DRAFT, mentee=mentee).delete()
    scenario.unmatched.filter(mentee=mentee).delete()
    scores = score(roster, scenario.weights)
    match = Match.objects.create(
        cohort=scenario.cohort,
        scenario=scenario,
        mentee=mentee,
        mentor=mentor,
        origin=Origin.HAND,
        score=int(scores.total[0, column]),
        reasons=scores.reasons(0, column),
        created_at=now,
        created_by=by,
    )
    recount(scenario)
    audit.record("scenario.assigned", scenario, by=by, now=now, mentee=mentee.pk, mentor=mentor.pk)
    return match


@transaction.atomic
def unassign(match: Match, *, by: User, now: datetime) -> None:
    """Take a draft pair apart by hand; the mentee is listed as not matched."""
    if match.scenario is None or match.status != MatchStatus.DRAFT:
        raise MatchingError(_("Only a draft can be taken apart."))
    scenario = changeable(match.scenario, by)
    audit.record("scenario.unassigned", scenario, by=by, now=now, mentee=match.mentee_id, mentor=match.mentor_id)
    scenario.matches.filter(pk=match.pk, status=MatchStatus.DRAFT).delete()
    reason = _("You took this pair apart by hand.")
    Unmatched.objects.update_or_create(
        scenario=scenario, mentee_id=match.mentee_id, defaults={"code": "by_hand", "reason": reason}
    )
    recount(scenario)


def changeable(scenario: Scenario, by: User) -> Scenario:
    """Lock a scenario whose drafts may be changed."""
    policy.require(by, Action.RUN_MATCHING, scenario)
    scenario = lock_scenario(scenario)
    if scenario.status != ScenarioStatus.READY:
        raise MatchingError(_("The drafts of this scenario cannot be changed now."))
    return scenario


def recount(scenario: Scenario) -> None:
    """Bring the figures of a scenario up to its drafts."""
    drafts = scenario.matches.filter(status=MatchStatus.DRAFT)
    figures = drafts.aggregate(matched=Count("pk"), total=Sum("score"))
    scenario.matched, scenario.total = figures["matched"], figures["total"] or 0
    scenario.save(update_fields=["matched", "total"])
