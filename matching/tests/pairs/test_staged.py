"""The mentor is asked first: the mentee sees nothing before their turn, and nothing at all after a no (P-22, E-12)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from matching.errors import MatchingError
from matching.models import Match, MatchStatus, Reply
from matching.pairs import proposals
from matching.tests.factories import MatchFactory
from matching.todo import todos_for
from notifications.models import Message
from notifications.transport.delivery import deliver_due
from people.tests.factories import UserFactory
from pool.joining import mentees
from pool.tests.factories import MentorFactory
from pool.tests.pages import text

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


@pytest.fixture
def match(now: datetime) -> Match:
    """Return a proposal of which only the mentor knows."""
    mentor, mentee = UserFactory.create(name="Amara Okafor"), UserFactory.create(name="Jonas Lindqvist")
    draft = MatchFactory.create(draft=True, mentor_user=mentor, mentee_user=mentee)
    return proposals.propose(draft, staged=True, now=now)


def written_to(match: Match, who: str) -> list[str]:
    """Return the kinds of message that one of the two got."""
    rows = Message.objects.filter(recipient=getattr(match, who).user).order_by("pk")
    return [kind.removeprefix("matching.") for kind in rows.values_list("kind", flat=True)]


def test_p22_the_mentor_is_asked_and_the_mentee_hears_nothing(match: Match, now: datetime, client: Client) -> None:
    mentee = match.mentee.user

    assert (written_to(match, "mentor"), written_to(match, "mentee")) == (["match_proposed"], [])
    assert list(Match.objects.visible_to(mentee)) == []
    assert [todo.waits_for for todo in todos_for(mentee, now=now)] == ["the matching"]
    client.force_login(mentee)
    assert client.get(reverse("matching:match", args=[match.pk])).status_code == 404
    for url in (reverse("matching:mine"), reverse("pool:mentee", args=[match.mentee_id]), reverse("home")):
        assert "Amara" not in client.get(url).content.decode()


def test_p22_the_mentee_cannot_answer_before_their_turn(match: Match, now: datetime) -> None:
    for answer in (proposals.accept_match, proposals.decline_match, proposals.ask_for_time):
        with pytest.raises(MatchingError):
            answer(match, by=match.mentee.user, now=now)


def test_p22_after_the_mentors_yes_the_mentees_own_week_begins(match: Match, now: datetime) -> None:
    proposals.ask_for_time(match, by=match.mentor.user, now=now)
    later = now + timedelta(days=9)
    asked = proposals.accept_match(match, by=match.mentor.user, now=later)

    assert (asked.status, asked.mentee_asked_at, asked.reply_by) == (MatchStatus.PROPOSED, later, later + WEEK)
    assert written_to(match, "mentee") == ["match_proposed"]
    assert list(Match.objects.visible_to(match.mentee.user)) == [match]
    # The mentor's week more was the mentor's own.
    assert proposals.ask_for_time(asked, by=match.mentee.user, now=later).reply_by == later + 2 * WEEK


def test_p22_two_yeses_one_after_the_other_confirm(match: Match, now: datetime) -> None:
    proposals.accept_match(match, by=match.mentor.user, now=now)

    assert proposals.accept_match(match, by=match.mentee.user, now=now).status == MatchStatus.CONFIRMED


@pytest.mark.parametrize("end", ["no", "silence", "withdrawn"])
def test_e12_a_mentee_never_hears_of_a_mentor_who_does_not_want_to(match: Match, end: str, now: datetime) -> None:
    if end == "no":
        proposals.decline_match(match, by=match.mentor.user, now=now)
    elif end == "silence":
        proposals.lapse_unanswered(now=now + WEEK)
    else:
        mentees.withdraw_mentee(match.mentee, by=match.mentee.user, now=now)

    match.refresh_from_db()
    assert match.status in {MatchStatus.DECLINED, MatchStatus.EXPIRED}
    assert match.mentee_reply == Reply.NONE
    assert written_to(match, "mentee") == []
    assert list(Match.objects.visible_to(match.mentee.user)) == []


def test_m13_after_a_silent_mentor_the_next_is_asked_first_too(match: Match, now: datetime) -> None:
    MentorFactory.create(program=match.cohort.program)

    proposals.lapse_unanswered(now=now + WEEK)

    following = Match.objects.get(status=MatchStatus.PROPOSED)
    assert (following.staged, following.mentee_asked_at) == (True, None)
    assert written_to(match, "mentee") == []


def test_reminders_follow_the_turn(match: Match, now: datetime) -> None:
    proposals.remind_unanswered(now=now + timedelta(days=3))
    proposals.accept_match(match, by=match.mentor.user, now=now + timedelta(days=5))
    for day in (6, 7, 8):
        proposals.remind_unanswered(now=now + timedelta(days=day))

    reminders = Message.objects.filter(kind="matching.answer_reminder").order_by("queued_at")
    assert [(row.recipient_id, row.queued_at - now) for row in reminders] == [
        (match.mentor.user_id, timedelta(days=3)),
        (match.mentee.user_id, timedelta(days=8)),
    ]


def test_a_mentee_who_was_asked_and_says_nothing_lapses_in_a_week_of_their_own(match: Match, now: datetime) -> None:
    proposals.accept_match(match, by=match.mentor.user, now=now + timedelta(days=6))

    assert proposals.lapse_unanswered(now=now + timedelta(days=8)) == 0
    assert proposals.lapse_unanswered(now=now + timedelta(days=13)) == 1
    assert "not_going_ahead" in written_to(match, "mentee")


def test_both_pages_say_what_happens_next(match: Match, client: Client) -> None:
    Match.objects.filter(pk=match.pk).update(reply_by=timezone.now() + WEEK)
    url = reverse("matching:match", args=[match.pk])
    client.force_login(match.mentor.user)
    first = text(client.get(url))
    assert "You are the first to be asked. Jonas does not know about it yet." in first
    assert "Jonas has not been asked yet, and will never hear of it." in text(
        client.get(reverse("matching:decline", args=[match.pk]))
    )
    client.post(reverse("matching:accept", args=[match.pk]))
    assert "You have said yes, and now Jonas is asked." in text(client.get(url))
    client.force_login(match.mentee.user)
    assert "Amara has already said yes." in text(client.get(url))


def test_the_mails_say_whose_turn_it_is(match: Match, now: datetime) -> None:
    deliver_due(now=now)
    proposals.accept_match(match, by=match.mentor.user, now=now)
    deliver_due(now=now)

    first, second = mail.outbox
    assert "We ask you first. Jonas does not know about it yet" in str(first.body)
    assert "Amara has already said yes" in str(second.body)


def test_the_next_proposal_does_not_betray_an_earlier_one(match: Match, now: datetime) -> None:
    MentorFactory.create(program=match.cohort.program)
    proposals.decline_match(match, by=match.mentor.user, now=now)
    following = Match.objects.get(status=MatchStatus.PROPOSED)
    proposals.accept_match(following, by=following.mentor.user, now=now)

    deliver_due(now=now)

    [to_mentee] = [message for message in mail.outbox if message.to == [match.mentee.user.email]]
    assert "earlier" not in str(to_mentee.body)


def test_the_database_refuses_an_answer_before_the_question(match: Match, now: datetime) -> None:
    for change in (
        {"mentee_reply": Reply.ACCEPTED},
        {"mentee_asked_at": now},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Match.objects.filter(pk=match.pk).update(**change)
