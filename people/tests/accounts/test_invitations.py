"""Who can be invited."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from people.accounts.invitations import invite
from people.errors import PeopleError
from people.models import AuditEvent
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db


def test_an_invitation_is_on_record(now: datetime) -> None:
    person, by = UserFactory.create(), UserFactory.create()

    assert invite(person, by=by, now=now).invited_at == now

    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.object_id, event.at) == ("person.invited", by, str(person.pk), now)


@pytest.mark.parametrize("kept_out", [{"left_on": date(2026, 3, 1)}, {"is_active": False}])
def test_leavers_and_the_shut_out_are_not_invited(kept_out: dict[str, object], now: datetime) -> None:
    person = UserFactory.create(name="Lea", **kept_out)

    with pytest.raises(PeopleError, match="Lea has left or may not sign in"):
        invite(person, by=UserFactory.create(), now=now)


def test_somebody_who_has_signed_in_is_not_invited(now: datetime) -> None:
    person = UserFactory.create(name="Ada", last_login=now)

    with pytest.raises(PeopleError, match="Ada has already signed in"):
        invite(person, by=UserFactory.create(), now=now)
