"""People see which mails they were sent, and nobody else's."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.db.models import CharField, JSONField, TextField
from django.urls import reverse

from notifications import tasks
from notifications.models import Message, Status
from notifications.outbox import queue
from notifications.tests.factories import MessageFactory
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


def test_f18_one_sees_ones_own_mails_by_subject_and_time(client: Client, now: datetime) -> None:
    me = UserFactory.create()
    client.force_login(me)
    queue("tests.hello", recipient=me, now=now)
    tasks.deliver()
    [sent] = mail.outbox

    page = client.get(reverse("notifications:list")).content.decode()

    assert Message.objects.get().subject_line == sent.subject
    assert f"<strong>{sent.subject}</strong>" in page


def test_e27_no_copy_is_kept_of_what_a_mail_said() -> None:
    """The page says so. What could hold words is the subject of what went out, and codes of ours."""
    kept = {
        field.name for field in Message._meta.concrete_fields if isinstance(field, (CharField, TextField, JSONField))
    }

    assert kept == {"kind", "key", "category", "to_address", "subject_id", "context", "status", "claimed_by", "last_error", "subject_line"}  # fmt: skip


def test_mails_that_went_out_before_subjects_were_kept_are_told_by_kind(client: Client, now: datetime) -> None:
    me = UserFactory.create()
    client.force_login(me)
    MessageFactory.create(recipient=me, kind="agreements.signature_requested", status=Status.SENT, sent_at=now)
    MessageFactory.create(recipient=me, kind="meetings.reminder")
    MessageFactory.create(kind="surveys.prompt", status=Status.SENT, sent_at=now)

    page = client.get(reverse("notifications:list")).content.decode()

    assert "Signature request" in page
    assert "3 March 2026" in page
    assert "Reminder" not in page, "it is not sent yet"
    assert "Prompt" not in page, "it went to somebody else"


def test_a_list_of_three_asks_as_often_as_a_list_of_one(
    client: Client, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    me = UserFactory.create()
    client.force_login(me)
    MessageFactory.create(recipient=me, status=Status.SENT, sent_at=now)
    with django_assert_num_queries(4):  # session, person, count, page
        client.get(reverse("notifications:list"))
    MessageFactory.create_batch(2, recipient=me, status=Status.SENT, sent_at=now)
    with django_assert_num_queries(4):
        client.get(reverse("notifications:list"))


def test_without_mails_the_page_says_when_there_will_be_some(client: Client) -> None:
    client.force_login(UserFactory.create())

    assert "No emails yet" in client.get(reverse("notifications:list")).content.decode()


def test_b09_the_task_may_run_twice(now: datetime) -> None:
    row = queue("tests.hello", recipient=UserFactory.create(), now=now)

    assert [tasks.deliver(), tasks.deliver()] == [1, 0]

    assert Message.objects.get(pk=row.pk).status == Status.SENT
    assert len(mail.outbox) == 1
