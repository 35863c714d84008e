"""Changing the drafts of a scenario by hand: lock, forbid, pair. Every rule is kept; only the score may suffer.

A lock changes no pair. What does, a forbidden or a forced pair, has everything that is not locked worked out again
in the background, keeping what can be kept (M-12). Each change says who, when and why, and what it has cost.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from django.db import transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from matching.errors import MatchingError, NewerDraftsError
from matching.fit.facts import read_roster
from matching.fit.question import ask
from matching.fit.rules_in_force import forbidden_in
from matching.fit.terms import Terms, held
from matching.lab.runs import put_in_line
from matching.models import ChangeKind, DraftChange, HeldPair, Hold, Match, MatchStatus, Scenario
from matching.models.scenario import ScenarioStatus
from people import audit, policy
from people.policy import Action
from pool.models import Mentee, Mentor

if TYPE_CHECKING:
    from datetime import datetime

    from matching.fit.criteria import Reason
    from matching.fit.rules import Rule
    from matching.lab.outcomes import Outcome
    from people.models import User


def lock_scenario(scenario: Scenario) -> Scenario:
    """Return the scenario as it is now, locked until the transaction ends."""
    return Scenario.objects.select_for_update(of=("self",)).select_related("cohort__program").get(pk=scenario.pk)


@transaction.atomic
def lock(match: Match, *, reason: str, by: User, now: datetime, seen: str | None = None) -> DraftChange:
    """Hold a draft: every later answer of the scenario makes this pair."""
    scenario = changeable(match.scenario, by)
    require_seen(scenario, match.mentee, seen=seen)
    hold(scenario, match.mentee, match.mentor, Hold.LOCKED)
    return note(scenario, ChangeKind.LOCK, match.mentee, match.mentor, reason, by=by, now=now, free=True)


@transaction.atomic
def unlock(match: Match, *, reason: str, by: User, now: datetime, seen: str | None = None) -> DraftChange:
    """Let go of a pair; it stays until something else is worked out again."""
    scenario = changeable(match.scenario, by)
    require_seen(scenario, match.mentee, seen=seen)
    let_go(scenario, match.mentee, match.mentor, Hold.LOCKED)
    return note(scenario, ChangeKind.UNLOCK, match.mentee, match.mentor, reason, by=by, now=now, free=True)


@transaction.atomic
def forbid(match: Match, *, reason: str, by: User, now: datetime, seen: str | None = None) -> DraftChange:
    """Never pair these two in this scenario, and work everything else out again."""
    scenario = changeable(match.scenario, by)
    require_seen(scenario, match.mentee, seen=seen)
    hold(scenario, match.mentee, match.mentor, Hold.FORBIDDEN)
    change = note(scenario, ChangeKind.FORBID, match.mentee, match.mentor, reason, by=by, now=now)
    work_out_again(scenario, now=now)
    return change


@transaction.atomic
def allow(held: HeldPair, *, reason: str, by: User, now: datetime) -> DraftChange:
    """Take back that two may not be paired, and work everything out again."""
    scenario = changeable(held.scenario, by)
    let_go(scenario, held.mentee, held.mentor, Hold.FORBIDDEN)
    change = note(scenario, ChangeKind.ALLOW, held.mentee, held.mentor, reason, by=by, now=now)
    work_out_again(scenario, now=now)
    return change


@transaction.atomic
def assign(
    scenario: Scenario, *, mentee: Mentee, mentor: Mentor, reason: str, by: User, now: datetime, seen: str | None = None
) -> DraftChange:
    """Pair two people by hand: the pair is locked, and everything that is not is worked out around it."""
    scenario = changeable(scenario, by)
    require_seen(scenario, mentee, seen=seen)
    choice = explain(scenario, mentee, mentor, now=now)
    if choice is None:
        raise MatchingError(_("%(name)s has a match already, or the mentor has left the pool.") % {"name": mentee})
    if choice.rule is not None:
        raise MatchingError(str(choice.rule.sentence))
    others = scenario.held.filter(mentor=mentor, hold=Hold.LOCKED).exclude(mentee=mentee).count()
    if choice.places <= others:
        raise MatchingError(_("All places of %(name)s are taken or locked.") % {"name": mentor})
    scenario.held.filter(mentee=mentee, hold=Hold.LOCKED).delete()
    hold(scenario, mentee, mentor, Hold.LOCKED)
    change = note(scenario, ChangeKind.SWAP, mentee, mentor, reason, by=by, now=now)
    work_out_again(scenario, now=now)
    return change


@dataclass(frozen=True)
class Explained:
    """One mentor for one mentee: the score and its parts, the places, and the rule against it, if there is one."""

    points: int
    reasons: list[Reason]
    places: int
    rule: Rule | None


def explain(scenario: Scenario, mentee: Mentee, mentor: Mentor, *, now: datetime) -> Explained | None:
    """Say how two people would stand with each other in a scenario; nothing where one of them is not there any more."""
    roster = read_roster(scenario.cohort, Mentee.objects.waiting().filter(pk=mentee.pk), now=now)
    column = next((index for index, facts in enumerate(roster.mentors) if facts.pk == mentor.pk), None)
    if not roster.mentees or column is None:
        return None
    question = ask(roster, Terms.of(scenario))
    return Explained(
        points=question.points(0, column),
        reasons=question.reasons(0, column),
        places=roster.mentors[column].places,
        rule=question.against(0, column),
    )


def allowed_now(scenario: Scenario, mentee: Mentee, *, now: datetime) -> set[int]:
    """Return the mentors (pk) whom the rules allow for a mentee as people stand today, not as they stood at the run."""
    roster = read_roster(scenario.cohort, Mentee.objects.filter(pk=mentee.pk), now=now)
    if not roster.mentees:
        return set()
    rules = forbidden_in(roster, Terms.of(scenario).but(forbidden=held(scenario, Hold.FORBIDDEN)))
    forbidden = np.logical_or.reduce([rule.mask()[0] for rule in rules.values()])
    return {roster.mentors[column].pk for column in np.flatnonzero(~forbidden).tolist()}


def changeable(scenario: Scenario | None, by: User) -> Scenario:
    """Lock a scenario whose drafts may be changed."""
    if scenario is None:
        raise MatchingError(_("Only a draft of a scenario can be changed."))
    policy.require(by, Action.RUN_MATCHING, scenario)
    scenario = lock_scenario(scenario)
    if scenario.status != ScenarioStatus.READY:
        raise MatchingError(_("The drafts of this scenario cannot be changed now."))
    return scenario


def edition(scenario: Scenario, mentee: Mentee | None = None) -> str:
    """Return what stands on a page for its drafts and what was decided by hand: about one mentee, or about all (E-30)."""
    about = {} if mentee is None else {"mentee": mentee}
    pairs = scenario.matches.filter(status=MatchStatus.DRAFT, **about).order_by("mentee", "mentor")
    last = scenario.changes.filter(**about).order_by("-pk").values_list("pk", flat=True).first()
    return hashlib.sha256(json.dumps([last, [*pairs.values_list("mentee", "mentor")]]).encode()).hexdigest()[:16]


def require_seen(scenario: Scenario, mentee: Mentee | None = None, *, seen: str | None) -> None:
    """Refuse a decision of someone who saw other drafts than there are now. Processes that saw no page say None."""
    if seen is not None and seen != edition(scenario, mentee):
        raise NewerDraftsError(
            _("Someone else has changed this since you opened the page, so nothing was done. Look at it as it is now.")
        )


def hold(scenario: Scenario, mentee: Mentee, mentor: Mentor, kind: Hold) -> None:
    """Lock or forbid a pair, whatever was decided about it before."""
    HeldPair.objects.update_or_create(scenario=scenario, mentee=mentee, mentor=mentor, defaults={"hold": kind})


def let_go(scenario: Scenario, mentee: Mentee, mentor: Mentor, kind: Hold) -> None:
    """Decide nothing about a pair any more."""
    gone, _rows = scenario.held.filter(mentee=mentee, mentor=mentor, hold=kind).delete()
    if not gone:
        raise MatchingError(_("Someone has changed this already. Look at the page again."))


def note(
    scenario: Scenario,
    deed: ChangeKind,
    mentee: Mentee,
    mentor: Mentor,
    reason: str,
    *,
    by: User,
    now: datetime,
    free: bool = False,
) -> DraftChange:
    """Write one line of the history. A `free` change costs nothing; of others the next answer tells the cost."""
    if not reason.strip():
        raise MatchingError(_("Say in a few words why."))
    cost = {"matched": 0, "total": 0, "moved": 0} if free else {}
    audit.record(f"scenario.{deed.value}", scenario, by=by, now=now, mentee=mentee.pk, mentor=mentor.pk)
    return DraftChange.objects.create(
        scenario=scenario,
        deed=deed,
        mentee=mentee,
        mentor=mentor,
        reason=reason.strip(),
        made_at=now,
        made_by=by,
        **cost,
    )


def work_out_again(scenario: Scenario, *, now: datetime) -> None:
    """Have everything that is not locked worked out again."""
    put_in_line(scenario, now=now)


def note_costs(scenario: Scenario, before: Outcome, then: Outcome) -> None:
    """Say what the change that was waiting for this answer has cost, among those who were asked about both times."""
    in_both = before.mentees & then.mentees
    for change in scenario.changes.filter(matched__isnull=True):
        change.matched = len(in_both & set(then.mentor_of)) - len(in_both & set(before.mentor_of))
        change.total = sum(then.points.get(pk, 0) - before.points.get(pk, 0) for pk in in_both)
        change.moved = len([pk for pk in then.changed(before) if pk != change.mentee_id])
        change.save(update_fields=["matched", "total", "moved"])


def recount(scenario: Scenario) -> None:
    """Bring the figures of a scenario up to its drafts."""
    drafts = scenario.matches.filter(status=MatchStatus.DRAFT)
    figures = drafts.aggregate(matched=Count("pk"), total=Sum("score"))
    scenario.matched, scenario.total = figures["matched"], figures["total"] or 0
    scenario.save(update_fields=["matched", "total"])
