"""A message is a row first, once, and only if its cause is committed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from django.core import mail

from notifications.delivery import deliver_due
from notifications.links import absolute
from notifications.models import Category, Message, Status
from notifications.outbox import KINDS, Button, Kind, Mail, queue
from notifications.tests.checking import check_mail, link_of
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def kind() -> Iterator[str]:
    """A kind of message that exists in these tests only."""

    def render(message: Message, *, now: datetime) -> Mail | None:
        if message.context.get("pointless"):
            return None
        return Mail("people_invitation", {"sender": "Ines"}, button=Button("Sign in", absolute("/accounts/login/")))

    KINDS["tests.hello"] = Kind("tests.hello", Category.TRANSACTIONAL, render)
    yield "tests.hello"
    del KINDS["tests.hello"]


@pytest.mark.django_db
def test_a_queued_message_is_sent_once(now: datetime) -> None:
    person = UserFactory()
    row = queue("tests.hello", recipient=person, now=now)

    assert deliver_due(now=now) == 1
    assert deliver_due(now=now) == 0

    row.refresh_from_db()
    assert (row.status, row.sent_at) == (Status.SENT, now)
    assert mail.outbox[0].to == [person.email]
    check_mail(mail.outbox[0])
    assert link_of(mail.outbox[0]).endswith("/accounts/login/")
