"""Delivery over real SMTP: one connection a batch, refusals, and what arrives."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from notifications.models import Status
from notifications.outbox import queue
from notifications.tests.smtp import MailServer, serving
from notifications.transport.delivery import deliver_due
from notifications.transport.rendering import message_id
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pytest_django.fixtures import SettingsWrapper


@pytest.fixture
def server(settings: SettingsWrapper) -> Iterator[MailServer]:
    """Start the server and point Django at it."""
    with serving(settings) as server:
        yield server


@pytest.mark.django_db
def test_a_batch_travels_over_one_connection(server: MailServer, now: datetime) -> None:
    people = UserFactory.create_batch(5)
    for person in people:
        queue("tests.hello", recipient=person, now=now)

    assert deliver_due(now=now) == 5

    assert sorted(mail["To"] for mail in server.mails) == sorted(person.email for person in people)
    assert server.connections == 1


@pytest.mark.django_db
def test_b12_a_refused_address_is_dead_at_once_and_the_others_still_get_theirs(
    server: MailServer, now: datetime
) -> None:
    gone, here = UserFactory.create_batch(2)
    server.answers[gone.email] = "550 5.1.1 no such user"
    dead = queue("tests.hello", recipient=gone, now=now)
    queue("tests.hello", recipient=here, now=now)

    assert deliver_due(now=now) == 1

    dead.refresh_from_db()
    assert (dead.status, dead.attempts, dead.last_error) == (Status.DEAD, 1, "SMTPRecipientsRefused 550")
    assert [mail["To"] for mail in server.mails] == [here.email]


@pytest.mark.django_db
def test_b12_a_busy_mailbox_is_tried_again_and_gets_the_same_message_id(server: MailServer, now: datetime) -> None:
    busy = UserFactory.create()
    server.answers[busy.email] = "451 4.7.1 greylisted, come back"
    row = queue("tests.hello", recipient=busy, now=now)

    assert deliver_due(now=now) == 0
    row.refresh_from_db()
    assert (row.status, row.attempts) == (Status.QUEUED, 1)
    assert now + timedelta(seconds=45) < row.due_at <= now + timedelta(minutes=1)

    assert deliver_due(now=row.due_at) == 1
    assert [mail["Message-ID"] for mail in server.mails] == [message_id(row)]


@pytest.mark.django_db
def test_b19_what_arrives_is_text_and_html_marked_as_automatic(server: MailServer, now: datetime) -> None:
    queue("tests.hello", recipient=UserFactory.create(name="Zoë Müller"), now=now)

    deliver_due(now=now)

    (mail,) = server.mails
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    body = mail.get_body(("plain",))
    assert body is not None
    assert "Hello Zoë," in body.get_content()
