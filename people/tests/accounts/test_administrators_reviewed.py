"""Administrators see much, so others confirm each of them once a year (E-36)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from people.accounts import appointing
from people.desk import items as desk_items
from people.errors import PeopleError
from people.models import AuditEvent, User
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    return UserFactory.create(is_staff=True, is_organization_administrator=True, administrator_since=timezone.now())


def appointed(days_ago: int, *, now: datetime) -> User:
    since = now - timedelta(days=days_ago)
    return UserFactory.create(is_staff=True, is_organization_administrator=True, administrator_since=since)


def lines(user: User, now: datetime) -> list[tuple[int, str]]:
    items = desk_items.desk_items(user, now=now)
    return [(item.count, item.tone) for item in items if item.key == "people.administrators"]


@pytest.mark.parametrize(("days", "expected"), [(364, []), (366, [(1, "wait")]), (397, [(1, "stop")])])
def test_e36_an_administrator_nobody_confirmed_for_a_year_is_on_the_desk_of_the_others(
    ada: User, days: int, expected: list[tuple[int, str]]
) -> None:
    now = timezone.now()
    other = appointed(days, now=now)

    assert lines(ada, now) == expected
    assert lines(other, now) == []


def test_e36_another_administrator_confirms_it_on_the_desk_and_it_is_on_record(client: Client, ada: User) -> None:
    now = timezone.now()
    other = appointed(500, now=now)
    client.force_login(ada)
    page = f"{reverse('admin:people_user_changelist')}?employment=administrators"

    response = client.post(page, {"action": "confirm_administrators", "_selected_action": [other.pk]}, follow=True)

    other.refresh_from_db()
    assert "1 role is confirmed." in response.content.decode()
    assert other.administrator_confirmed_by == ada
    assert lines(ada, now) == []
    assert AuditEvent.objects.filter(action="person.administrator_confirmed", actor=ada, object_id=other.pk).exists()


def test_e36_nobody_confirms_their_own_role_or_one_that_is_none(ada: User) -> None:
    now = timezone.now()
    for user, sentence in ((ada, "Someone else has to confirm"), (UserFactory.create(), "is not an organisation adm")):
        with pytest.raises(PeopleError, match=sentence):
            appointing.confirm_administrator(user, by=ada, now=now)
    with pytest.raises(PermissionDenied):
        appointing.confirm_administrator(ada, by=UserFactory.create(is_staff=True), now=now)


def test_e36_the_database_refuses_a_role_that_its_holder_confirmed(ada: User) -> None:
    with pytest.raises(IntegrityError, match="administrator_confirmed_by_someone_else"):
        User.objects.all().filter(pk=ada.pk).update(
            administrator_confirmed_at=timezone.now(), administrator_confirmed_by=ada
        )


def test_e36_the_list_of_administrators_shows_them_alone(client: Client, ada: User) -> None:
    UserFactory.create(name="Coordinator Cora", is_staff=True)
    client.force_login(ada)

    page = client.get(f"{reverse('admin:people_user_changelist')}?employment=administrators").content.decode()

    assert ada.email in page
    assert "Coordinator Cora" not in page


def test_e36_an_administrator_is_not_confirmed_by_the_one_they_have_just_appointed() -> None:
    now = timezone.now()
    olga = appointed(500, now=now)
    puppet = appointing.appoint_administrator(UserFactory.create(), by=olga, now=now)

    with pytest.raises(PeopleError, match="appointed you less than a week ago"):
        appointing.confirm_administrator(olga, by=puppet, now=now)

    appointing.confirm_administrator(olga, by=puppet, now=now + appointing.SETTLED)
