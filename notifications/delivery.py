"""Delivery: claims rows that are due, makes their mails and sends them, each once, over one connection a batch.

Any number of senders may run at once. A claim skips rows that another sender has locked and puts a lease on
its own (B-03); a sender that dies leaves rows whose lease runs out, and the next sweep takes them (B-04).
The lease is longer than the hard time limit of a Celery task, so no living sender outlasts its own.
"""

from __future__ import annotations

import logging
import os
import socket
import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.core import mail as django_mail
from django.db import transaction

from notifications import quiet
from notifications.failures import describe, is_permanent, retry_at
from notifications.models import Category, Message, Status
from notifications.outbox import KINDS
from notifications.rendering import compose

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives
    from django.core.mail.backends.base import BaseEmailBackend

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)
BATCH = 50


def deliver_due(*, now: datetime) -> int:
    """Send all messages that are due at `now` and return how many went out.

    A mail server that fails moves its messages to a later time. An error in a renderer does the same to that one
    message, does not keep back the others, and is raised once they are through.
    """
    owner = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:12]}"
    sent = 0
    bugs: list[Exception] = []
    full = True
    while full:
        batch = claim(owner, now=now)
        full = len(batch) == BATCH
        with Sender(now=now) as sender:
            for message in batch:
                sender.handle(message)
        sent += sender.sent
        bugs += sender.bugs
    if bugs:
        raise ExceptionGroup("Messages that could not be rendered", bugs)
    return sent


@transaction.atomic
def claim(owner: str, *, now: datetime, at_most: int = BATCH) -> list[Message]:
    """Take rows that are due and that nobody else is taking, oldest first, for the length of the lease."""
    due = Message.objects.due(now).order_by("due_at", "pk").select_for_update(skip_locked=True)
    taken = list(due.values_list("pk", flat=True)[:at_most])
    if not taken:
        return []
    mine = Message.objects.filter(pk__in=taken)
    mine.update(status=Status.CLAIMED, claimed_by=owner, lease_until=now + LEASE)
    return list(mine.select_related("recipient__site").order_by("due_at", "pk"))


class Sender:
    """Sends one batch over one connection, opened at the first mail."""

    def __init__(self, *, now: datetime) -> None:
        self.now = now
        self.sent = 0
        self.bugs: list[Exception] = []
        self.connection: BaseEmailBackend = django_mail.get_connection()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.connection.close()

    def handle(self, message: Message) -> None:
        """Send one claimed message, or say why not."""
        if message.category == Category.PROGRAM and not quiet.is_open(self.now, message.recipient.zone):
            due_at = quiet.next_opening(self.now, message.recipient.zone)
            self._settle(message, status=Status.QUEUED, due_at=due_at)
            return
        try:
            # Committed before it is sent: a link in the mail works even if this process dies right after.
            with transaction.atomic():
                email = self._email(message)
        except Exception as error:  # noqa: BLE001 - one broken renderer must not keep back the others' mail
            logger.error("Message %s (%s) could not be rendered: %s", message.pk, message.kind, type(error).__name__)  # noqa: TRY400 - the error is raised after the batch
            self.bugs.append(error)
            self._fail(message, error)
            return
        if email is None:
            self._settle(message, status=Status.SUPERSEDED)
            return
        self._send(message, email)

    def _email(self, message: Message) -> EmailMultiAlternatives | None:
        """Ask the cause again (B-06) and write the mail with what is true now (B-05)."""
        recipient = message.recipient
        if not recipient.email or not recipient.is_employed(self.now.astimezone(recipient.zone).date()):
            return None
        mail = KINDS[message.kind].render(message, now=self.now)
        return compose(message, mail) if mail else None

    def _send(self, message: Message, email: EmailMultiAlternatives) -> None:
        try:
            self.connection.open()
            self.connection.send_messages([email])
        except (OSError, ValueError) as error:  # SMTPException is an OSError; ValueError: an address no mail can go to
            logger.warning("Message %s (%s) was not sent: %s", message.pk, message.kind, type(error).__name__)
            self._fail(message, error)
            self.connection.close()
            return
        self._settle(message, status=Status.SENT, sent_at=self.now)
        self.sent += 1

    def _fail(self, message: Message, error: Exception) -> None:
        later = None if is_permanent(error) else retry_at(message, now=self.now)
        self._settle(
            message,
            status=Status.QUEUED if later else Status.DEAD,
            due_at=later or message.due_at,
            attempts=message.attempts + 1,
            last_error=describe(error),
        )

    def _settle(self, message: Message, **fields: object) -> None:
        """Write the outcome, unless the lease ran out and another sender has the row by now."""
        if fields["status"] in {Status.SENT, Status.SUPERSEDED}:
            fields["to_address"] = ""
        Message.objects.filter(pk=message.pk, status=Status.CLAIMED, claimed_by=message.claimed_by).update(
            claimed_by="", lease_until=None, **fields
        )
