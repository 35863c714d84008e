from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from unittest import mock

import pytest
from django.conf import settings
from django.utils import timezone

from meetings import tasks
from meetings.models import Meeting
from meetings.tests.factories import MeetingFactory
from notifications.models import Message

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("task", [tasks.queue_reminders, tasks.look_after_pairs, tasks.follow_the_clocks])
def test_b09_a_task_that_runs_twice_leaves_the_same_database(task: Callable[[], None]) -> None:
    MeetingFactory.create()
    states = []
    for minute in range(2):
        with mock.patch.object(timezone, "now", return_value=datetime(2026, 3, 20, 9, minute, tzinfo=UTC)):
            task()
        states.append((set(Message.objects.values_list("key", "due_at")), list(Meeting.objects.values())))

    assert states[0] == states[1]


def test_every_task_is_woken_by_the_clock() -> None:
    woken = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert {
        "meetings.tasks.queue_reminders",
        "meetings.tasks.look_after_pairs",
        "meetings.tasks.follow_the_clocks",
    } <= woken
