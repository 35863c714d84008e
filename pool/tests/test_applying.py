"""Becoming a mentor."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from notifications.models import Message
from people.models import User
from people.tests.factories import UserFactory
from pool.errors import PoolError
from pool.joining import mentors
from pool.joining.self_assessment import begin_assessment, book, finish, rate
from pool.models import Mentor, MentorStatus
from pool.tests.factories import MentorFactory, TopicFactory
from programs.models import Program
from programs.models.taking_part import Entry
from programs.tests.factories import GuidelinesFactory, ProgramFactory, approved_guidelines

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(coordinator: User) -> Program:
    """Return an open program on approved guidelines."""
    found = ProgramFactory.create(coordinator=coordinator)
    approved_guidelines(found)
    return found


def assess(mentor: Mentor, now: datetime, score: int | None = 3) -> None:
    """Answer all eighteen questions."""
    assessment = begin_assessment(mentor, now=now)
    for number in book().criteria:
        rate(assessment, criterion=number, score=score, example="I did.", now=now)
    finish(assessment, now=now)


def filled(program: Program, now: datetime, user: User | None = None) -> Mentor:
    """Return an application in which nothing is missing."""
    user = user or UserFactory.create()
    mentor = mentors.begin_application(program, user=user, now=now)
    mentors.save_application(
        mentor, by=user, now=now, topics=[TopicFactory.create()], offers="Planning.", channels=["video"],
        slots=["mon-am"], capacity=2,
    )  # fmt: skip
    assess(mentor, now)
    return mentors.acknowledge(mentor, guidelines=approved_guidelines(program), by=user, now=now)


def test_p16_a_volunteer_applies_and_the_coordinator_accepts(
    program: Program, coordinator: User, now: datetime
) -> None:
    mentor = filled(program, now)

    sent = mentors.send_application(mentor, by=mentor.user, now=now)
    accepted = mentors.accept(sent, by=coordinator, now=now, reason="Welcome")

    assert (sent.status, sent.applied_at) == (MentorStatus.APPLIED, now)
    assert (accepted.status, accepted.decided_by, accepted.decision_reason) == (
        MentorStatus.ACCEPTED,
        coordinator,
        "Welcome",
    )
    kinds = Message.objects.filter(recipient=mentor.user).values_list("kind", flat=True)
    assert set(kinds) == {"pool.application_sent", "pool.application_decided"}


def test_p14_nobody_sends_without_having_read_the_rules_in_force(program: Program, now: datetime) -> None:
    mentor = filled(program, now)
    Mentor.objects.filter(pk=mentor.pk).update(acknowledged=None, acknowledged_at=None)

    with pytest.raises(PoolError, match="what mentoring is and is not"):
        mentors.send_application(mentor, by=mentor.user, now=now)


def test_the_rules_of_another_program_do_not_count(program: Program, now: datetime) -> None:
    mentor = filled(program, now)

    with pytest.raises(PoolError):
        mentors.acknowledge(mentor, guidelines=GuidelinesFactory.create(), by=mentor.user, now=now)


def test_what_is_missing_is_said_in_sentences(program: Program, now: datetime) -> None:
    user = UserFactory.create(languages=[])
    mentor = mentors.begin_application(program, user=user, now=now)

    assert mentor.missing() == [
        "Say what you offer.",
        "Choose at least one topic.",
        "Choose at least one way to talk.",
        "Choose at least one language.",
        "Choose at least one time to meet.",
    ]
    with pytest.raises(PoolError, match="Finish the self-assessment"):
        mentors.send_application(mentor, by=user, now=now)


def test_f11_an_application_is_saved_step_by_step_and_gone_on_with(program: Program, now: datetime) -> None:
    user = UserFactory.create(languages=["en", "de"])
    mentor = mentors.begin_application(program, user=user, now=now)
    mentors.save_application(mentor, by=user, now=now, offers="Planning.")

    again = mentors.begin_application(program, user=user, now=now)

    assert (again, again.offers, again.languages) == (mentor, "Planning.", ["en", "de"])


def test_only_the_person_changes_their_application(program: Program, now: datetime) -> None:
    mentor = filled(program, now)

    for attempt in (
        lambda: mentors.save_application(mentor, by=UserFactory.create(), now=now, offers="Mine"),
        lambda: mentors.send_application(mentor, by=UserFactory.create(), now=now),
        lambda: mentors.withdraw_mentor(mentor, by=UserFactory.create(), now=now),
        lambda: mentors.acknowledge(mentor, guidelines=approved_guidelines(program), by=UserFactory.create(), now=now),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


@pytest.mark.parametrize(
    ("field", "value"), [("capacity", 9), ("capacity", 0), ("channels", ["pigeon"]), ("slots", ["sun-am"])]
)
def test_impossible_answers_are_refused_with_a_sentence(
    field: str,
    value: Any,  # noqa: ANN401
    program: Program,
    now: datetime,
) -> None:
    mentor = filled(program, now)

    with pytest.raises(PoolError):
        mentors.save_application(mentor, by=mentor.user, now=now, **{field: value})


def test_a_status_is_no_answer_that_could_be_saved(program: Program, now: datetime) -> None:
    mentor = filled(program, now)

    with pytest.raises(TypeError):
        mentors.save_application(mentor, by=mentor.user, now=now, status="accepted")


def test_d30_a_decline_needs_a_reason_that_the_person_reads(program: Program, coordinator: User, now: datetime) -> None:
    mentor = mentors.send_application(filled(program, now), by=User.objects.get(mentorships__program=program), now=now)

    with pytest.raises(PoolError):
        mentors.decline_application(mentor, reason=" ", by=coordinator, now=now)
    declined = mentors.decline_application(mentor, reason="Let us talk about time.", by=coordinator, now=now)

    assert (declined.status, declined.decision_reason) == (MentorStatus.DECLINED, "Let us talk about time.")


def test_d32_somebody_who_was_declined_can_apply_again(program: Program, coordinator: User, now: datetime) -> None:
    mentor = filled(program, now)
    mentors.send_application(mentor, by=mentor.user, now=now)
    mentors.decline_application(mentor, reason="Not now.", by=coordinator, now=now)

    again = mentors.begin_application(program, user=mentor.user, now=now)

    assert (again.pk, again.status, again.offers) == (mentor.pk, MentorStatus.DRAFT, "Planning.")
    assert mentors.send_application(again, by=mentor.user, now=now).decided_at is None


def test_only_a_coordinator_of_the_program_decides(program: Program, now: datetime) -> None:
    mentor = MentorFactory.create(applied=True, program=program)
    stranger = UserFactory.create()
    ProgramFactory.create(coordinator=stranger)

    with pytest.raises(PermissionDenied):
        mentors.accept(mentor, by=stranger, now=now)


def test_nobody_decides_about_their_own_application(program: Program, coordinator: User, now: datetime) -> None:
    with pytest.raises(PoolError, match="Someone else"):
        mentors.accept(MentorFactory.create(applied=True, program=program, user=coordinator), by=coordinator, now=now)


def test_a_decision_is_made_once(program: Program, coordinator: User, now: datetime) -> None:
    with pytest.raises(PoolError):
        mentors.accept(MentorFactory.create(program=program), by=coordinator, now=now)


def test_p08_the_rules_of_the_guidelines_hold(program: Program, now: datetime) -> None:
    approved = approved_guidelines(program)
    type(approved).objects.filter(pk=approved.pk).update(status="superseded")
    GuidelinesFactory.create(program=program, version=2, mentor_entry=Entry.NOMINATED)

    with pytest.raises(PoolError, match="nomination"):
        mentors.begin_application(program, user=UserFactory.create(), now=now)


def test_a_program_that_is_not_open_takes_no_applications(now: datetime) -> None:
    closed = ProgramFactory.create(opened_at=None)
    approved_guidelines(closed)

    with pytest.raises(PoolError):
        mentors.begin_application(closed, user=UserFactory.create(), now=now)


def test_a_mentor_can_pause_and_come_back(program: Program, now: datetime) -> None:
    mentor = MentorFactory.create(program=program)

    assert mentors.pause(mentor, by=mentor.user, now=now).status == MentorStatus.PAUSED
    assert not Mentor.objects.in_pool().exists()
    paused = Mentor.objects.get(pk=mentor.pk)
    assert mentors.resume(paused, by=mentor.user, now=now).status == MentorStatus.ACCEPTED
