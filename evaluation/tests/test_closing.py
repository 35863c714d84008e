"""P-34 and the end of a relationship."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from evaluation import closing
from evaluation.errors import EvaluationError
from evaluation.models import Summary
from evaluation.tests.factories import SummaryFactory, coordinator_of, running_cohort
from matching.models import Match, MatchStatus
from matching.pairs import relationships
from matching.tests.factories import MatchFactory
from notifications.models import Message
from people.models import AuditEvent
from people.policy import Role
from people.tests.factories import UserFactory
from programs.tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def ending(on: date) -> Match:
    return running_cohort(pairs=1, starts_on=on - timedelta(days=120), ends_on=on).matches.get()


def test_a_relationship_is_completed_the_day_after_its_last_day_whatever_was_answered(now: datetime) -> None:
    today, yesterday = ending(now.date()), ending(now.date() - timedelta(days=1))
    assert [closing.close_finished(now=now) for _ in range(2)] == [1, 0]
    today.refresh_from_db()
    yesterday.refresh_from_db()
    assert (today.status, yesterday.status) == (MatchStatus.ACTIVE, MatchStatus.COMPLETED)


def test_p34_both_are_asked_for_a_summary_once(now: datetime) -> None:
    match = ending(now.date() - timedelta(days=1))
    closing.close_finished(now=now)
    asked = Message.objects.filter(kind="evaluation.summary_asked").values_list("recipient", flat=True)
    assert sorted(asked) == sorted([match.mentor.user_id, match.mentee.user_id])


def test_p24_who_ends_early_is_not_asked(now: datetime) -> None:
    match = ending(now.date() + timedelta(days=40))
    relationships.end_early(match, by=match.mentee.user, now=now)
    assert not Message.objects.filter(kind="evaluation.summary_asked").exists()


def test_p34_a_summary_can_be_written_and_changed(now: datetime) -> None:
    match = ending(now.date())
    author = match.mentee.user
    closing.write_summary(match, author=author, now=now, learnt=" To ask. ", passed_on="Slides.")
    closing.write_summary(match, author=author, now=now, learnt="To ask twice.", share_with_partner=True)
    summary = Summary.objects.get()
    assert (summary.learnt, summary.passed_on, summary.share_with_partner) == ("To ask twice.", "", True)
    actions = (
        AuditEvent.objects.filter(object_type="evaluation.summary").order_by("pk").values_list("action", "details")
    )
    assert list(actions) == [("summary.written", {}), ("summary.changed", {})]


@pytest.mark.parametrize(("days", "can"), [(-15, False), (-14, True), (0, True), (60, True), (61, False)])
def test_summaries_have_their_time(now: datetime, days: int, can: bool) -> None:
    match = ending(now.date() - timedelta(days=days))
    assert closing.can_be_summed_up(match, on=now.date()) is can
    if not can:
        with pytest.raises(EvaluationError, match="last two weeks"):
            closing.write_summary(match, author=match.mentee.user, now=now, learnt="To ask.")


def test_a_pair_that_is_only_confirmed_has_nothing_to_sum_up(now: datetime) -> None:
    assert not closing.can_be_summed_up(MatchFactory.create(), on=now.date())


def test_a_summary_says_something_and_is_written_by_one_of_the_two(now: datetime) -> None:
    match = ending(now.date())
    with pytest.raises(EvaluationError, match="what you learnt"):
        closing.write_summary(match, author=match.mentee.user, now=now, learnt="  ")
    with pytest.raises(EvaluationError, match="Only the two"):
        closing.write_summary(match, author=UserFactory.create(), now=now, learnt="To ask.")


def test_p34_a_summary_is_read_by_those_the_page_names_and_nobody_else() -> None:
    summary = SummaryFactory.create()
    program = summary.match.cohort.program
    coordinator = coordinator_of(program)
    committee = MembershipFactory.create(program=program, role=Role.COMMITTEE).user
    administrator = UserFactory.create(is_organization_administrator=True, is_staff=True)
    readers = [coordinator, committee, administrator, coordinator_of(MatchFactory.create().cohort.program)]
    assert [Summary.objects.managed_by(who).exists() for who in readers] == [True, False, False, False]


def test_a_partner_reads_a_summary_only_if_it_is_shared() -> None:
    summary = SummaryFactory.create()
    partner = summary.match.mentor.user
    assert not Summary.objects.visible_to(partner).exists()
    Summary.objects.update(share_with_partner=True)
    assert Summary.objects.visible_to(partner).get() == summary
    assert not Summary.objects.visible_to(UserFactory.create()).exists()
