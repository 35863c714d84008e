"""What Celery runs: the sweep over messages that are due."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from notifications.transport import delivery


@shared_task
def deliver() -> int:
    """Send what is due. Runs every minute and whenever a message was queued; any number may run at once."""
    return delivery.deliver_due(now=timezone.now())
