"""An invitation is a mail with one button, once a day at most, and none for who is in already."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.urls import reverse

from notifications.links import absolute
from notifications.models import Message, Status
from notifications.tests.checking import check_mail, link_of
from notifications.transport.delivery import deliver_due
from people.accounts.invitations import invite
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db


def test_somebody_who_is_invited_gets_a_mail_with_the_way_to_sign_in(now: datetime) -> None:
    person = UserFactory.create()

    invite(person, by=UserFactory.create(name="Olga Admin", email="olga@example.org"), now=now)
    deliver_due(now=now)

    check_mail(mail.outbox[0])
    assert (mail.outbox[0].to, mail.outbox[0].reply_to) == ([person.email], ["olga@example.org"])
    assert "Olga Admin has invited you to mentoring at work." in str(mail.outbox[0].body)
    assert link_of(mail.outbox[0]) == absolute(reverse("account_login"))


def test_inviting_twice_a_day_sends_one_mail_and_the_next_day_another(now: datetime) -> None:
    person, by = UserFactory.create(), UserFactory.create()

    for moment in (now, now + timedelta(hours=1), now + timedelta(days=1)):
        invite(person, by=by, now=moment)

    assert Message.objects.count() == 2


def test_b06_an_invitation_is_pointless_once_the_person_has_signed_in(now: datetime) -> None:
    person = UserFactory.create()
    invite(person, by=UserFactory.create(), now=now)
    person.refresh_from_db()
    person.last_login = now
    person.save()

    deliver_due(now=now)

    assert mail.outbox == []
    assert Message.objects.get().status == Status.SUPERSEDED
