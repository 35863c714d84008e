"""What mails about joining say is so in the program that they are about (E-27)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.core import mail

from notifications.transport.delivery import deliver_due
from people.models import User
from people.tests.factories import UserFactory
from pool import emails
from pool.extra_places import ask_for_place
from pool.joining import mentors, nominations
from pool.tests.factories import MentorFactory
from programs.tests.factories import CohortFactory, GuidelinesFactory, MembershipFactory, ProgramFactory

pytestmark = pytest.mark.django_db
MONTHLY = {"frequency": "monthly", "meeting_minutes": 45, "mentee_entry": "both"}


def mail_to(person: User, *, now: datetime) -> str:
    """Send what is due, and return the words of the person's one mail."""
    deliver_due(now=now)
    [found] = [message for message in mail.outbox if message.to == [person.email]]
    return " ".join(str(found.body).split())


@pytest.mark.parametrize("asked", ["mentor", "mentee", "colleague"])
def test_e27_who_is_asked_to_join_reads_how_often_one_meets_by_the_guidelines(asked: str, now: datetime) -> None:
    program = ProgramFactory.create()
    guidelines = GuidelinesFactory.create(program=program, **MONTHLY)
    boss = UserFactory.create()
    person = UserFactory.create(supervisor=boss)
    ask: dict[str, Any] = {
        "mentor": lambda: nominations.nominate(program, user=person, by=boss, now=now),
        "mentee": lambda: nominations.nominate_mentee(
            CohortFactory.create(program=program, guidelines=guidelines),
            user=person,
            by=boss,
            now=now,
        ),
        "colleague": lambda: emails.mentor_wanted(program, recipient=person, now=now),
    }
    ask[asked]()

    said = mail_to(person, now=now)

    assert "You would meet every four weeks, 45 minutes each time." in said
    assert "an hour a week" not in said


@pytest.mark.parametrize("say", ["ranked", "self", "none"])
def test_e27_a_new_mentor_is_promised_no_choice_that_mentees_do_not_have(say: str, now: datetime) -> None:
    program = GuidelinesFactory.create(mentee_say=say).program
    mentor = MentorFactory.create(program=program, status="applied")
    coordinator = MembershipFactory.create(program=mentor.program, role="coordinator").user
    mentors.accept(mentor, by=coordinator, now=now)

    said = mail_to(mentor.user, now=now)

    assert "When we have a mentee for you, or a mentee asks you, you get an email and say yes or no." in said
    assert "can choose you" not in said


def test_e27_a_mentor_with_a_free_place_does_not_read_that_all_are_taken(now: datetime) -> None:
    mentor = MentorFactory.create(capacity=1)
    cohort = CohortFactory.create(program=mentor.program)
    coordinator = MembershipFactory.create(program=mentor.program, role="coordinator").user
    ask_for_place(cohort, mentor=mentor, by=coordinator, now=now)

    said = mail_to(mentor.user, now=now)

    assert "would be a good match for you than you have places for" in said
    assert "taken" not in said
