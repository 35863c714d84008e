"""Cohorts open only on approved guidelines, and go one way (P-03, E-21)."""

from __future__ import annotations

import datetime as dt
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from notifications.models import Message
from people.models import AuditEvent, User
from people.policy import Role
from people.tests.factories import UserFactory
from programs.errors import ProgramError
from programs.models import Cohort, Program
from programs.tests.factories import (
    CohortFactory,
    GuidelinesFactory,
    MembershipFactory,
    ProgramFactory,
    SupportContactFactory,
)
from programs.upkeep.enrolment import close_cohort, open_enrolment, plan_cohort, replan, start_cohort, start_matching

pytestmark = pytest.mark.django_db

DAYS: dict[str, Any] = {
    "starts_on": dt.date(2026, 4, 7),
    "ends_on": dt.date(2026, 10, 6),
    "enrol_until": dt.date(2026, 3, 31),
    "always_on": False,
}


@pytest.fixture
def coordinator() -> User:
    return UserFactory.create()


@pytest.fixture
def program(coordinator: User) -> Program:
    return ProgramFactory.create(coordinator=coordinator, opened_at=None)


@pytest.fixture
def planned(program: Program, coordinator: User, now: datetime) -> Cohort:
    return plan_cohort(program, name="Spring", **DAYS, by=coordinator, now=now)


def test_a_cohort_is_planned(planned: Cohort) -> None:
    assert (planned.status, planned.starts_on, planned.guidelines, planned.opened_at) == (
        "planned", dt.date(2026, 4, 7), None, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"starts_on": None, "ends_on": None}, "Say on which day relationships start"),
        ({"ends_on": dt.date(2026, 4, 7)}, "must be after the day on which they start"),
        ({"enrol_until": dt.date(2026, 4, 8)}, "before relationships start"),
        ({"name": "Spring"}, "Choose another name"),
        ({"name": " "}, "Name: This field cannot be blank"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_a_sentence(change: dict[str, Any], sentence: str, planned: Cohort, coordinator: User, now: datetime) -> None:  # fmt: skip
    with pytest.raises(ProgramError, match=sentence):
        plan_cohort(planned.program, **({"name": "Summer"} | DAYS | change), by=coordinator, now=now)


def test_an_always_on_cohort_needs_no_days(program: Program, coordinator: User, now: datetime) -> None:
    cohort = plan_cohort(program, name="All year", starts_on=None, always_on=True, by=coordinator, now=now)

    assert cohort.dates(on=now.date()) == [("Sign up", "at any time")]


def test_p_03_enrolment_does_not_open_without_approved_guidelines(planned: Cohort, coordinator: User, now: datetime) -> None:  # fmt: skip
    SupportContactFactory.create()
    GuidelinesFactory.create(program=planned.program, in_review=True)

    with pytest.raises(ProgramError, match="once the committee has approved"):
        open_enrolment(planned, by=coordinator, now=now)


def test_e_21_enrolment_does_not_open_without_support_contacts(planned: Cohort, coordinator: User, now: datetime) -> None:  # fmt: skip
    GuidelinesFactory.create(program=planned.program)

    with pytest.raises(ProgramError, match="support contacts first"):
        open_enrolment(planned, by=coordinator, now=now)


def test_p_03_a_cohort_opens_on_the_approved_version_and_opens_the_program(planned: Cohort, coordinator: User, now: datetime) -> None:  # fmt: skip
    SupportContactFactory.create()
    GuidelinesFactory.create(program=planned.program, version=1, status="superseded")
    approved = GuidelinesFactory.create(program=planned.program, version=2)

    cohort = open_enrolment(planned, by=coordinator, now=now)

    assert (cohort.status, cohort.guidelines, cohort.opened_at, cohort.opened_by) == (
        "enrolling", approved, now, coordinator,
    )  # fmt: skip
    assert Program.objects.get(pk=cohort.program_id).opened_at == now


def test_opening_tells_those_who_help_to_run_the_program_and_nobody_else(planned: Cohort, coordinator: User, now: datetime) -> None:  # fmt: skip
    SupportContactFactory.create()
    GuidelinesFactory.create(program=planned.program)
    helpers = {
        MembershipFactory.create(program=planned.program, role=role).user for role in (Role.COMMITTEE, Role.FACILITATOR)
    }
    MembershipFactory.create()

    open_enrolment(planned, by=coordinator, now=now)

    assert {message.recipient for message in Message.objects.all()} == helpers


def test_enrolment_does_not_open_after_its_last_day(coordinator: User, now: datetime) -> None:
    SupportContactFactory.create()
    program = ProgramFactory.create(coordinator=coordinator)
    cohort = CohortFactory.create(program=program, planned=True, enrol_until=dt.date(2026, 3, 2))
    GuidelinesFactory.create(program=program)

    with pytest.raises(ProgramError, match="Choose a later day"):
        open_enrolment(cohort, by=coordinator, now=now)


def test_a_cohort_goes_on_to_its_close(coordinator: User, now: datetime) -> None:
    cohort = CohortFactory.create(program=ProgramFactory.create(coordinator=coordinator))

    for step, status in ((start_matching, "matching"), (start_cohort, "running"), (close_cohort, "closed")):
        cohort = step(cohort, by=coordinator, now=now)
        assert cohort.status == status
    assert cohort.closed_at == now


def test_a_cohort_skips_no_step(coordinator: User, now: datetime) -> None:
    cohort = CohortFactory.create(program=ProgramFactory.create(coordinator=coordinator))

    with pytest.raises(ProgramError, match="Enrolment open"):
        start_cohort(cohort, by=coordinator, now=now)


def test_enrolment_can_be_opened_again_and_keeps_its_guidelines(coordinator: User, now: datetime) -> None:
    SupportContactFactory.create()
    cohort = CohortFactory.create(program=ProgramFactory.create(coordinator=coordinator), status="matching")
    first = cohort.guidelines
    type(first).objects.filter(pk=first.pk).update(status="superseded")
    GuidelinesFactory.create(program=cohort.program, version=2)

    again = open_enrolment(cohort, by=coordinator, now=now)

    assert (again.status, again.guidelines, again.opened_at) == ("enrolling", first, cohort.opened_at)


def test_a_closed_cohort_cannot_be_replanned(coordinator: User, now: datetime) -> None:
    cohort = CohortFactory.create(
        program=ProgramFactory.create(coordinator=coordinator), status="closed", closed_at=now
    )

    with pytest.raises(ProgramError, match="closed"):
        replan(cohort, name="Spring", **DAYS, by=coordinator, now=now)


def test_replanning_records_what_changed(planned: Cohort, coordinator: User, now: datetime) -> None:
    replan(planned, name="Spring", **DAYS | {"enrol_until": dt.date(2026, 3, 24)}, by=coordinator, now=now)

    assert AuditEvent.objects.get(action="cohort.replanned").details == {"fields": ["enrol_until"]}


def test_the_coordinator_of_another_program_moves_nothing(planned: Cohort, now: datetime) -> None:
    stranger = UserFactory.create()
    ProgramFactory.create(coordinator=stranger)

    for step in (open_enrolment, start_matching, start_cohort, close_cohort):
        with pytest.raises(PermissionDenied):
            step(planned, by=stranger, now=now)


def test_somebody_can_sign_up_until_the_last_day() -> None:
    cohort = CohortFactory.create(enrol_until=dt.date(2026, 3, 31))

    assert cohort.is_open_on(dt.date(2026, 3, 31))
    assert not cohort.is_open_on(dt.date(2026, 4, 1))
    assert list(Cohort.objects.open_on(dt.date(2026, 3, 31))) == [cohort]
    assert not Cohort.objects.open_on(dt.date(2026, 4, 1)).exists()
