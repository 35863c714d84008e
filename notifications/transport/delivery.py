"""Delivery: claims rows that are due, makes their mails and sends them, each once, over one connection a batch.

Any number of senders may run at once. A claim skips rows that another sender has locked and puts a lease on
its own (B-03); a sender that dies leaves rows whose lease runs out, and the next sweep takes them (B-04).
The lease is longer than the hard time limit of a Celery task, so no living sender outlasts its own.
"""

from __future__ import annotations

import os
import socket
import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, Value, When

from notifications.models import Category, Message, Status
from notifications.transport import mail_server
from notifications.transport.sending import Sender
from people.status import move_all

LEASE = timedelta(minutes=15)
BATCH = 50
# Codes to sign in with do not wait behind a thousand announcements.
URGENT_FIRST = Case(When(category=Category.SECURITY, then=Value(0)), default=Value(1))


def deliver_due(*, now: datetime) -> int:
    """Send all messages that are due at `now` and return how many went out.

    A mail server that fails is left alone until its pause is over, and nothing is given up for it. An error in a
    renderer moves that one message to a later time, does not keep back the others, and is raised once they are through.
    """
    owner = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:12]}"
    sent = 0
    bugs: list[Exception] = []
    full = True
    while full and mail_server.may_try(now=now):
        with Sender(now=now) as sender:
            batch = claim(owner, now=now, urgent_first=not sender.probing)
            sender.handle_all(batch)
        full = len(batch) == BATCH
        sent += sender.sent
        bugs += sender.bugs
    if bugs:
        raise ExceptionGroup("Messages that could not be rendered", bugs)
    return sent


@transaction.atomic
def claim(owner: str, *, now: datetime, at_most: int = BATCH, urgent_first: bool = True) -> list[Message]:
    """Take rows that are due and that nobody else is taking, oldest first, for the length of the lease.

    Where the server fails, those first that it has not refused: each try is another message's then.
    """
    order = (URGENT_FIRST if urgent_first else "unproven", "due_at", "pk")
    # Several workers claim at once: each takes what no other is taking, and none waits for another's mail server.
    due = Message.objects.due(now).order_by(*order).select_for_update(skip_locked=True)
    taken = list(due.values_list("pk", flat=True)[:at_most])
    if not taken:
        return []
    mine = Message.objects.filter(pk__in=taken)
    move_all(mine, Status.CLAIMED, claimed_by=owner, lease_until=now + LEASE)
    return list(mine.select_related("recipient__site").order_by(*order))
