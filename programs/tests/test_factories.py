"""The factories make rows that the database accepts, in the states that other tests build on."""

from __future__ import annotations

import pytest

from people.policy import Role
from people.tests.factories import LevelFactory, UserFactory
from programs.tests.factories import ApprovalFactory, CohortFactory, GuidelinesFactory, ProgramFactory

pytestmark = pytest.mark.django_db


def test_a_cohort_is_enrolling_on_the_approved_guidelines_of_its_program() -> None:
    cohort = CohortFactory.create()

    assert (cohort.status, cohort.guidelines.status, cohort.guidelines.program) == (
        "enrolling",
        "approved",
        cohort.program,
    )


def test_two_cohorts_of_a_program_share_its_guidelines() -> None:
    program = ProgramFactory.create()

    assert CohortFactory.create(program=program).guidelines == CohortFactory.create(program=program).guidelines


def test_a_cohort_can_be_planned() -> None:
    assert CohortFactory.create(planned=True).status == "planned"


def test_guidelines_take_lists_for_their_rules() -> None:
    level = LevelFactory.create()

    assert list(GuidelinesFactory.create(mentee_levels=[level]).mentee_levels.all()) == [level]


def test_a_program_takes_a_coordinator_who_may_open_the_dashboard() -> None:
    coordinator = UserFactory.create()
    program = ProgramFactory.create(coordinator=coordinator)

    assert program.roles_of(coordinator) == {Role.COORDINATOR}
    assert coordinator.is_staff


def test_an_approval_is_asked_of_a_committee_member() -> None:
    approval = ApprovalFactory.create()

    assert approval.guidelines.program.roles_of(approval.member) == {Role.COMMITTEE}
