"""Proposals: two yeses make a match, a no goes to the next choice, and nobody confirmed is moved."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from matching.errors import MatchingError
from matching.models import Match, MatchStatus, Origin, Reply
from matching.pairs import proposals
from matching.signals import match_confirmed
from matching.tests.factories import PROPOSED, MatchFactory
from notifications.models import Message
from people.tests.factories import UserFactory
from pool.models import Mentee, Mentor, Preference
from pool.tests.factories import MentorFactory
from programs.models.cohort import CohortStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def match() -> Match:
    """Return a proposal."""
    proposed: Match = MatchFactory.create(proposed=True)
    return proposed


def kinds_for(match: Match, *, mentor: bool) -> list[str]:
    """Return the kinds of message that one of the two got."""
    person = match.mentor.user if mentor else match.mentee.user
    return [
        kind.removeprefix("matching.")
        for kind in Message.objects.filter(recipient=person).order_by("pk").values_list("kind", flat=True)
    ]


def another_mentor(match: Match, **given: object) -> Mentor:
    """Put one more mentor into the pool of the match's program."""
    mentor: Mentor = MentorFactory.create(program=match.cohort.program, **given)
    return mentor


def test_p22_one_yes_is_not_a_match(match: Match, now: datetime) -> None:
    answered = proposals.accept_match(match, by=match.mentee.user, now=now)

    assert (answered.status, answered.mentee_reply, answered.mentor_reply) == (
        MatchStatus.PROPOSED,
        Reply.ACCEPTED,
        Reply.NONE,
    )
    assert answered.mentee_replied_at == now


def test_p22_two_yeses_confirm_the_match_and_tell_the_apps_above(match: Match, now: datetime) -> None:
    heard: list[Match] = []

    def hear(match: Match, **_: object) -> None:
        heard.append(match)

    match_confirmed.connect(hear)
    proposals.accept_match(match, by=match.mentor.user, now=now)
    confirmed = proposals.accept_match(match, by=match.mentee.user, now=now)
    match_confirmed.disconnect(hear)

    assert (confirmed.status, confirmed.confirmed_at) == (MatchStatus.CONFIRMED, now)
    assert heard == [confirmed]
    assert kinds_for(match, mentor=True)[0] == kinds_for(match, mentor=False)[0] == "match_confirmed"


def test_a_second_answer_is_refused(match: Match, now: datetime) -> None:
    proposals.accept_match(match, by=match.mentee.user, now=now)

    with pytest.raises(MatchingError):
        proposals.accept_match(match, by=match.mentee.user, now=now)


def test_nobody_else_can_answer(match: Match, now: datetime) -> None:
    with pytest.raises(PermissionDenied):
        proposals.accept_match(match, by=UserFactory.create(), now=now)


def test_a_yes_can_be_taken_back_until_both_have_said_it(match: Match, now: datetime) -> None:
    proposals.accept_match(match, by=match.mentee.user, now=now)

    assert proposals.decline_match(match, by=match.mentee.user, now=now).status == MatchStatus.DECLINED


def test_a_confirmed_match_cannot_be_declined(now: datetime) -> None:
    match = MatchFactory.create(confirmed=True)

    with pytest.raises(MatchingError):
        proposals.decline_match(match, by=match.mentee.user, now=now)


def test_after_a_no_the_best_of_the_others_is_proposed(match: Match, now: datetime) -> None:
    topic_holder = another_mentor(match, channels=["video"], slots=["tue-am"])
    another_mentor(match, channels=["chat"], slots=["fri-pm"])

    proposals.decline_match(match, by=match.mentor.user, now=now)

    following = Match.objects.get(status=MatchStatus.PROPOSED)
    assert (following.mentee, following.mentor, following.origin) == (match.mentee, topic_holder, Origin.NEXT_CHOICE)
    assert following.reply_by == now + timedelta(days=7)
    assert kinds_for(following, mentor=False) == kinds_for(following, mentor=True) == ["match_proposed"]


def test_p22_a_ranked_mentor_goes_before_a_better_score(match: Match, now: datetime) -> None:
    another_mentor(match, channels=["video"], slots=["tue-am"])
    ranked = another_mentor(match, channels=["chat"], slots=["fri-pm"])
    Preference.objects.create(mentee=match.mentee, mentor=ranked, rank=1)

    proposals.decline_match(match, by=match.mentee.user, now=now)

    assert Match.objects.get(status=MatchStatus.PROPOSED).mentor == ranked
    assert kinds_for(match, mentor=True) == ["not_going_ahead"]


def test_the_next_choice_respects_capacity_and_moves_nobody_confirmed(match: Match, now: datetime) -> None:
    full = another_mentor(match)
    confirmed = MatchFactory.create(cohort=match.cohort, mentor=full)

    proposals.decline_match(match, by=match.mentor.user, now=now)

    confirmed.refresh_from_db()
    assert confirmed.status == MatchStatus.CONFIRMED
    assert not Match.objects.filter(status=MatchStatus.PROPOSED).exists()
    assert kinds_for(match, mentor=False) == ["no_next_choice"]
    assert Mentee.objects.waiting().filter(pk=match.mentee_id).exists()


def test_nobody_is_asked_twice_about_the_same_mentor(match: Match, now: datetime) -> None:
    MatchFactory.create(
        cohort=match.cohort, mentee=match.mentee, mentor=(earlier := another_mentor(match)), status=MatchStatus.EXPIRED
    )

    proposals.decline_match(match, by=match.mentor.user, now=now)

    assert not Match.objects.filter(status=MatchStatus.PROPOSED, mentor=earlier).exists()


def test_a_closed_cohort_proposes_nothing_more(match: Match, now: datetime) -> None:
    another_mentor(match)
    match.cohort.status = CohortStatus.CLOSED
    match.cohort.save()

    proposals.decline_match(match, by=match.mentor.user, now=now)

    assert not Match.objects.filter(status=MatchStatus.PROPOSED).exists()


def test_who_has_not_answered_is_reminded_after_three_days_and_on_the_last_day(match: Match) -> None:
    proposals.accept_match(match, by=match.mentee.user, now=PROPOSED)

    for hours in range(0, 7 * 24, 6):
        proposals.remind_unanswered(now=PROPOSED + timedelta(hours=hours))

    assert kinds_for(match, mentor=False) == []
    reminders = Message.objects.filter(kind="matching.answer_reminder").order_by("due_at")
    assert [reminder.queued_at - PROPOSED for reminder in reminders] == [timedelta(days=3), timedelta(days=6)]


def test_f16_both_can_have_another_week_once(match: Match, now: datetime) -> None:
    before = match.reply_by
    assert before is not None

    assert proposals.ask_for_time(match, by=match.mentee.user, now=now).reply_by == before + timedelta(days=7)
    with pytest.raises(MatchingError):
        proposals.ask_for_time(match, by=match.mentor.user, now=now)


def test_a_proposal_lapses_after_seven_days_and_not_before(match: Match) -> None:
    assert proposals.lapse_unanswered(now=PROPOSED + timedelta(days=6, hours=23)) == 0
    assert proposals.lapse_unanswered(now=PROPOSED + timedelta(days=7)) == 1

    match.refresh_from_db()
    assert match.status == MatchStatus.EXPIRED
    assert kinds_for(match, mentor=True) == kinds_for(match, mentor=False) == ["not_going_ahead"]


def test_after_a_lapse_the_next_choice_of_a_mentee_who_said_yes_is_asked(match: Match) -> None:
    another = another_mentor(match)
    proposals.accept_match(match, by=match.mentee.user, now=PROPOSED)

    proposals.lapse_unanswered(now=PROPOSED + timedelta(days=7))

    assert Match.objects.get(status=MatchStatus.PROPOSED).mentor == another


def test_a_mentee_who_did_not_answer_gets_no_further_proposal_by_machine(match: Match) -> None:
    another_mentor(match)

    proposals.lapse_unanswered(now=PROPOSED + timedelta(days=7))

    assert not Match.objects.filter(status=MatchStatus.PROPOSED).exists()
