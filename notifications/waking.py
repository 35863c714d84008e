"""Waking work up. Celery is only the alarm clock: what is due stands in the database, and a sweep finds it anyway."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from celery import Celery, current_app
from django.db import transaction

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Alarm:
    """One call of one task by its name, comparable, so that a transaction rings each alarm once."""

    task: str
    args: tuple[int | str, ...]
    app: Celery = field(default=current_app, compare=False, repr=False)

    def __call__(self) -> None:
        """Hand the task to the broker. One that is down is logged: the work waits in the database."""
        try:
            self.app.send_task(self.task, self.args, retry=False)
        except Exception as error:  # noqa: BLE001 - whatever the broker's client raises, the transaction stands
            logger.warning("Broker not reached for %s: %s", self.task, type(error).__name__)


def wake(task: str, *args: int | str) -> None:
    """Have the task of this name run once the current transaction is committed; never raise.

    The name, so that no process imports tasks, which import processes. A house rule holds that each name exists.

    Waking the same task with the same arguments again in one transaction does nothing more.
    """
    alarm = Alarm(task, args)
    # A savepoint that is rolled back takes its alarms along, so what still stands here will ring.
    if not any(waiting == alarm for _sids, waiting, *_rest in transaction.get_connection().run_on_commit):
        transaction.on_commit(alarm)
