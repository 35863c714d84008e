"""Roles that see other people's data are confirmed once a year (E-36)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from people.models import AuditEvent
from people.tests.factories import UserFactory
from programs import committee, desk_items
from programs.errors import ProgramError
from programs.models import Membership
from programs.tests.factories import MembershipFactory, ProgramFactory

if TYPE_CHECKING:
    from django.test import Client

    from people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def cora() -> User:
    """Return somebody who runs a program, and gave the role of another."""
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
