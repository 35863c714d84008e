"""The first administrator comes from the command line; it is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command

from people.accounts import editing
from people.accounts.appointing import appoint_administrator, keep_one
from people.errors import PeopleError
from people.models import AuditEvent, User
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db


def test_the_command_appoints_somebody_of_the_directory_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    person = UserFactory.create(email="paula@example.org", name="Paula Brandt")

    call_command("appoint_administrator", "Paula@Example.org")

    person.refresh_from_db()
    assert (person.is_organization_administrator, person.is_staff) == (True, True)
    assert "Paula Brandt is an organisation administrator now" in capsys.readouterr().out
    assert AuditEvent.objects.get().action == "person.appointed_administrator"


def test_the_command_names_an_address_that_nobody_has() -> None:
    with pytest.raises(CommandError, match=r"Nobody in the directory has the address nobody@example\.org"):
        call_command("appoint_administrator", "nobody@example.org")


def test_somebody_who_may_not_sign_in_is_not_appointed(now: datetime) -> None:
    person = UserFactory.create(is_active=False)

    with pytest.raises(PeopleError):
        appoint_administrator(person, by=None, now=now)


def test_e32_the_last_administrator_stays_on_whatever_day_they_would_leave(now: datetime) -> None:
    last = UserFactory.create(is_organization_administrator=True)
    UserFactory.create(is_organization_administrator=True, left_on=now.date())
    UserFactory.create(is_organization_administrator=True, is_active=False)

    for name, value in (("is_organization_administrator", False), ("is_active", False), ("left_on", now.date())):
        row = User.objects.get(pk=last.pk)
        setattr(row, name, value)
        with pytest.raises(PeopleError, match="only organisation administrator"):
            editing.keep(row, changed=[name], by=last, now=now)


def test_e32_what_leaves_nobody_to_administrate_is_refused(now: datetime) -> None:
    keep_one(on=now.date())  # an organisation that has none yet
    last = UserFactory.create(is_organization_administrator=True)
    keep_one(on=now.date())
    User.objects.filter(pk=last.pk).update(left_on=now.date())

    with pytest.raises(PeopleError, match="No organisation administrator would be left"):
        keep_one(on=now.date())
