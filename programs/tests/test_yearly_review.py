"""Roles that see other people's data are confirmed once a year (E-36)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from people.accounts import appointing
from people.models import AuditEvent
from people.tests.factories import UserFactory
from programs import desk_items
from programs.errors import ProgramError
from programs.models import Membership
from programs.tests.factories import MembershipFactory, ProgramFactory
from programs.upkeep import committee

if TYPE_CHECKING:
    from django.test import Client

    from people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def cora() -> User:
    """Return someone who runs a program, and gave the role of another."""
    return MembershipFactory.create(role="coordinator", program=ProgramFactory.create(), added_at=timezone.now()).user


def held(by: User, *, since: datetime, role: str = "committee") -> Membership:
    program = Membership.objects.get(user=by).program
    return MembershipFactory.create(role=role, program=program, added_at=since, added_by=by)


def tones(user: User, now: datetime) -> list[tuple[int, str]]:
    return [(item.count, item.tone) for item in desk_items.desk_items(user, now=now) if item.key == "programs.roles"]


@pytest.mark.parametrize(("days", "expected"), [(100, []), (364, []), (366, [(1, "wait")]), (397, [(1, "stop")])])
def test_e36_a_role_that_nobody_confirmed_for_a_year_is_on_the_desk(
    cora: User, days: int, expected: list[tuple[int, str]]
) -> None:
    now = timezone.now()
    held(cora, since=now - timedelta(days=days))

    assert tones(cora, now) == expected


def test_e36_someone_else_confirms_it_and_it_is_on_record_for_a_year(client: Client, cora: User) -> None:
    now = timezone.now()
    membership = held(cora, since=now - timedelta(days=500))
    type(cora).objects.filter(pk=cora.pk).update(is_staff=True)
    client.force_login(cora)

    client.post(
        reverse("admin:programs_membership_changelist"),
        {"action": "confirm_roles", "_selected_action": [membership.pk]},
    )

    membership.refresh_from_db()
    assert membership.confirmed_by == cora
    assert tones(cora, now) == []
    assert tones(cora, now + timedelta(days=366)) == [(1, "wait")]
    assert AuditEvent.objects.get(action="membership.confirmed").actor == cora


def test_e36_nobody_confirms_their_own_role_or_one_they_do_not_manage(cora: User) -> None:
    own = Membership.objects.get(user=cora)

    with pytest.raises(ProgramError, match="Someone else has to confirm your own role"):
        committee.confirm_membership(own, by=cora, now=timezone.now())
    with pytest.raises(PermissionDenied):
        committee.confirm_membership(own, by=UserFactory.create(), now=timezone.now())


@pytest.mark.parametrize("far", [False, True])
def test_e36_nobody_s_role_is_confirmed_by_someone_whom_they_have_just_given_one(cora: User, far: bool) -> None:
    now = timezone.now()
    program = Membership.objects.get(user=cora).program
    membership = Membership.objects.get(user=cora)
    puppet = UserFactory.create()
    committee.add_member(program, user=puppet, role="coordinator", by=cora, now=now)
    if far:
        second, first = UserFactory.create(), puppet
        committee.add_member(program, user=second, role="coordinator", by=first, now=now)
        puppet = second

    with pytest.raises(ProgramError, match="gave you your own role less than a week ago"):
        committee.confirm_membership(membership, by=puppet, now=now)

    later = now + committee.SETTLED
    assert committee.confirm_membership(membership, by=puppet, now=later).confirmed_by == puppet


def test_e36_an_administrator_whom_someone_has_just_appointed_does_not_confirm_their_role(cora: User) -> None:
    now = timezone.now()
    membership = Membership.objects.get(user=cora)
    puppet = appointing.appoint_administrator(UserFactory.create(), by=cora, now=now)
    second = UserFactory.create()
    committee.add_member(membership.program, user=second, role="coordinator", by=puppet, now=now)

    for user in (puppet, second):
        with pytest.raises(ProgramError, match="gave you your own role"):
            committee.confirm_membership(membership, by=user, now=now)


def test_e36_who_has_run_the_program_for_longer_confirms_whatever_they_were_given_since(cora: User) -> None:
    now = timezone.now()
    membership = Membership.objects.get(user=cora)
    other = held(cora, since=now - committee.SETTLED, role="coordinator").user
    appointing.appoint_administrator(other, by=cora, now=now)

    assert committee.confirm_membership(membership, by=other, now=now).confirmed_by == other
