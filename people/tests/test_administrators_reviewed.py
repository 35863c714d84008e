"""Administrators see much, so others hear of a new one, and confirm each of them once a year (E-36)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from notifications.models import Message
from notifications.outbox import KINDS
from people import appointing, desk_items, editing
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
    for user, sentence in ((ada, "Someone else has to confirm"), (UserFactory.create(), "is not an organization adm")):
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


def test_e36_the_other_administrators_hear_of_a_new_one(ada: User) -> None:
    now = timezone.now()
    other, left = appointed(10, now=now), UserFactory.create(is_organization_administrator=True, is_active=False)
    person = UserFactory.create(name="Nora New")
    person.is_organization_administrator = True

    editing.keep(person, changed=["is_organization_administrator"], by=ada, now=now)
    editing.keep(person, changed=["job_title"], by=ada, now=now + timedelta(minutes=1))

    told = Message.objects.filter(kind="people.administrator_appointed")
    assert [message.recipient for message in told] == [other]
    assert left not in {message.recipient for message in told}
    mail = KINDS["people.administrator_appointed"].render(told.get(), now=now)
    assert mail is not None
    assert dict(mail.facts) == {"New administrator": "Nora New", "Appointed by": ada.name}


def test_e36_of_one_whom_the_operator_appoints_all_hear_and_of_one_who_is_none_any_more_nobody(ada: User) -> None:
    now = timezone.now()
    person = UserFactory.create()

    appointing.appoint_administrator(person, by=None, now=now)

    message = Message.objects.get(kind="people.administrator_appointed")
    assert message.recipient == ada
    mail = KINDS[message.kind].render(message, now=now)
    assert mail is not None
    assert dict(mail.facts)["Appointed by"] == "The operator of the installation"
    User.objects.all().filter(pk=person.pk).update(is_organization_administrator=False)
    assert KINDS[message.kind].render(message, now=now) is None
