"""Roles in a program: given, ended, and in effect at once (P-02)."""

from __future__ import annotations

import datetime as dt
from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied

from notifications.models import Message
from notifications.outbox import KINDS
from people.models import AuditEvent, User
from people.policy import Role
from people.tests.factories import UserFactory
from programs.errors import ProgramError
from programs.models import Approval, Membership, Program
from programs.tests.factories import ApprovalFactory, GuidelinesFactory, MembershipFactory, ProgramFactory
from programs.upkeep.committee import add_member, end_membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator() -> User:
    return UserFactory.create()


@pytest.fixture
def program(coordinator: User) -> Program:
    return ProgramFactory.create(coordinator=coordinator)


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.FACILITATOR, Role.COORDINATOR])
def test_p_02_somebody_gets_a_role(role: Role, program: Program, coordinator: User, now: datetime) -> None:
    colleague = UserFactory.create()

    membership = add_member(program, user=colleague, role=role, by=coordinator, now=now)

    assert program.roles_of(colleague) == {role}
    assert (membership.added_by, membership.added_at) == (coordinator, now)
    assert AuditEvent.objects.filter(action="membership.added").count() == 1


def test_only_coordinators_may_open_the_dashboard(program: Program, coordinator: User, now: datetime) -> None:
    committee, second = UserFactory.create(), UserFactory.create()
    add_member(program, user=committee, role=Role.COMMITTEE, by=coordinator, now=now)
    add_member(program, user=second, role=Role.COORDINATOR, by=coordinator, now=now)

    assert set(User.objects.filter(is_staff=True)) == {coordinator, second}


def test_a_role_that_is_held_already_is_not_given_twice(program: Program, coordinator: User, now: datetime) -> None:
    colleague = UserFactory.create()
    first = add_member(program, user=colleague, role=Role.COMMITTEE, by=coordinator, now=now)

    assert add_member(program, user=colleague, role=Role.COMMITTEE, by=coordinator, now=now) == first
    assert Message.objects.count() == 1


def test_somebody_who_has_left_gets_no_role(program: Program, coordinator: User, now: datetime) -> None:
    leaver = UserFactory.create(name="Lea Gone", left_on=dt.date(2026, 3, 1))

    with pytest.raises(ProgramError, match="Lea Gone has left"):
        add_member(program, user=leaver, role=Role.COMMITTEE, by=coordinator, now=now)


def test_a_committee_member_gives_no_roles(program: Program, now: datetime) -> None:
    member = MembershipFactory.create(program=program).user

    with pytest.raises(PermissionDenied):
        add_member(program, user=UserFactory.create(), role=Role.COORDINATOR, by=member, now=now)


def test_the_founder_gives_no_roles_after_their_own_has_ended(now: datetime) -> None:
    program = ProgramFactory.create()
    MembershipFactory.create(program=program, role=Role.COORDINATOR)

    with pytest.raises(PermissionDenied):
        add_member(program, user=program.created_by, role=Role.COORDINATOR, by=program.created_by, now=now)


def test_a_role_ends_at_once_and_stays_on_record(program: Program, coordinator: User, now: datetime) -> None:
    membership = MembershipFactory.create(program=program)

    ended = end_membership(membership, by=coordinator, now=now)

    assert program.roles_of(membership.user) == set()
    assert (ended.ended_at, ended.ended_by) == (now, coordinator)


def test_a_program_keeps_one_coordinator(program: Program, coordinator: User, now: datetime) -> None:
    with pytest.raises(ProgramError, match="needs a coordinator"):
        end_membership(Membership.objects.get(program=program), by=coordinator, now=now)


def test_the_dashboard_closes_with_the_last_program_that_one_coordinates(program: Program, coordinator: User, now: datetime) -> None:  # fmt: skip
    other = ProgramFactory.create(coordinator=coordinator)
    for each in (program, other):
        MembershipFactory.create(program=each, role=Role.COORDINATOR)

    end_membership(Membership.objects.get(program=program, user=coordinator), by=coordinator, now=now)
    coordinator.refresh_from_db()
    assert coordinator.is_staff

    end_membership(Membership.objects.get(program=other, user=coordinator), by=coordinator, now=now)
    coordinator.refresh_from_db()
    assert not coordinator.is_staff


def test_p_03_who_joins_the_committee_during_a_review_is_asked(program: Program, coordinator: User, now: datetime) -> None:  # fmt: skip
    guidelines = GuidelinesFactory.create(program=program, in_review=True)
    colleague = UserFactory.create()

    add_member(program, user=colleague, role=Role.COMMITTEE, by=coordinator, now=now)
    add_member(program, user=UserFactory.create(), role=Role.COORDINATOR, by=coordinator, now=now)

    assert [approval.member for approval in Approval.objects.filter(guidelines=guidelines)] == [colleague]


def test_p_03_who_leaves_the_committee_is_asked_no_longer(program: Program, coordinator: User, now: datetime) -> None:
    approval = ApprovalFactory.create(guidelines=GuidelinesFactory.create(program=program, in_review=True))

    end_membership(Membership.objects.get(user=approval.member), by=coordinator, now=now)

    assert not Approval.objects.exists()
    assert AuditEvent.objects.filter(action="guidelines.question_withdrawn").exists()


def test_who_may_approve_by_another_role_stays_asked(program: Program, coordinator: User, now: datetime) -> None:
    approval = ApprovalFactory.create(guidelines=GuidelinesFactory.create(program=program, in_review=True))
    MembershipFactory.create(program=program, user=approval.member, role=Role.FACILITATOR)

    end_membership(Membership.objects.get(user=approval.member, role=Role.COMMITTEE), by=coordinator, now=now)

    assert Approval.objects.awaited().get() == approval


def test_e32_a_coordinator_who_has_left_is_not_the_one_that_a_program_needs(program: Program, coordinator: User, now: datetime) -> None:  # fmt: skip
    gone = UserFactory.create(left_on=now.date())
    MembershipFactory.create(program=program, user=gone, role=Role.COORDINATOR)
    shut_out = UserFactory.create(is_active=False)
    MembershipFactory.create(program=program, user=shut_out, role=Role.COORDINATOR)

    with pytest.raises(ProgramError, match="needs a coordinator"):
        end_membership(program.memberships.get(user=coordinator), by=coordinator, now=now)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.FACILITATOR, Role.COMMITTEE])
def test_e38_an_administrator_does_not_let_themselves_in_while_a_coordinator_can(role: Role, program: Program, now: datetime) -> None:  # fmt: skip
    administrator = UserFactory.create(is_organization_administrator=True)

    with pytest.raises(ProgramError, match="cannot give it to yourself"):
        add_member(program, user=administrator, role=role, by=administrator, now=now)

    assert not program.memberships.filter(user=administrator).exists()


def test_e38_a_program_whose_coordinators_have_all_left_gets_a_new_one(program: Program, coordinator: User, now: datetime) -> None:  # fmt: skip
    User.objects.filter(pk=coordinator.pk).update(left_on=now.date())
    administrator, colleague = UserFactory.create(is_organization_administrator=True), UserFactory.create()

    given = add_member(program, user=colleague, role=Role.COORDINATOR, by=administrator, now=now)
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    own = add_member(program, user=administrator, role=Role.COORDINATOR, by=administrator, now=now)

    trail = AuditEvent.objects.filter(action="membership.added").values_list("object_id", "actor")
    assert set(trail) >= {(str(given.pk), administrator.pk), (str(own.pk), administrator.pk)}


def test_e38_the_coordinators_hear_of_a_role_that_an_administrator_gives(
    program: Program, coordinator: User, now: datetime
) -> None:
    administrator = UserFactory.create(name="Ada Admin", is_organization_administrator=True)
    accomplice = UserFactory.create(name="Arno Accomplice")

    membership = add_member(program, user=accomplice, role=Role.COORDINATOR, by=administrator, now=now)

    message = Message.objects.get(kind="programs.role_from_outside")
    assert message.recipient == coordinator
    mail = KINDS[message.kind].render(message, now=now)
    assert mail is not None
    assert {str(value) for _label, value in mail.facts} >= {"Arno Accomplice", "Ada Admin"}
    end_membership(membership, by=coordinator, now=now)
    assert KINDS[message.kind].render(message, now=now) is None


def test_e38_of_a_role_that_a_coordinator_gives_nobody_else_is_told(
    program: Program, coordinator: User, now: datetime
) -> None:
    add_member(program, user=UserFactory.create(), role=Role.COORDINATOR, by=coordinator, now=now)

    assert not Message.objects.filter(kind="programs.role_from_outside").exists()
