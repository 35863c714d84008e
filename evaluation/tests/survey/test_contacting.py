"""D-09: “please contact me”."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from evaluation.errors import EvaluationError
from evaluation.models import ContactRequest
from evaluation.survey import contacting
from evaluation.tests.factories import ContactRequestFactory, coordinator_of
from matching.models import Match
from matching.tests.factories import MatchFactory
from notifications.models import Message
from people.models import AuditEvent
from people.policy import Role
from people.tests.factories import UserFactory
from programs.tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def match() -> Match:
    return MatchFactory.create(active=True)


def test_d09_people_choose_among_those_who_run_the_program(match: Match) -> None:
    program = match.cohort.program
    coordinator = coordinator_of(program)
    facilitator = MembershipFactory.create(program=program, role=Role.FACILITATOR).user
    MembershipFactory.create(program=program, user=coordinator, role=Role.FACILITATOR)
    MembershipFactory.create(program=program, role=Role.COMMITTEE)
    MembershipFactory.create(program=program, role=Role.COORDINATOR, user__is_active=False)
    assert contacting.contacts_of(program) == [(coordinator, Role.COORDINATOR), (facilitator, Role.FACILITATOR)]
    assert contacting.contacts_of(program, but=coordinator) == [(facilitator, Role.FACILITATOR)]


def test_d09_the_chosen_person_is_told_and_it_is_logged(match: Match, now: datetime) -> None:
    coordinator = coordinator_of(match.cohort.program)
    request = contacting.ask_for_contact(match, user=match.mentee.user, to=coordinator, now=now)
    assert Message.objects.get(kind="evaluation.contact_asked").recipient == coordinator
    event = AuditEvent.objects.get(action="contact.asked")
    assert (event.object_id, event.actor, event.details) == (str(request.pk), match.mentee.user, {})


def test_a_second_wish_to_the_same_person_waits_in_the_first(match: Match, now: datetime) -> None:
    coordinator_of(match.cohort.program)
    for _ in range(2):
        contacting.ask_for_contact(match, user=match.mentee.user, now=now)
    assert (ContactRequest.objects.count(), Message.objects.count()) == (1, 1)


def test_without_anybody_to_ask_the_wish_is_refused(match: Match, now: datetime) -> None:
    with pytest.raises(EvaluationError, match="runs the program"):
        contacting.ask_for_contact(match, user=match.mentee.user, now=now)


def test_an_answer_is_noted_once(now: datetime) -> None:
    request = ContactRequestFactory.create()
    contacting.answer_contact(request, by=request.to, now=now)
    again = contacting.answer_contact(request, by=UserFactory.create(), now=now + timedelta(days=1))
    assert (again.answered_at, again.answered_by) == (now, request.to)


@pytest.mark.parametrize(
    ("asked", "looked", "passed_on"),
    [
        ("2026-03-03 09:00", "2026-03-05 08:59", 0),  # Tuesday to Thursday, a minute early
        ("2026-03-03 09:00", "2026-03-05 09:00", 1),
        ("2026-03-06 09:00", "2026-03-09 12:00", 0),  # Friday to Monday: one working day
        ("2026-03-06 09:00", "2026-03-10 09:00", 1),
    ],
)
def test_d09_after_two_working_days_everybody_who_runs_the_program_is_told(
    asked: str, looked: str, passed_on: int
) -> None:
    request = ContactRequestFactory.create(asked_at=moment(asked))
    other = MembershipFactory.create(program=request.match.cohort.program, role=Role.FACILITATOR).user
    assert contacting.escalate_contacts(now=moment(looked)) == passed_on
    assert contacting.escalate_contacts(now=moment(looked)) == 0
    told = Message.objects.filter(kind="evaluation.contact_escalated").values_list("recipient", flat=True)
    assert set(told) == ({request.to.pk, other.pk} if passed_on else set())


def test_what_was_answered_is_not_passed_on(now: datetime) -> None:
    request = ContactRequestFactory.create(asked_at=now - timedelta(days=9))
    contacting.answer_contact(request, by=request.to, now=now)
    assert contacting.escalate_contacts(now=now) == 0


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-03-03 09:00", "2026-03-05 09:00"),  # Tuesday
        ("2026-03-06 09:00", "2026-03-10 09:00"),  # Friday
        ("2026-03-07 09:00", "2026-03-10 09:00"),  # Saturday
    ],
)
def test_d09_weekends_do_not_count(asked: str, due: str) -> None:
    assert contacting.due_at(moment(asked)) == moment(due)


def test_a_wish_is_seen_by_the_one_who_was_chosen_and_by_others_only_once_it_is_passed_on(now: datetime) -> None:
    request = ContactRequestFactory.create()
    other = MembershipFactory.create(program=request.match.cohort.program, role=Role.COORDINATOR).user
    stranger = coordinator_of(MatchFactory.create().cohort.program)

    def seen_by() -> list[bool]:
        return [ContactRequest.objects.managed_by(who).exists() for who in (request.to, other, stranger, request.user)]

    assert seen_by() == [True, False, False, False]
    ContactRequest.objects.update(escalated_at=now)
    assert seen_by() == [True, True, False, False]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
