"""Every mail of matching: one purpose, one button, nothing that somebody wrote in a form (E-24, F-18)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core import mail

from matching.models import MatchStatus
from matching.pairs import emails, proposals, relationships
from matching.tests.factories import PROPOSED, MatchFactory
from notifications.transport.delivery import deliver_due
from people.models import User
from people.tests.factories import UserFactory
from pool import emails as pool_emails
from pool.joining import mentors, nominations
from pool.tests.factories import MenteeFactory, MentorFactory
from programs.tests.factories import CohortFactory, ProgramFactory, approved_guidelines

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

pytestmark = pytest.mark.django_db

WRITTEN = "something that was written in a form"


def sent_to(user: User, *, now: datetime) -> EmailMessage:
    """Deliver what is due and return the one mail that the person got."""
    mail.outbox.clear()
    deliver_due(now=now)
    [found] = [message for message in mail.outbox if message.to == [user.email]]
    assert len(found.subject) <= 60
    assert WRITTEN not in str(found.message())
    return found


def people() -> tuple[User, User]:
    """Return a mentor and a mentee with names."""
    return UserFactory.create(name="Amara Okafor", job_title="Team Lead"), UserFactory.create(name="Jonas Lindqvist")


def test_a_proposal_says_who_and_asks_for_an_answer(now: datetime) -> None:
    mentor, mentee = people()
    match = MatchFactory.create(
        draft=True, mentor_user=mentor, mentee_user=mentee, mentee__wants=WRITTEN, mentee__why=WRITTEN
    )
    match = proposals.propose(match, now=now)

    message = sent_to(mentee, now=now)

    assert message.subject == "Say yes or no: Amara Okafor as your mentor"
    assert "The page says why we think that you would work well together." in message.body
    assert "wanted topics" not in message.body
    assert "At work: Team Lead" in message.body
    assert "Please answer by: Tuesday 10 March 2026, 09:00 (UTC)" in message.body
    assert f"/matches/{match.pk}/" in message.body


def test_e24_neither_reads_in_a_mail_what_brought_them_together(now: datetime) -> None:
    mentor, mentee = people()
    reasons = [{"code": "ranking", "points": 17, "of": 20, "details": {"rank": 2}}]
    match = MatchFactory.create(draft=True, mentor_user=mentor, mentee_user=mentee, reasons=reasons)
    proposals.propose(match, now=now)

    mail.outbox.clear()
    deliver_due(now=now)

    bodies = {message.to[0]: str(message.message()) for message in mail.outbox}
    assert set(bodies) == {mentee.email, mentor.email}
    assert not [body for body in bodies.values() if "Choice number 2." in body]


def test_a_proposal_that_was_answered_meanwhile_is_not_mailed_any_more(now: datetime) -> None:
    match = proposals.propose(MatchFactory.create(draft=True), now=now)
    proposals.accept_match(match, by=match.mentee.user, now=now)

    mail.outbox.clear()
    deliver_due(now=now)

    assert [message.to for message in mail.outbox] == [[match.mentor.user.email]]


def test_a_reminder_says_that_more_time_can_be_had(now: datetime) -> None:
    match = MatchFactory.create(proposed=True)
    later = PROPOSED + timedelta(days=3, hours=1)
    proposals.remind_unanswered(now=later)

    assert "another week" in str(sent_to(match.mentee.user, now=later).body)


def test_e27_a_reminder_offers_no_more_time_once_it_was_given(now: datetime) -> None:
    match = MatchFactory.create(proposed=True)
    match = proposals.ask_for_time(match, by=match.mentor.user, now=PROPOSED + timedelta(days=1))
    later = PROPOSED + timedelta(days=3, hours=1)
    proposals.remind_unanswered(now=later)

    assert "another week" not in str(sent_to(match.mentee.user, now=later).body)


def test_two_yeses_are_told_with_the_partners_address(now: datetime) -> None:
    mentor, mentee = people()
    match = MatchFactory.create(proposed=True, mentor_user=mentor, mentee_user=mentee)
    proposals.accept_match(match, by=mentor, now=now)
    proposals.accept_match(match, by=mentee, now=now)

    message = sent_to(mentee, now=now)

    assert message.subject == "Write to Amara Okafor: you are matched"
    assert message.reply_to == [mentor.email]
    assert f"Email: {mentor.email}" in message.body


def test_e12_a_no_is_told_without_a_reason_and_without_who(now: datetime) -> None:
    match = MatchFactory.create(proposed=True)
    proposals.decline_match(match, by=match.mentee.user, now=now)

    body = str(sent_to(match.mentor.user, now=now).body)

    assert "will not go ahead" in body
    assert "declined" not in body


def test_a_mentee_without_a_next_choice_is_told_that_they_wait(now: datetime) -> None:
    match = MatchFactory.create(proposed=True)
    proposals.decline_match(match, by=match.mentor.user, now=now)

    assert "You are still on the list" in str(sent_to(match.mentee.user, now=now).body)


def test_somebody_who_left_is_not_told_that_they_wait(now: datetime) -> None:
    match = MatchFactory.create(proposed=True)
    proposals.decline_match(match, by=match.mentor.user, now=now)
    match.mentee.status = "withdrawn"
    match.mentee.save()

    mail.outbox.clear()
    deliver_due(now=now)

    assert [message for message in mail.outbox if message.to == [match.mentee.user.email]] == []


def test_a_lapse_is_told_to_both(now: datetime) -> None:
    match = MatchFactory.create(proposed=True)
    later = PROPOSED + timedelta(days=7, hours=1)
    proposals.lapse_unanswered(now=later)

    assert "The time to answer has passed" in str(sent_to(match.mentee.user, now=later).body)


def test_e23_an_early_end_is_told_neutrally(now: datetime) -> None:
    match = MatchFactory.create(active=True)
    relationships.end_early(match, by=match.mentee.user, now=now)

    # The apps above write about calendars and agreements; this is ours.
    mail.outbox.clear()
    deliver_due(now=now)
    ours = [
        message
        for message in mail.outbox
        if message.to == [match.mentor.user.email] and "Your mentoring with" in message.subject
    ]

    assert len(ours) == 1
    assert "It says nothing about you" in str(ours[0].body)


@pytest.mark.parametrize(
    ("accepted", "subject"),
    [(True, "Welcome: you are in the mentor pool"), (False, "Your application as a mentor: please read")],
)
def test_a_decision_is_told_and_its_reason_stays_on_the_page(accepted: bool, subject: str, now: datetime) -> None:
    coordinator = UserFactory.create()
    mentor = MentorFactory.create(applied=True, program=ProgramFactory.create(coordinator=coordinator))
    if accepted:
        mentors.accept(mentor, reason=WRITTEN, by=coordinator, now=now)
    else:
        mentors.decline_application(mentor, reason=WRITTEN, by=coordinator, now=now)

    message = sent_to(mentor.user, now=now)

    assert message.subject == subject
    assert message.reply_to == [coordinator.email]


def test_receipts_carry_a_reference(now: datetime) -> None:
    mentor, mentee = MentorFactory.create(applied=True), MenteeFactory.create()
    pool_emails.application_sent(mentor, now=now)
    pool_emails.signed_up(mentee, now=now)

    mail.outbox.clear()
    deliver_due(now=now)

    bodies = {message.to[0]: str(message.body) for message in mail.outbox}
    assert f"Reference: MR-{mentor.pk:05}" in bodies[mentor.user.email]
    assert f"Reference: ME-{mentee.pk:05}" in bodies[mentee.user.email]


def test_p16_a_nomination_says_who_named_whom_and_that_it_is_free(now: datetime) -> None:
    program = ProgramFactory.create()
    approved_guidelines(program)
    boss = UserFactory.create(name="Bea Boss")
    mentor = nominations.nominate(program, user=UserFactory.create(supervisor=boss), by=boss, now=now)

    body = str(sent_to(mentor.user, now=now).body)

    assert "Bea Boss has nominated you as a mentor" in body
    assert "You don’t need a reason for a no" in body


def test_p07_a_nomination_of_a_mentee_is_told_too(now: datetime) -> None:
    cohort = CohortFactory.create()
    mentee = MenteeFactory.create(
        cohort=cohort,
        draft=True,
        nominated_by=UserFactory.create(name="Bea Boss"),
        nominated_at=now,
        status="nominated",
    )
    pool_emails.mentee_nominated(mentee, now=now)

    assert "Bea Boss has nominated you" in str(sent_to(mentee.user, now=now).body)


def test_messages_about_what_is_no_longer_true_are_dropped(now: datetime) -> None:
    match = MatchFactory.create(confirmed=True)
    emails.match_confirmed(match, recipient=match.mentee.user, now=now)
    emails.relationship_ended(match, recipient=match.mentee.user, now=now)
    emails.not_going_ahead(match, recipient=match.mentee.user, now=now)
    match.status, match.ended_at = MatchStatus.COMPLETED, now
    match.save()

    mail.outbox.clear()
    deliver_due(now=now)

    assert mail.outbox == []
