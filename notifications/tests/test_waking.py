"""Waking is a courtesy: it happens after the commit, once, and a broker that is down hurts nobody (B-07)."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from celery import Celery
from django.conf import settings
from django.db import transaction

from launcher.ports import free_port
from notifications.models import Message
from notifications.outbox import queue
from notifications.transport.delivery import deliver_due
from notifications.waking import Alarm, wake
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from datetime import datetime

    from pytest_django import DjangoCaptureOnCommitCallbacks

pytestmark = pytest.mark.django_db

DELIVER = "notifications.tasks.deliver"


def test_a_message_that_is_due_wakes_the_sender_after_the_commit_and_once(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, now: datetime
) -> None:
    with django_capture_on_commit_callbacks() as waiting:
        for number in range(3):
            queue("tests.hello", recipient=UserFactory.create(), occurrence=str(number), now=now)

    assert waiting == [Alarm(DELIVER, ())]


def test_other_arguments_ring_an_alarm_of_their_own(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks() as waiting:
        wake(DELIVER, 1)
        wake(DELIVER, 2)
        wake(DELIVER, 1)

    assert waiting == [Alarm(DELIVER, (1,)), Alarm(DELIVER, (2,))]


def test_an_alarm_of_a_savepoint_that_is_rolled_back_can_be_set_again(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks() as waiting:
        with transaction.atomic():
            wake(DELIVER)
            transaction.set_rollback(True)
        wake(DELIVER)

    assert waiting == [Alarm(DELIVER, ())]


def test_a_message_for_later_wakes_nobody(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, now: datetime
) -> None:
    with django_capture_on_commit_callbacks() as waiting:
        queue("tests.hello", recipient=UserFactory.create(), now=now, due_at=now.replace(hour=23))

    assert waiting == []


def test_b07_with_the_broker_down_the_deed_stands_and_the_sweep_sends(
    now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    lonely = Celery("lonely", broker=f"redis://127.0.0.1:{free_port()}/0", set_as_current=False)
    lonely.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS

    queue("tests.hello", recipient=UserFactory.create(email="ada@example.org"), now=now)

    with caplog.at_level(logging.WARNING):
        Alarm("nobody.hears", (), app=lonely)()

    assert "Broker not reached for nobody.hears" in caplog.text
    assert "ada@example.org" not in caplog.text
    assert Message.objects.count() == deliver_due(now=now) == 1
