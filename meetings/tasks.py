"""Work that Celery wakes up. What is due stands in the database; running twice changes nothing."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from meetings.pairs import looking_after
from meetings.schedule import planning, recording, reminders


@shared_task
def queue_reminders() -> None:
    """Write the reminders of the next days."""
    reminders.queue_reminders(now=timezone.now())


@shared_task
def look_after_pairs() -> None:
    """Ask pairs that do not meet; of pairs that have parted, close what was not recorded and delete what is old."""
    now = timezone.now()
    reminders.queue_check_ins(now=now)
    recording.close_unrecorded(now=now)
    looking_after.forget_old(now=now)


@shared_task
def follow_the_clocks() -> None:
    """Compute coming meetings anew, in case a country has changed its clocks."""
    planning.follow_the_clocks(now=timezone.now())
