"""Scenarios: trial runs of the matching. A coordinator asks, looks, changes by hand, and publishes one.

Nobody but the coordinators sees a draft. Changing by hand keeps every rule; only the score may suffer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from matching.diagnosis import why_unmatched
from matching.drafts import assign, lock_scenario, recount, unassign
from matching.errors import MatchingError
from matching.models import Match, MatchStatus, Mentee, Mentor, Scenario, ScenarioStatus, Unmatched
from matching.models.scenario import TRANSITIONS, Importance
from matching.proposals import propose
from matching.roster import read_roster
from matching.rules import judge
from matching.scoring import BY_CODE, usual_weights
from matching.solving import answer
from notifications.waking import wake
from people import audit, policy
from people.policy import Action
from programs.enrolment import start_cohort, start_matching
from programs.models.cohort import CohortStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from matching.solving import Answer
    from people.models import User
    from programs.models import Cohort

__all__ = ["assign", "create_scenario", "preview", "publish", "queue_scenario", "run_scenario", "unassign"]

MATCHABLE = {CohortStatus.ENROLLING, CohortStatus.MATCHING, CohortStatus.RUNNING}


@transaction.atomic
def create_scenario(
    cohort: Cohort, *, name: str, weights: Mapping[str, str] | None = None, by: User, now: datetime
) -> Scenario:
    """Write down what is to be tried. `weights` is the importance by criterion; what is missing is as usual."""
    policy.require(by, Action.RUN_MATCHING, cohort)
    if cohort.status not in MATCHABLE:
        raise MatchingError(_("Open the enrolment of this cohort before you match people."))
    chosen = usual_weights(cohort.program.format) | dict(weights or {})
    if not set(chosen) <= set(BY_CODE) or not set(chosen.values()) <= set(Importance.values):
        raise MatchingError(_("Choose high, medium, low or off for each wish."))
    try:
        with transaction.atomic():
            scenario = Scenario.objects.create(cohort=cohort, name=name, weights=chosen, created_at=now, created_by=by)
    except IntegrityError as error:
        raise MatchingError(_("A scenario with this name is there already. Choose another name.")) from error
    audit.record("scenario.created", scenario, by=by, now=now)
    return scenario


@transaction.atomic
def run_scenario(scenario: Scenario, *, now: datetime) -> Scenario:
    """Find the best pairs for everybody who waits, with reasons; earlier drafts of the scenario go."""
    scenario = lock_scenario(scenario)
    if ScenarioStatus.READY not in TRANSITIONS[scenario.status]:
        raise MatchingError(_("This scenario has been published. Create another one for those who still wait."))
    scenario.matches.filter(status=MatchStatus.DRAFT).delete()
    scenario.unmatched.all().delete()
    cohort = scenario.cohort
    found = answer(read_roster(cohort, cohort.mentees.waiting(), now=now), scenario.weights)
    Match.objects.bulk_create(draft(scenario, found, row, column, now=now) for row, column in found.pairs())
    Unmatched.objects.bulk_create(left_out(scenario, found, row) for row in found.left_over())
    scenario.mentees = len(found.roster.mentees)
    scenario.places = sum(mentor.places for mentor in found.roster.mentors)
    scenario.matched, scenario.total = found.solution.matched, found.solution.total
    scenario.status, scenario.finished_at, scenario.failure = ScenarioStatus.READY, now, ""
    scenario.save()
    return scenario


@transaction.atomic
def fail_scenario(scenario: Scenario, *, now: datetime) -> None:
    """Note that a run broke off, so that the coordinator does not wait for it."""
    scenario = lock_scenario(scenario)
    scenario.status, scenario.finished_at = ScenarioStatus.FAILED, now
    scenario.failure = _("Something went wrong on our side. Run it again, or ask whoever operates Whetstone.")
    scenario.save(update_fields=["status", "finished_at", "failure"])


@transaction.atomic
def queue_scenario(scenario: Scenario, *, by: User, now: datetime) -> Scenario:
    """Have a scenario worked out in the background, again if it has run before."""
    policy.require(by, Action.RUN_MATCHING, scenario)
    scenario = lock_scenario(scenario)
    if scenario.status == ScenarioStatus.PUBLISHED:
        raise MatchingError(_("This scenario has been published. Create another one for those who still wait."))
    scenario.status, scenario.created_at = ScenarioStatus.QUEUED, now
    scenario.save(update_fields=["status", "created_at"])
    from matching.tasks import run_scenario as task  # noqa: PLC0415 - tasks imports this module

    wake(task, scenario.pk)
    return scenario


def draft(scenario: Scenario, found: Answer, row: int, column: int, *, now: datetime) -> Match:
    """Make one draft pair."""
    return Match(
        cohort=scenario.cohort,
        scenario=scenario,
        mentee_id=found.roster.mentees[row].pk,
        mentor_id=found.roster.mentors[column].pk,
        score=int(found.scores.total[row, column]),
        reasons=found.scores.reasons(row, column),
        created_at=now,
        created_by=scenario.created_by,
    )


def left_out(scenario: Scenario, found: Answer, row: int) -> Unmatched:
    """Note one mentee for whom the run found nobody."""
    code, reason = why_unmatched(found.roster, found.verdict, row)
    return Unmatched(scenario=scenario, mentee_id=found.roster.mentees[row].pk, code=code, reason=reason)


@dataclass(frozen=True)
class Preview:
    """What publishing would do: pairs that still hold, and drafts that do not hold any more, each with the reason."""

    pairs: list[Match]
    left_out: list[tuple[Match, str]]

    @property
    def mails(self) -> int:
        """How many mails go out: one to each of the two."""
        return 2 * len(self.pairs)


def preview(scenario: Scenario, *, now: datetime) -> Preview:
    """Check every draft again: people leave, withdraw and get matched while a scenario lies."""
    drafts = list(scenario.matches.filter(status=MatchStatus.DRAFT).with_people().order_by("mentee__user__name", "pk"))
    waiting = Mentee.objects.waiting().filter(pk__in=[match.mentee_id for match in drafts])
    roster = read_roster(scenario.cohort, waiting, now=now)
    verdict = judge(roster)
    rows = {facts.pk: row for row, facts in enumerate(roster.mentees)}
    columns = {facts.pk: column for column, facts in enumerate(roster.mentors)}
    places = {facts.pk: facts.places for facts in roster.mentors}
    pairs: list[Match] = []
    left_out: list[tuple[Match, str]] = []
    for match in drafts:
        if match.mentee_id not in rows:
            left_out.append((match, _("The mentee has a match already, or has withdrawn.")))
        elif match.mentor_id not in columns:
            left_out.append((match, _("The mentor is not in the pool any more.")))
        elif rule := verdict.against(rows[match.mentee_id], columns[match.mentor_id]):
            left_out.append((match, str(rule.sentence)))
        elif places[match.mentor_id] < 1:
            left_out.append((match, _("The mentor has no free place any more.")))
        else:
            places[match.mentor_id] -= 1
            pairs.append(match)
    return Preview(pairs, left_out)


@transaction.atomic
def publish(scenario: Scenario, *, by: User, now: datetime) -> Scenario:
    """Propose every draft that still holds to both people, by mail; the others are listed as not matched."""
    policy.require(by, Action.RUN_MATCHING, scenario)
    scenario = lock_scenario(scenario)
    if ScenarioStatus.PUBLISHED not in TRANSITIONS[scenario.status]:
        raise MatchingError(_("This scenario has been published already, or has not run yet."))
    drafts = scenario.matches.filter(status=MatchStatus.DRAFT)
    # Locked in this order by everybody: mentees, then mentors.
    list(Mentee.objects.select_for_update().filter(pk__in=drafts.values("mentee")).order_by("pk"))
    list(Mentor.objects.select_for_update().filter(pk__in=drafts.values("mentor")).order_by("pk"))
    plan = preview(scenario, now=now)
    if not plan.pairs:
        raise MatchingError(_("There is no pair to propose. Run the scenario again."))
    for match, reason in plan.left_out:
        match.delete()
        Unmatched.objects.create(scenario=scenario, mentee_id=match.mentee_id, code="changed", reason=reason)
    recount(scenario)
    for match in plan.pairs:
        propose(match, now=now)
    scenario.status, scenario.published_at = ScenarioStatus.PUBLISHED, now
    scenario.save(update_fields=["status", "published_at"])
    audit.record("scenario.published", scenario, by=by, now=now, pairs=len(plan.pairs), left_out=len(plan.left_out))
    move_on(scenario.cohort, by=by, now=now)
    return scenario


def move_on(cohort: Cohort, *, by: User, now: datetime) -> None:
    """Let the cohort begin once its matches are published. One that is always on goes on taking people in."""
    if cohort.always_on:
        return
    if cohort.status == CohortStatus.ENROLLING:
        cohort = start_matching(cohort, by=by, now=now)
    if cohort.status == CohortStatus.MATCHING:
        start_cohort(cohort, by=by, now=now)
