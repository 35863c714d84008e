"""Nobody is made an organisation administrator without the others hearing of it (E-36)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from notifications.models import Message
from notifications.outbox import KINDS
from people.accounts import appointing, editing
from people.models import User
from people.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    return UserFactory.create(is_staff=True, is_organization_administrator=True, administrator_since=timezone.now())


def test_e36_the_other_administrators_hear_of_a_new_one(ada: User) -> None:
    now = timezone.now()
    other = UserFactory.create(is_organization_administrator=True)
    left = UserFactory.create(is_organization_administrator=True, is_active=False)
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
