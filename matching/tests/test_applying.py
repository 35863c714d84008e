"""Becoming a mentor."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from matching import applying
from matching.assessing import begin_assessment, book, finish, rate
from matching.errors import MatchingError
from matching.models import Match, MatchStatus, Mentor, MentorStatus
from matching.tests.factories import MatchFactory, MentorFactory, TopicFactory
from notifications.models import Message
from people.models import User
from people.tests.factories import UserFactory
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
    mentor = applying.begin_application(program, user=user, now=now)
    applying.save_application(
        mentor, by=user, now=now, topics=[TopicFactory.create()], offers="Planning.", channels=["video"],
        slots=["mon-am"], capacity=2,
    )  # fmt: skip
    assess(mentor, now)
    return applying.acknowledge(mentor, guidelines=approved_guidelines(program), by=user, now=now)


def test_p16_a_volunteer_applies_and_the_coordinator_accepts(
    program: Program, coordinator: User, now: datetime
) -> None:
    mentor = filled(program, now)

    sent = applying.send_application(mentor, by=mentor.user, now=now)
    accepted = applying.accept(sent, by=coordinator, now=now, reason="Welcome")

    assert (sent.status, sent.applied_at) == (MentorStatus.APPLIED, now)
    assert (accepted.status, accepted.decided_by, accepted.decision_reason) == (
        MentorStatus.ACCEPTED,
        coordinator,
        "Welcome",
    )
    kinds = Message.objects.filter(recipient=mentor.user).values_list("kind", flat=True)
    assert set(kinds) == {"matching.application_sent", "matching.application_decided"}


def test_p14_nobody_sends_without_having_read_the_rules_in_force(program: Program, now: datetime) -> None:
    mentor = filled(program, now)
    Mentor.objects.filter(pk=mentor.pk).update(acknowledged=None, acknowledged_at=None)

    with pytest.raises(MatchingError, match="what mentoring is and is not"):
        applying.send_application(mentor, by=mentor.user, now=now)


def test_the_rules_of_another_program_do_not_count(program: Program, now: datetime) -> None:
    mentor = filled(program, now)

    with pytest.raises(MatchingError):
        applying.acknowledge(mentor, guidelines=GuidelinesFactory.create(), by=mentor.user, now=now)


def test_what_is_missing_is_said_in_sentences(program: Program, now: datetime) -> None:
    user = UserFactory.create(languages=[])
    mentor = applying.begin_application(program, user=user, now=now)

    assert applying.missing(mentor) == [
        "Say what you offer.",
        "Choose at least one topic.",
        "Choose at least one way to talk.",
        "Choose at least one language.",
        "Choose at least one time to meet.",
    ]
    with pytest.raises(MatchingError, match="Finish the self-assessment"):
        applying.send_application(mentor, by=user, now=now)


def test_f11_an_application_is_saved_step_by_step_and_gone_on_with(program: Program, now: datetime) -> None:
    user = UserFactory.create(languages=["en", "de"])
    mentor = applying.begin_application(program, user=user, now=now)
    applying.save_application(mentor, by=user, now=now, offers="Planning.")

    again = applying.begin_application(program, user=user, now=now)

    assert (again, again.offers, again.languages) == (mentor, "Planning.", ["en", "de"])


def test_only_the_person_changes_their_application(program: Program, now: datetime) -> None:
    mentor = filled(program, now)

    for attempt in (
        lambda: applying.save_application(mentor, by=UserFactory.create(), now=now, offers="Mine"),
        lambda: applying.send_application(mentor, by=UserFactory.create(), now=now),
        lambda: applying.withdraw_mentor(mentor, by=UserFactory.create(), now=now),
        lambda: applying.acknowledge(mentor, guidelines=approved_guidelines(program), by=UserFactory.create(), now=now),
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

    with pytest.raises(MatchingError):
        applying.save_application(mentor, by=mentor.user, now=now, **{field: value})


def test_a_status_is_no_answer_that_could_be_saved(program: Program, now: datetime) -> None:
    mentor = filled(program, now)

    with pytest.raises(TypeError):
        applying.save_application(mentor, by=mentor.user, now=now, status="accepted")


def test_d30_a_decline_needs_a_reason_that_the_person_reads(program: Program, coordinator: User, now: datetime) -> None:
    mentor = applying.send_application(filled(program, now), by=User.objects.get(mentorships__program=program), now=now)

    with pytest.raises(MatchingError):
        applying.decline_application(mentor, reason=" ", by=coordinator, now=now)
    declined = applying.decline_application(mentor, reason="Let us talk about time.", by=coordinator, now=now)

    assert (declined.status, declined.decision_reason) == (MentorStatus.DECLINED, "Let us talk about time.")


def test_d32_somebody_who_was_declined_can_apply_again(program: Program, coordinator: User, now: datetime) -> None:
    mentor = filled(program, now)
    applying.send_application(mentor, by=mentor.user, now=now)
    applying.decline_application(mentor, reason="Not now.", by=coordinator, now=now)

    again = applying.begin_application(program, user=mentor.user, now=now)

    assert (again.pk, again.status, again.offers) == (mentor.pk, MentorStatus.DRAFT, "Planning.")
    assert applying.send_application(again, by=mentor.user, now=now).decided_at is None


def test_only_a_coordinator_of_the_program_decides(program: Program, now: datetime) -> None:
    mentor = MentorFactory.create(applied=True, program=program)
    stranger = UserFactory.create()
    ProgramFactory.create(coordinator=stranger)

    with pytest.raises(PermissionDenied):
        applying.accept(mentor, by=stranger, now=now)


def test_nobody_decides_about_their_own_application(program: Program, coordinator: User, now: datetime) -> None:
    with pytest.raises(MatchingError, match="Somebody else"):
        applying.accept(MentorFactory.create(applied=True, program=program, user=coordinator), by=coordinator, now=now)


def test_a_decision_is_made_once(program: Program, coordinator: User, now: datetime) -> None:
    with pytest.raises(MatchingError):
        applying.accept(MentorFactory.create(program=program), by=coordinator, now=now)


def test_p08_the_rules_of_the_guidelines_hold(program: Program, now: datetime) -> None:
    approved = approved_guidelines(program)
    type(approved).objects.filter(pk=approved.pk).update(status="superseded")
    GuidelinesFactory.create(program=program, version=2, mentor_entry=Entry.NOMINATED)

    with pytest.raises(MatchingError, match="nomination"):
        applying.begin_application(program, user=UserFactory.create(), now=now)


def test_a_program_that_is_not_open_takes_no_applications(now: datetime) -> None:
    closed = ProgramFactory.create(opened_at=None)
    approved_guidelines(closed)

    with pytest.raises(MatchingError):
        applying.begin_application(closed, user=UserFactory.create(), now=now)


def test_a_mentor_can_pause_and_come_back(program: Program, now: datetime) -> None:
    mentor = MentorFactory.create(program=program)

    assert applying.pause(mentor, by=mentor.user, now=now).status == MentorStatus.PAUSED
    assert not Mentor.objects.in_pool().exists()
    paused = Mentor.objects.get(pk=mentor.pk)
    assert applying.resume(paused, by=mentor.user, now=now).status == MentorStatus.ACCEPTED


def test_a_mentor_with_a_mentee_does_not_just_leave(now: datetime) -> None:
    match = MatchFactory.create(active=True)

    with pytest.raises(MatchingError, match="End the relationship first"):
        applying.withdraw_mentor(match.mentor, by=match.mentor.user, now=now)


def test_a_mentor_who_leaves_takes_open_proposals_back_and_the_next_choice_is_asked(now: datetime) -> None:
    match = MatchFactory.create(proposed=True)
    other = MentorFactory.create(program=match.cohort.program)

    applying.withdraw_mentor(match.mentor, by=match.mentor.user, now=now)

    match.refresh_from_db()
    assert match.status == MatchStatus.DECLINED
    assert Match.objects.get(status=MatchStatus.PROPOSED).mentor == other
