"""What Celery's schedule wakes up. Each task may run twice."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from evaluation import closing
from evaluation.survey import contacting, surveys


@shared_task
def open_surveys() -> None:
    """Invite, remind, and show what closed."""
    surveys.open_surveys(now=timezone.now())


@shared_task
def close_finished() -> None:
    """Complete the relationships whose time is over."""
    closing.close_finished(now=timezone.now())


@shared_task
def escalate_contacts() -> None:
    """Pass on wishes to be contacted that nobody answered."""
    contacting.escalate_contacts(now=timezone.now())
