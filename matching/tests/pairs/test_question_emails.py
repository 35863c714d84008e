"""Mails about questions that mentees ask themselves: one purpose, one button, nothing that someone wrote (E-24)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core import mail

from matching.models import MentorRequest
from matching.pairs import emails
from matching.pairs.choosing import mentor_requests
from matching.tests.factories import MentorRequestFactory
from notifications.transport.delivery import deliver_due
from people.tests.factories import UserFactory
from pool import emails as pool_emails
from pool.models import Mentee
from pool.tests.factories import MenteeFactory, MentorFactory
from programs.models.taking_part import Say
from programs.tests.factories import CohortFactory, GuidelinesFactory

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

    from people.models import User

pytestmark = pytest.mark.django_db

WRITTEN = "something that was written in a form"


@pytest.fixture
def question() -> MentorRequest:
    """Return what Nora asks Amara."""
    guidelines = GuidelinesFactory.create(mentee_say=Say.SELF)
    cohort = CohortFactory.create(program=guidelines.program, guidelines=guidelines)
    nora = UserFactory.create(name="Nora Berg", job_title="Designer")
    mentee = MenteeFactory.create(cohort=cohort, user=nora, wants=WRITTEN, why=WRITTEN)
    mentor = MentorFactory.create(
        program=cohort.program, offers=WRITTEN, wants_to_learn=WRITTEN, user=UserFactory.create(name="Amara Okafor")
    )
    asked: MentorRequest = MentorRequestFactory.create(mentee=mentee, mentor=mentor)
    return asked


def sent_to(user: User, *, now: datetime) -> EmailMessage:
    """Deliver what is due and return the one mail that the person got."""
    mail.outbox.clear()
    deliver_due(now=now)
    [found] = [message for message in mail.outbox if message.to == [user.email]]
    assert len(found.subject) <= 60
    assert WRITTEN not in str(found.message())
    return found


def test_e24_a_question_says_who_asks_and_leaves_why_the_two_fit_to_the_page(
    question: MentorRequest, now: datetime
) -> None:
    emails.mentor_asked(question, now=now)

    message = sent_to(question.mentor.user, now=now)

    assert message.subject == "Say yes or no: Nora Berg asks you"
    assert "wanted topics" not in message.body
    assert "At work: Designer" in message.body
    assert "Please answer by: Monday 9 March 2026, 09:00 (UTC)" in message.body
    assert f"/requests/{question.pk}/" in message.body


def test_a_reminder_says_that_a_no_is_fine(question: MentorRequest, now: datetime) -> None:
    emails.request_reminder(question, last=False, now=now)

    assert "You don’t need a reason for a no" in str(sent_to(question.mentor.user, now=now).body)


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ("no", "cannot be your mentor at the moment"),
        ("silence", "has not answered within a week"),
        ("full", "no longer has a free place"),
    ],
)
def test_e12_whatever_the_end_the_mentee_reads_it_kindly_and_can_ask_somebody_else(
    question: MentorRequest, end: str, words: str, now: datetime
) -> None:
    if end == "no":
        mentor_requests.say_no(question, by=question.mentor.user, now=now)
    elif end == "silence":
        now += timedelta(days=8)
        mentor_requests.lapse_asked(now=now)
    else:
        other = MentorRequestFactory.create(
            mentee=MenteeFactory.create(cohort=question.mentee.cohort), mentor=question.mentor
        )
        mentor_requests.say_yes(other, by=question.mentor.user, now=now)

    body = str(sent_to(question.mentee.user, now=now).body)

    assert words in body
    assert "You can ask someone else right away." in body
    assert f"/mentees/{question.mentee_id}/suggestions/" in body


def test_mentors_who_were_asked_too_are_thanked(question: MentorRequest, now: datetime) -> None:
    other = MentorRequestFactory.create(mentee=question.mentee, slot=2)
    mentor_requests.say_yes(question, by=question.mentor.user, now=now)

    message = sent_to(other.mentor.user, now=now)

    assert message.subject == "No answer needed any more: Nora Berg"
    assert "Amara" not in str(message.body)


def test_what_was_answered_or_taken_back_meanwhile_is_not_mailed_any_more(
    question: MentorRequest, now: datetime
) -> None:
    emails.mentor_asked(question, now=now)
    emails.request_reminder(question, last=True, now=now)
    mentor_requests.take_back(question, by=question.mentee.user, now=now)
    mail.outbox.clear()
    deliver_due(now=now)

    assert mail.outbox == []


@pytest.mark.parametrize(
    ("say", "always_on", "words", "path"),
    [
        (Say.SELF, False, "Ask up to three of them", "/suggestions/"),
        (Say.NONE, True, "shows your position on the waiting list", "/mentees/"),
        (Say.NONE, False, "When enrolment is over", "/mentees/"),
    ],
)
def test_a_sign_up_is_confirmed_with_what_really_happens_next(
    say: Say, always_on: bool, words: str, path: str, now: datetime
) -> None:
    guidelines = GuidelinesFactory.create(mentee_say=say)
    cohort = CohortFactory.create(program=guidelines.program, guidelines=guidelines, always_on=always_on)
    mentee = MenteeFactory.create(cohort=cohort)
    pool_emails.signed_up(mentee, now=now)

    body = str(sent_to(mentee.user, now=now).body)

    assert (words in body, path in body) == (True, True)


def test_whoever_has_a_mentor_by_now_is_not_told_to_choose_again(question: MentorRequest, now: datetime) -> None:
    mentor_requests.say_no(question, by=question.mentor.user, now=now)
    Mentee.objects.update(status="withdrawn")
    mail.outbox.clear()
    deliver_due(now=now)

    assert mail.outbox == []
