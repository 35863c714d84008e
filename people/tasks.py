"""Work that Celery wakes up. Running twice changes nothing."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from people.directory import importing


@shared_task
def forget_files() -> None:
    """Delete the files of the directory that nobody finished with."""
    importing.forget_old(now=timezone.now())
