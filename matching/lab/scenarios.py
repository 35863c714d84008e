"""Scenarios: trial runs of the matching. A coordinator asks, looks, changes by hand, and publishes one.

Nobody but the coordinators sees a draft. Changing by hand (`matching.lab.drafts`) keeps every rule; only the score may suffer.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from matching.errors import MatchingError
from matching.fit.criteria import BY_CODE, usual_weights
from matching.fit.diagnosis import diagnose
from matching.fit.facts import read_roster
from matching.fit.question import answer
from matching.fit.terms import Terms, terms_of
from matching.lab.drafts import assign, forbid, lock_scenario, note_costs, recount
from matching.lab.left_out.findings import findings_of
from matching.lab.outcomes import Outcome
from matching.lab.publishing import MATCHABLE, preview, publish
from matching.lab.runs import put_in_line, record_run
from matching.models import Match, MatchStatus, Origin, Scenario, ScenarioStatus, Stage, Unmatched
from matching.models.held_pair import ChangeKind
from matching.models.scenario import STRONGEST, Importance
from people import audit, policy
from people.database import first_come
from people.policy import Action
from people.status import can_move, move, require_move

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from matching.fit.diagnosis import Diagnosis
    from matching.fit.question import Answer
    from matching.lab.left_out.findings import Findings
    from people.models import User
    from programs.models import Cohort

__all__ = [
    "MATCHABLE", "assign", "create_scenario", "forbid", "preview", "publish", "queue_scenario", "run_scenario",
]  # fmt: skip


@transaction.atomic
def create_scenario(
    cohort: Cohort,
    *,
    name: str,
    weights: Mapping[str, str] | None = None,
    options: Terms | None = None,
    by: User,
    now: datetime,
) -> Scenario:
    """Write down what is to be tried. `weights` is the importance by criterion; what is missing is as usual."""
    policy.require(by, Action.RUN_MATCHING, cohort)
    if cohort.status not in MATCHABLE:
        raise MatchingError(_("Open the enrolment of this cohort before you match people."))
    chosen = options or Terms()
    chosen = chosen.but(weights={**usual_weights(cohort.program.format), **chosen.weights, **(weights or {})})
    check_options(cohort, chosen)
    scenario = Scenario(cohort=cohort, name=name, created_at=now, created_by=by)
    chosen.write_to(scenario)
    with first_come.taken(MatchingError(_("There is already a scenario with this name. Choose another name."))):
        scenario.save()
    audit.record("scenario.created", scenario, by=by, now=now)
    return scenario


def check_options(cohort: Cohort, options: Terms) -> None:
    """Refuse what no scenario can ask for."""
    if not set(options.weights) <= set(BY_CODE) or not set(options.weights.values()) <= set(Importance.values):
        raise MatchingError(_("Choose required, high, medium, low or off for each wish."))
    if not 0 <= options.preference <= STRONGEST:
        raise MatchingError(_("The weight of people’s own choice goes from 0 to 400 percent."))
    if options.weak and not 0 < options.poor < options.weak <= 100:  # noqa: PLR2004 - points
        raise MatchingError(_("Poor must begin above 0 points, and weak above poor, up to 100."))
    if options.keep_bonus < 1:
        raise MatchingError(_("The bonus for keeping a pair is at least 1 point."))
    if options.keep_from and not Scenario.objects.filter(pk=options.keep_from, cohort=cohort).exists():
        raise MatchingError(_("Choose a scenario of the same cohort whose pairs are to be kept."))


def run_scenario(scenario: Scenario, *, now: datetime) -> Scenario:
    """Find the best pairs for everybody who waits, with reasons; earlier drafts of the scenario go.

    Reading and solving hold no lock, so that the stage can be watched meanwhile; writing down does.
    """
    require_move(scenario, ScenarioStatus.READY, _published())
    begin(scenario, Stage.READING)
    roster = read_roster(scenario.cohort, scenario.cohort.mentees.waiting(), now=now)
    found = answer(roster, terms_of(scenario), begins=partial(begin, scenario))
    begin(scenario, Stage.SAVING)
    diagnoses = diagnose(found)
    findings = findings_of(found, diagnoses)
    with transaction.atomic():
        return write_down(scenario, found, diagnoses, findings, now=now)


def begin(scenario: Scenario, stage: Stage) -> None:
    """Let whoever waits see how far a run is."""
    Scenario.objects.filter(pk=scenario.pk).update(stage=stage)


def write_down(
    scenario: Scenario, found: Answer, diagnoses: Mapping[int, Diagnosis], findings: Findings, *, now: datetime
) -> Scenario:
    """Store what a run found, and what the changes by hand that led to it have cost."""
    scenario = lock_scenario(scenario)
    require_move(scenario, ScenarioStatus.READY, _published())
    before = Outcome.of_scenario(scenario)
    scenario.matches.filter(status=MatchStatus.DRAFT).delete()
    scenario.unmatched.all().delete()
    by_hand = set(scenario.changes.filter(deed=ChangeKind.SWAP).values_list("mentee", "mentor"))
    Match.objects.bulk_create(drafts_of(scenario, found, by_hand, now=now))
    Unmatched.objects.bulk_create(left_out(scenario, found, why) for why in diagnoses.values())
    record_run(scenario, found, now=now)
    scenario.mentees = len(found.roster.mentees)
    scenario.places = sum(mentor.places for mentor in found.roster.mentors)
    move(scenario, ScenarioStatus.READY)
    scenario.finished_at = now
    scenario.stage, scenario.findings, scenario.curves = Stage.WAITING, findings, None
    scenario.save()
    recount(scenario)
    note_costs(scenario, before, Outcome.of_answer(found))
    return scenario


@transaction.atomic
def fail_scenario(scenario: Scenario, *, now: datetime) -> None:
    """Note that a run broke off, so that the coordinator does not wait for it.

    Of two runs of one scenario, what the first has finished stands, and more so what was published since.
    """
    scenario = lock_scenario(scenario)
    if not can_move(scenario, ScenarioStatus.FAILED):
        return
    move(scenario, ScenarioStatus.FAILED)
    scenario.finished_at, scenario.stage = now, Stage.WAITING
    scenario.save(update_fields=["status", "finished_at", "stage"])


@transaction.atomic
def queue_scenario(scenario: Scenario, *, by: User, now: datetime) -> Scenario:
    """Have a scenario worked out in the background, again if it has run before."""
    policy.require(by, Action.RUN_MATCHING, scenario)
    scenario = lock_scenario(scenario)
    require_move(scenario, ScenarioStatus.QUEUED, _published())
    put_in_line(scenario, now=now)
    return scenario


def _published() -> MatchingError:
    return MatchingError(_("This scenario has been published. Create another one for those who are still waiting."))


def drafts_of(scenario: Scenario, found: Answer, by_hand: set[tuple[int, int]], *, now: datetime) -> Iterator[Match]:
    """Make a draft of each pair."""
    pairs = list(found.pairs())
    for (row, column), reasons in zip(pairs, found.question.reasons_of(pairs), strict=True):
        mentee, mentor = found.roster.mentees[row].pk, found.roster.mentors[column].pk
        yield Match(
            cohort=scenario.cohort,
            scenario=scenario,
            mentee_id=mentee,
            mentor_id=mentor,
            origin=Origin.HAND if (mentee, mentor) in by_hand else Origin.SCENARIO,
            score=sum(reason["points"] for reason in reasons),
            reasons=reasons,
            created_at=now,
            created_by=scenario.created_by,
        )


def left_out(scenario: Scenario, found: Answer, why: Diagnosis) -> Unmatched:
    """Note one mentee for whom the run found nobody."""
    return Unmatched(scenario=scenario, mentee_id=found.roster.mentees[why.row].pk, code=why.code, details=why.kept)
