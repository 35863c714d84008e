"""A relationship begins with its agreement and ends at its time, or early and without blame."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from matching.errors import MatchingError
from matching.fit.facts import read_roster
from matching.fit.rules import judge
from matching.models import Match, MatchStatus
from matching.pairs import relationships
from matching.signals import match_ended
from matching.tests.factories import MatchFactory
from notifications.models import Message
from people.models import AuditEvent
from people.tests.factories import UserFactory
from pool.models import Mentee
from programs.tests.factories import CohortFactory, ProgramFactory

pytestmark = pytest.mark.django_db


def test_an_agreement_in_force_makes_the_match_active(now: datetime) -> None:
    match = relationships.activate(
        MatchFactory.create(confirmed=True), starts_on=date(2026, 3, 9), ends_on=date(2026, 9, 9), now=now
    )

    assert (match.status, match.active_at, match.starts_on, match.ends_on) == (
        MatchStatus.ACTIVE,
        now,
        date(2026, 3, 9),
        date(2026, 9, 9),
    )


def test_p28_an_amendment_moves_the_end_and_keeps_the_beginning(now: datetime) -> None:
    match = MatchFactory.create(active=True)
    since = match.active_at

    amended = relationships.activate(match, starts_on=date(2026, 3, 9), ends_on=date(2026, 12, 1), now=now)

    assert (amended.ends_on, amended.active_at) == (date(2026, 12, 1), since)


def test_what_is_not_confirmed_cannot_become_active(now: datetime) -> None:
    with pytest.raises(MatchingError):
        relationships.activate(
            MatchFactory.create(proposed=True), starts_on=date(2026, 3, 9), ends_on=date(2026, 9, 9), now=now
        )


@pytest.mark.parametrize("who", ["mentor", "mentee"])
def test_p24_either_of_the_two_can_end_and_only_the_other_is_told(who: str, now: datetime) -> None:
    match = MatchFactory.create(active=True)
    by = getattr(match, who).user
    heard: list[Match] = []

    def hear(match: Match, **_: object) -> None:
        heard.append(match)

    match_ended.connect(hear)
    ended = relationships.end_early(match, by=by, now=now)
    match_ended.disconnect(hear)

    assert (ended.status, ended.ended_at, ended.ended_by) == (MatchStatus.ENDED, now, by)
    assert heard == [ended]
    told = Message.objects.filter(kind="matching.relationship_ended")
    assert [message.recipient for message in told] == [match.other(by)]


def test_e23_the_trail_does_not_say_who_ended_it(now: datetime) -> None:
    match = MatchFactory.create(active=True)

    relationships.end_early(match, by=match.mentee.user, now=now)

    assert AuditEvent.objects.get(action="match.ended").actor is None


def test_e23_both_can_be_matched_again_but_not_by_themselves_with_each_other(now: datetime) -> None:
    match = MatchFactory.create(active=True)

    relationships.end_early(match, by=match.mentee.user, now=now)

    waiting = Mentee.objects.waiting()
    assert list(waiting) == [match.mentee]
    roster = read_roster(match.cohort, waiting, now=now)
    assert [facts.places for facts in roster.mentors] == [1]
    assert judge(roster).forbidden["earlier"].tolist() == [[True]]


def test_nobody_else_can_end_it(now: datetime) -> None:
    with pytest.raises(PermissionDenied):
        relationships.end_early(MatchFactory.create(active=True), by=UserFactory.create(), now=now)


def test_a_coordinator_ends_it_for_them_and_both_are_told(now: datetime) -> None:
    coordinator = UserFactory.create()
    match = MatchFactory.create(
        active=True, cohort=CohortFactory.create(program=ProgramFactory.create(coordinator=coordinator))
    )

    relationships.end_early(match, by=coordinator, now=now)

    told = Message.objects.filter(kind="matching.relationship_ended").values_list("recipient", flat=True)
    assert set(told) == {match.mentor.user_id, match.mentee.user_id}


def test_it_ends_once(now: datetime) -> None:
    match = MatchFactory.create(active=True)
    relationships.end_early(match, by=match.mentee.user, now=now)

    with pytest.raises(MatchingError):
        relationships.end_early(match, by=match.mentor.user, now=now)


def test_a_relationship_is_completed_when_its_time_is_over(now: datetime) -> None:
    completed = relationships.complete(MatchFactory.create(active=True), by=None, now=now)

    assert (completed.status, completed.ended_at) == (MatchStatus.COMPLETED, now)
    with pytest.raises(MatchingError):
        relationships.complete(MatchFactory.create(confirmed=True), by=None, now=now)
