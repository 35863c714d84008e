"""Administrators see whether mail went out and settle what is stuck; nobody sees what stood in it (B-05, B-12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from notifications.models import Message, Status
from notifications.tests.factories import MessageFactory
from people.models import AuditEvent, User
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
LIST = "admin:notifications_message_changelist"


@pytest.fixture
def administrator(client: Client) -> User:
    """Sign an organisation administrator in."""
    user = UserFactory.create(is_staff=True, is_organization_administrator=True)
    client.force_login(user)
    return user


def settle(client: Client, action: str, *rows: Message) -> list[str]:
    """Run an action over rows and return what was said."""
    answer = client.post(reverse(LIST), {"action": action, "_selected_action": [row.pk for row in rows]})
    return [str(message) for message in get_messages(answer.wsgi_request)]


def statuses(*rows: Message) -> list[str]:
    """Read back where rows stand."""
    for row in rows:
        row.refresh_from_db()
    return [row.status for row in rows]


def test_b12_stuck_messages_are_sent_again_and_others_left_alone(client: Client, administrator: User) -> None:
    dead, sent = MessageFactory.create(status=Status.DEAD, attempts=7), MessageFactory.create()

    assert settle(client, "retry", dead, sent) == [
        "1 message was not stuck, so it stays as it is.",
        "1 message is sent again.",
    ]

    assert statuses(dead, sent) == [Status.QUEUED, Status.QUEUED]
    assert dead.attempts == 0
    assert AuditEvent.objects.get().action == "message.retried"


def test_b12_stuck_messages_are_let_go(client: Client, administrator: User) -> None:
    dead = MessageFactory.create(status=Status.DEAD)

    assert settle(client, "drop", dead) == ["1 message will not be sent."]

    assert statuses(dead) == [Status.SUPERSEDED]
    assert AuditEvent.objects.get().action == "message.dropped"


def test_b05_the_page_of_a_message_shows_its_fate_and_no_ids_or_text(client: Client, administrator: User) -> None:
    row = MessageFactory.create(context={"token_of": "something-private"}, subject_id="subject-4711")

    page = client.get(reverse("admin:notifications_message_change", args=[row.pk])).content.decode()

    assert row.recipient.name in page
    assert "something-private" not in page
    assert "subject-4711" not in page


def test_coordinators_see_no_messages(client: Client) -> None:
    client.force_login(UserFactory.create(is_staff=True))
    row = MessageFactory.create(status=Status.DEAD)

    assert row.recipient.name not in client.get(reverse(LIST)).content.decode()
    settle(client, "retry", row)
    assert statuses(row) == [Status.DEAD]


def test_a_message_cannot_be_written_changed_or_deleted_by_hand(client: Client, administrator: User) -> None:
    row = MessageFactory.create()

    assert client.get(reverse("admin:notifications_message_add")).status_code == 403
    assert (
        client.post(reverse("admin:notifications_message_change", args=[row.pk]), {"status": "sent"}).status_code == 403
    )
    assert client.get(reverse("admin:notifications_message_delete", args=[row.pk])).status_code == 403
