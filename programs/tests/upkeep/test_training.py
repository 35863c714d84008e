"""Training of mentors is tracked to completion (P-10)."""

from __future__ import annotations

from datetime import datetime

import pytest

from people.models import AuditEvent
from people.tests.factories import UserFactory
from programs.errors import ProgramError
from programs.models import TrainingCompletion
from programs.tests.factories import ProgramFactory, TrainingCompletionFactory, TrainingFactory
from programs.upkeep.training import missing_trainings, record_completion, take_back_completion

pytestmark = pytest.mark.django_db


def test_p_10_a_person_says_that_they_have_done_it(now: datetime) -> None:
    training, person = TrainingFactory.create(), UserFactory.create()

    completion = record_completion(training, user=person, by=person, now=now)

    assert (completion.user, completion.recorded_by, completion.completed_at) == (person, person, now)
    assert AuditEvent.objects.get().details == {"person": person.pk}


def test_p_10_saying_it_twice_counts_once(now: datetime) -> None:
    training, person = TrainingFactory.create(), UserFactory.create()

    first = record_completion(training, user=person, by=person, now=now)

    assert record_completion(training, user=person, by=person, now=now) == first
    assert AuditEvent.objects.count() == 1


def test_p_10_the_coordinator_of_the_program_says_it_for_somebody(now: datetime) -> None:
    coordinator, person = UserFactory.create(), UserFactory.create()
    training = TrainingFactory.create(program=ProgramFactory.create(coordinator=coordinator))

    assert record_completion(training, user=person, by=coordinator, now=now).recorded_by == coordinator


def test_nobody_else_says_it(now: datetime) -> None:
    stranger = UserFactory.create()
    ProgramFactory.create(coordinator=stranger)

    with pytest.raises(ProgramError, match="Only the person or the coordinator"):
        record_completion(TrainingFactory.create(), user=UserFactory.create(), by=stranger, now=now)


def test_a_mistake_can_be_taken_back_by_the_person_alone(now: datetime) -> None:
    completion = TrainingCompletionFactory.create()

    with pytest.raises(ProgramError):
        take_back_completion(completion, by=UserFactory.create(), now=now)
    take_back_completion(completion, by=completion.user, now=now)

    assert not TrainingCompletion.objects.exists()


def test_p_10_what_is_missing_is_known() -> None:
    program = ProgramFactory.create()
    done, missing = TrainingFactory.create(program=program), TrainingFactory.create(program=program)
    TrainingFactory.create()
    person = TrainingCompletionFactory.create(training=done).user

    assert missing_trainings(program, person) == [missing]
