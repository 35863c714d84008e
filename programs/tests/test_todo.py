"""What programs put on the home page and on the desk."""

from __future__ import annotations

import datetime as dt
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from people.models import User
from people.policy import Role
from people.tests.factories import UserFactory
from programs.desk_items import desk_items
from programs.guideline_versions.guidelines import approve, ask_for_changes
from programs.tests.factories import (
    ApprovalFactory,
    CohortFactory,
    GuidelinesFactory,
    MembershipFactory,
    ProgramFactory,
    SupportContactFactory,
)
from programs.todo import todos_for
from web.todo import TodoState

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator() -> User:
    return UserFactory.create()


def keys(user: User, now: datetime) -> dict[str, int]:
    return {item.key: item.count for item in desk_items(user, now=now)}


def test_a_committee_member_has_to_read_and_approve(now: datetime) -> None:
    approval = ApprovalFactory.create(guidelines__program__name="Peer")

    [todo] = todos_for(approval.member, now=now)

    assert (todo.title, todo.state, todo.url) == (
        "Read and approve guidelines: Peer", TodoState.NOW, f"/programs/approvals/{approval.pk}/",
    )  # fmt: skip


def test_what_was_decided_stays_as_done_for_a_month(now: datetime) -> None:
    approval = ApprovalFactory.create(guidelines__program__name="Peer")
    approve(approval, by=approval.member, now=now)

    [todo] = todos_for(approval.member, now=now)
    assert (todo.title, todo.state) == ("You approved the guidelines: Peer", TodoState.DONE)
    assert todos_for(approval.member, now=now + timedelta(days=31)) == []


def test_the_coordinator_waits_for_approvals_and_then_changes_what_came_back(coordinator: User, now: datetime) -> None:
    program = ProgramFactory.create(coordinator=coordinator, name="Peer")
    approval = ApprovalFactory.create(guidelines=GuidelinesFactory.create(program=program, in_review=True))

    [waiting] = todos_for(coordinator, now=now)
    assert (waiting.state, waiting.waits_for) == (TodoState.WAITING, "2 more approvals")

    ask_for_changes(approval, remarks="Shorter.", by=approval.member, now=now)
    [change] = todos_for(coordinator, now=now)
    assert (change.state, change.title) == (TodoState.NOW, "Change the guidelines: Peer")


def test_nobody_else_has_anything_to_do(now: datetime) -> None:
    ApprovalFactory.create()

    assert todos_for(UserFactory.create(), now=now) == []
    assert todos_for(UserFactory.create(is_organization_administrator=True), now=now) == []


def test_todos_ask_the_same_number_of_queries_for_one_and_three(now: datetime, django_assert_num_queries: DjangoAssertNumQueries) -> None:  # fmt: skip
    member = UserFactory.create()

    for number in (1, 2):
        for _ in range(number):
            approval = ApprovalFactory.create(member=member)
            MembershipFactory.create(program=approval.guidelines.program, user=member)
            MembershipFactory.create(program=approval.guidelines.program, user=member, role=Role.COORDINATOR)
        with django_assert_num_queries(3):
            todos_for(member, now=now)


def test_the_desk_shows_what_is_to_do_in_ones_own_programs(coordinator: User, now: datetime) -> None:
    SupportContactFactory.create()
    for status in ("draft", "in_review", "returned"):
        GuidelinesFactory.create(program=ProgramFactory.create(coordinator=coordinator), status=status)
    ProgramFactory.create(coordinator=coordinator)
    ready = GuidelinesFactory.create(program=ProgramFactory.create(coordinator=coordinator)).program
    CohortFactory.create(program=ready, planned=True)
    CohortFactory.create(program=ready, enrol_until=dt.date(2026, 3, 2))
    GuidelinesFactory.create(draft=True)

    assert keys(coordinator, now) == {
        "programs.unwritten": 1, "programs.returned": 1, "programs.drafts": 1, "programs.in_review": 1,
        "programs.planned": 1, "programs.over": 1,
    }  # fmt: skip


def test_e_21_missing_support_contacts_stand_on_every_coordinators_desk(coordinator: User, now: datetime) -> None:
    GuidelinesFactory.create(program=ProgramFactory.create(coordinator=coordinator))

    assert keys(coordinator, now) == {"programs.contacts": 1}
    assert keys(UserFactory.create(), now) == {}


def test_a_line_leads_to_the_one_thing_or_to_a_list_of_just_these(coordinator: User, now: datetime) -> None:
    SupportContactFactory.create()
    first = GuidelinesFactory.create(program=ProgramFactory.create(coordinator=coordinator), draft=True)
    assert desk_items(coordinator, now=now)[0].url == f"/admin/programs/guidelines/{first.pk}/change/"

    second = GuidelinesFactory.create(program=ProgramFactory.create(coordinator=coordinator), draft=True)
    [item] = desk_items(coordinator, now=now)
    assert item.url.startswith("/admin/programs/guidelines/?pk__in=")
    assert {str(first.pk), str(second.pk)} == set(item.url.split("=")[1].split(","))
