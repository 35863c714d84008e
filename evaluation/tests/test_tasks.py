"""B-09: what the schedule wakes may run twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from evaluation import tasks
from evaluation.models import ContactRequest, SurveyInvitation
from evaluation.tests.factories import ContactRequestFactory, running_cohort
from matching.models import Match, MatchStatus
from notifications.models import Message

pytestmark = pytest.mark.django_db


def test_b09_each_task_leaves_the_same_when_it_runs_twice() -> None:
    today = timezone.now().date()
    running_cohort(pairs=1, starts_on=today - timedelta(days=14), ends_on=today + timedelta(days=160))
    running_cohort(pairs=1, starts_on=today - timedelta(days=150), ends_on=today - timedelta(days=1))
    later = today + timedelta(days=160)
    ContactRequestFactory.create(
        match__starts_on=today, match__ends_on=later, asked_at=timezone.now() - timedelta(days=7)
    )
    left = []
    for _ in range(2):
        for task in (tasks.open_surveys, tasks.close_finished, tasks.escalate_contacts):
            task()
        left.append(
            (
                SurveyInvitation.objects.count(),
                Match.objects.filter(status=MatchStatus.COMPLETED).count(),
                ContactRequest.objects.filter(escalated_at__isnull=False).count(),
                Message.objects.count(),
            )
        )
    assert left[0] == left[1]
    assert left[0] == (4, 1, 1, 4 + 2 + 1)


def test_every_task_of_evaluation_is_on_the_schedule() -> None:
    woken = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {task.name for task in (tasks.open_surveys, tasks.close_finished, tasks.escalate_contacts)} <= woken
