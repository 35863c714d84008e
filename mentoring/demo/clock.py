"""Lets weeks of a program pass in seconds: every process takes `now`, so the demo's clock decides what time it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from agreements.documents.documents import make_missing_documents
from agreements.signing.reminders import remind_signers
from evaluation.closing import close_finished
from evaluation.survey.surveys import open_surveys
from matching.pairs.proposals import lapse_unanswered, remind_unanswered
from meetings.schedule.reminders import queue_check_ins, queue_reminders
from mentoring.demo.mail import Postmark
from notifications.models import Message, Status
from notifications.transport.delivery import deliver_due

if TYPE_CHECKING:
    from collections.abc import Callable

# When everything is looked at on a working day, in UTC. Reminders are written days ahead, so once is often enough.
HOUR = 7
FRIDAY = 4


class Clock:
    """The time of a rehearsal. `at` waits until a moment; on the way the sweeps run that beat wakes in production."""

    def __init__(self, now: datetime, *, after: Callable[[datetime], None] | None = None) -> None:
        self.now = now
        self.after = after

    def at(self, moment: datetime) -> datetime:
        """Let time pass until `moment` (never back) and return the time."""
        while (step := self.next_look()) < moment:
            self.deliver_until(step)
            self.now = step
            self.sweep()
        self.deliver_until(moment)
        self.now = max(self.now, moment)
        return self.now

    def deliver_until(self, moment: datetime) -> None:
        """Send what is due on the way, each message at its time."""
        while due_at := self.next_message(moment):
            self.now = max(self.now, due_at)
            self.deliver()

    def deliver(self) -> None:
        """Send what is due now, with today's postmark."""
        Postmark.now = self.now
        deliver_due(now=self.now)

    def next_message(self, moment: datetime) -> datetime | None:
        """When the next message leaves, if it does before `moment`."""
        waiting = Message.objects.filter(status=Status.QUEUED, due_at__lt=moment)
        return waiting.order_by("due_at").values_list("due_at", flat=True).first()

    def minutes(self, count: int) -> datetime:
        """Let a few minutes pass between two things that people do."""
        self.now += timedelta(minutes=count)
        return self.now

    def next_look(self) -> datetime:
        """The next time of a working day at which everything is looked at."""
        step = self.now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        while step.hour != HOUR or step.weekday() > FRIDAY:
            step += timedelta(hours=1)
        return step

    def sweep(self) -> None:
        """What Celery's schedule does, and what people do once they see it."""
        queue_reminders(now=self.now)
        open_surveys(now=self.now)
        remind_unanswered(now=self.now)
        lapse_unanswered(now=self.now)
        remind_signers(now=self.now)
        close_finished(now=self.now)
        make_missing_documents(now=self.now)
        queue_check_ins(now=self.now)
        self.deliver()
        if self.after:
            self.after(self.now)
