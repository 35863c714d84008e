"""Supervisors name people of their own team; the person decides (P-07, P-16)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied

from notifications.models import Message
from people.tests.factories import UserFactory
from pool.errors import PoolError
from pool.joining import mentees, mentors, nominations
from pool.models import MentorStatus
from programs.models import Program
from programs.models.taking_part import Entry
from programs.tests.factories import CohortFactory, GuidelinesFactory, ProgramFactory, approved_guidelines

pytestmark = pytest.mark.django_db


@pytest.fixture
def program() -> Program:
    """Return an open program on approved guidelines."""
    found = ProgramFactory.create()
    approved_guidelines(found)
    return found


def test_p16_a_supervisor_nominates_and_the_person_confirms(program: Program, now: datetime) -> None:
    boss = UserFactory.create()
    person = UserFactory.create(supervisor=boss)

    mentor = mentors.nominate(program, user=person, by=boss, now=now)
    begun = mentors.begin_application(program, user=person, now=now)

    assert (mentor.status, mentor.nominated_by, begun.pk, begun.status) == (
        MentorStatus.NOMINATED,
        boss,
        mentor.pk,
        MentorStatus.DRAFT,
    )
    assert Message.objects.get(kind="pool.mentor_nominated").recipient == person


def test_only_own_reports_can_be_nominated(program: Program, now: datetime) -> None:
    boss = UserFactory.create()
    report = UserFactory.create(supervisor=boss)
    further_down = UserFactory.create(supervisor=report)

    for somebody in (UserFactory.create(), further_down, boss):
        with pytest.raises(PermissionDenied):
            nominations.nominate(program, user=somebody, by=boss, now=now)


def test_nobody_is_nominated_twice(program: Program, now: datetime) -> None:
    boss = UserFactory.create()
    person = UserFactory.create(supervisor=boss)
    nominations.nominate(program, user=person, by=boss, now=now)

    with pytest.raises(PoolError):
        nominations.nominate(program, user=person, by=boss, now=now)


def test_a_nomination_can_be_turned_down_without_a_word(program: Program, now: datetime) -> None:
    boss = UserFactory.create()
    mentor = nominations.nominate(program, user=UserFactory.create(supervisor=boss), by=boss, now=now)

    nominations.turn_down(mentor, by=mentor.user, now=now)

    mentor.refresh_from_db()
    assert mentor.status == MentorStatus.WITHDRAWN


def test_where_people_apply_themselves_nobody_is_nominated(now: datetime) -> None:
    program = ProgramFactory.create()
    GuidelinesFactory.create(program=program, mentor_entry=Entry.OPEN)
    boss = UserFactory.create()

    with pytest.raises(PoolError):
        nominations.nominate(program, user=UserFactory.create(supervisor=boss), by=boss, now=now)


def test_p07_a_mentee_comes_in_by_nomination_where_the_guidelines_say_so(now: datetime) -> None:
    program = ProgramFactory.create()
    GuidelinesFactory.create(program=program, mentee_entry=Entry.NOMINATED)
    cohort = CohortFactory.create(program=program)
    boss = UserFactory.create()
    person = UserFactory.create(supervisor=boss)

    with pytest.raises(PoolError, match="nomination"):
        mentees.begin_sign_up(cohort, user=person, now=now)
    mentee = nominations.nominate_mentee(cohort, user=person, by=boss, now=now)

    assert mentees.begin_sign_up(cohort, user=person, now=now).pk == mentee.pk
