"""Waking work up. Celery is only the alarm clock: what is due stands in the database, and a sweep finds it anyway."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

if TYPE_CHECKING:
    from celery import Task

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Alarm:
    """One call of one task, comparable, so that a transaction rings each alarm once."""

    task: Task[..., Any]
    args: tuple[int | str, ...]

    def __call__(self) -> None:
        """Hand the task to the broker. One that is down is logged: the work waits in the database."""
        try:
            self.task.apply_async(self.args, retry=False)
        except Exception as error:  # noqa: BLE001 - whatever the broker's client raises, the transaction stands
            logger.warning("Broker not reached for %s: %s", self.task.name, type(error).__name__)


def wake(task: Task[..., Any], *args: int | str) -> None:
    """Run `task.delay(*args)` once the current transaction is committed; never raise.

    Waking the same task with the same arguments again in one transaction does nothing more.
    """
    alarm = Alarm(task, args)
    # A savepoint that is rolled back takes its alarms along, so what still stands here will ring.
    if not any(waiting == alarm for _sids, waiting, *_rest in transaction.get_connection().run_on_commit):
        transaction.on_commit(alarm)
