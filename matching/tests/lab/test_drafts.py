"""Changing drafts by hand: lock, forbid, pair; everything else is worked out again."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied

from matching.errors import MatchingError
from matching.lab import drafts, scenarios
from matching.models import ChangeKind, DraftChange, Hold, Origin, Scenario, ScenarioStatus
from matching.tests.lab.conftest import Contest, pairs
from people.models import AuditEvent, User
from people.tests.factories import UserFactory
from pool.models import Mentor, NotWith
from pool.tests.factories import MenteeFactory, MentorFactory

pytestmark = pytest.mark.django_db


def again(contest: Contest, now: datetime) -> Scenario:
    """Work out the scenario again, as the task would."""
    return scenarios.run_scenario(Scenario.objects.get(pk=contest.scenario.pk), now=now)


def test_a_pair_made_by_hand_is_locked_and_the_rest_is_worked_out_around_it(
    contest: Contest, coordinator: User, now: datetime
) -> None:
    assert pairs(contest.scenario)["Keen Kay"] == "Wanda Wanted"
    change = drafts.assign(
        contest.scenario, mentee=contest.third, mentor=contest.wanted, reason="They asked", by=coordinator, now=now
    )
    assert Scenario.objects.get(pk=contest.scenario.pk).status == ScenarioStatus.QUEUED

    done = again(contest, now)

    assert pairs(done)["Third Thea"] == "Wanda Wanted"
    assert done.matched == 2
    assert done.matches.get(mentee=contest.third).origin == Origin.HAND
    assert done.held.get().hold == Hold.LOCKED
    change.refresh_from_db()
    assert (change.deed, change.reason, change.made_by, change.made_at) == (
        ChangeKind.SWAP,
        "They asked",
        coordinator,
        now,
    )
    assert change.matched == 0
    assert change.total is not None
    assert change.total < 0
    assert change.moved is not None
    assert change.moved >= 1
    assert AuditEvent.objects.filter(action="scenario.swap", actor=coordinator).exists()


def test_a_lock_changes_nobody_and_holds_when_everything_runs_again(
    contest: Contest, coordinator: User, now: datetime
) -> None:
    before = pairs(contest.scenario)
    name = next(name for name, mentor in before.items() if mentor == "Otto Other")
    drafts.lock(
        contest.scenario.matches.get(mentee__user__name=name), reason="Agreed with both", by=coordinator, now=now
    )
    MentorFactory.create(program=contest.scenario.cohort.program, topics=contest.wanted.topics.all(), capacity=5)

    assert pairs(again(contest, now))[name] == "Otto Other"
    change = DraftChange.objects.get()
    assert (change.matched, change.total, change.moved) == (0, 0, 0)


def test_an_unlocked_pair_may_change_again(contest: Contest, coordinator: User, now: datetime) -> None:
    match = contest.scenario.matches.get(mentor=contest.wanted)
    drafts.lock(match, reason="Sure", by=coordinator, now=now)
    drafts.unlock(match, reason="Not so sure", by=coordinator, now=now)

    assert not contest.scenario.held.exists()
    with pytest.raises(MatchingError, match="already"):
        drafts.unlock(match, reason="Again", by=coordinator, now=now)


def test_a_forbidden_pair_is_not_made_until_it_is_allowed_again(
    contest: Contest, coordinator: User, now: datetime
) -> None:
    Mentor.objects.filter(pk=contest.other.pk).update(capacity=2)
    assert pairs(again(contest, now))["Keen Kay"] == "Wanda Wanted"
    drafts.forbid(
        contest.scenario.matches.get(mentee=contest.keen), reason="They share an office", by=coordinator, now=now
    )
    done = again(contest, now)
    assert pairs(done).get("Keen Kay") != "Wanda Wanted"

    drafts.allow(done.held.get(), reason="They moved", by=coordinator, now=now)

    assert pairs(again(contest, now))["Keen Kay"] == "Wanda Wanted"
    assert list(DraftChange.objects.values_list("deed", flat=True)) == [ChangeKind.ALLOW, ChangeKind.FORBID]


def test_m12_a_change_by_hand_keeps_the_pairs_that_need_not_change(
    contest: Contest, coordinator: User, now: datetime
) -> None:
    for _ in range(4):
        MentorFactory.create(program=contest.scenario.cohort.program)
        MenteeFactory.create(cohort=contest.scenario.cohort)
    before = pairs(again(contest, now))
    drafts.forbid(contest.scenario.matches.get(mentee=contest.keen), reason="Try", by=coordinator, now=now)

    then = pairs(again(contest, now))

    assert sum(before[name] != then.get(name) for name in before) <= 3


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_change_without_a_reason_is_refused(contest: Contest, coordinator: User, now: datetime, reason: str) -> None:
    with pytest.raises(MatchingError, match="why"):
        drafts.lock(contest.scenario.matches.all()[0], reason=reason, by=coordinator, now=now)

    assert not contest.scenario.held.exists()


def test_rules_bind_by_hand_too(contest: Contest, coordinator: User, now: datetime) -> None:
    User.objects.filter(pk=contest.third.user_id).update(supervisor=contest.wanted.user)

    with pytest.raises(MatchingError, match="reports to"):
        drafts.assign(
            contest.scenario, mentee=contest.third, mentor=contest.wanted, reason="x", by=coordinator, now=now
        )


def test_not_with_is_refused_without_saying_why(contest: Contest, coordinator: User, now: datetime) -> None:
    NotWith.objects.create(user=contest.third.user, other=contest.wanted.user, created_at=now)

    with pytest.raises(MatchingError) as refusal:
        drafts.assign(
            contest.scenario, mentee=contest.third, mentor=contest.wanted, reason="x", by=coordinator, now=now
        )

    assert str(refusal.value) == "These two cannot be paired."


def test_a_mentor_whose_places_are_all_locked_takes_nobody_more(
    contest: Contest, coordinator: User, now: datetime
) -> None:
    drafts.lock(contest.scenario.matches.get(mentor=contest.wanted), reason="Sure", by=coordinator, now=now)

    with pytest.raises(MatchingError, match="All places of Wanda Wanted are taken or locked"):
        drafts.assign(
            contest.scenario, mentee=contest.third, mentor=contest.wanted, reason="x", by=coordinator, now=now
        )


def test_a_published_scenario_is_not_changed(contest: Contest, coordinator: User, now: datetime) -> None:
    scenarios.publish(contest.scenario, by=coordinator, now=now)

    with pytest.raises(MatchingError):
        drafts.assign(contest.scenario, mentee=contest.third, mentor=contest.other, reason="x", by=coordinator, now=now)


def test_only_a_coordinator_of_the_program_changes_drafts(contest: Contest, now: datetime) -> None:
    with pytest.raises(PermissionDenied):
        drafts.lock(contest.scenario.matches.all()[0], reason="Mine", by=UserFactory.create(), now=now)
