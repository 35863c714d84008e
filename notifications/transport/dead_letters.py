"""Messages that could not be sent: an administrator tries them again or lets them go (B-12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from notifications.errors import NotificationError
from notifications.models import Message, Status
from notifications.waking import wake
from people import audit
from people.status import move

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User


@transaction.atomic
def retry(message: Message, *, by: User, now: datetime) -> Message:
    """Send the message again, with all its tries before it. Refuses one that was not given up."""
    message = _take(message)
    move(message, Status.QUEUED)
    message.due_at = now
    message.attempts = 0
    message.save(update_fields=["status", "due_at", "attempts"])
    audit.record("message.retried", message, by=by, now=now)
    wake("notifications.tasks.deliver")
    return message


@transaction.atomic
def drop(message: Message, *, by: User, now: datetime) -> Message:
    """Let the message go for good. Refuses one that was not given up."""
    message = _take(message)
    move(message, Status.SUPERSEDED)
    message.to_address = ""
    message.save(update_fields=["status", "to_address"])
    audit.record("message.dropped", message, by=by, now=now)
    return message


def _take(message: Message) -> Message:
    """Lock the row, if it waits for an administrator."""
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if not message.can_be_settled:
        raise NotificationError(_("This message is “%s”: there is nothing to decide.") % message.get_status_display())
    return message
