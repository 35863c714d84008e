"""Whether the mail server takes mail. While it does not, it is left alone but for one try now and then (B-24).

A refusal by the server is no refusal of the address. As long as nobody's mail gets through, messages stay queued,
their tries do not count, and those that were given up since the last mail it took are taken back.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction

from notifications.models import MailServer, Message, Status
from people.status import move_all

logger = logging.getLogger(__name__)

# So many people in a row whose mail is refused, and nobody's taken, are the server's doing.
IN_A_ROW = 3
# Where it took one not long ago and names each mailbox as missing, it may be an old list of addresses.
MISSING_IN_A_ROW = 10
# A server that took a mail within this time is believed when it refuses one.
TRUSTED_FOR = timedelta(hours=1)
PAUSES = (timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=5))


def present() -> MailServer:
    """Return the state as it stands; a server that nobody has turned to yet is in order."""
    return MailServer.objects.first() or MailServer()


@transaction.atomic
def may_try(*, now: datetime) -> bool:
    """Tell whether a sender may turn to the server now. While it fails, one may each time that a pause is over."""
    if present().failing_since is None:
        return True
    server = _locked()
    if server.next_try_at is None:
        return True
    if server.next_try_at > now:
        return False
    server.next_try_at = now + PAUSES[min(server.tries, len(PAUSES) - 1)]
    server.tries += 1
    server.save(update_fields=["next_try_at", "tries"])
    return True


@transaction.atomic
def succeeded(*, now: datetime) -> None:
    """Note that it took a mail: what it refuses now is that message's own."""
    server = _locked()
    if server.failing_since:
        logger.warning("Mail is going out again. It had not since %s.", f"{server.failing_since:%Y-%m-%d %H:%M} UTC")
    server.took_at = now
    server.failing_since = server.next_try_at = None
    server.tries = 0
    server.last_error = ""
    server.save()
    Message.objects.filter(unproven=True).update(unproven=False)


@transaction.atomic
def answers() -> None:
    """Note that it says it would take a mail, when none was waiting. It is not trusted for that: the next mail is the proof."""
    server = _locked()
    if server.failing_since is None:
        return
    logger.warning("The mail server answers again. It had not since %s.", f"{server.failing_since:%Y-%m-%d %H:%M} UTC")
    server.failing_since = server.next_try_at = None
    server.tries = 0
    server.last_error = ""
    server.save()


@transaction.atomic
def failed(error: str, *, now: datetime) -> None:
    """Note that it takes nobody's mail, and take back what was given up for its refusals."""
    server = _locked()
    first = server.failing_since is None
    server.last_error = error
    if first:
        server.failing_since = now
        server.next_try_at = now + PAUSES[0]
        server.tries = 1
    server.save()
    move_all(Message.objects.dead().filter(unproven=True), Status.QUEUED, due_at=now, attempts=0)
    waiting = Message.objects.waiting(now).count()
    logger.log(
        logging.ERROR if first else logging.WARNING,
        "Mail is not going out since %s: %s. %s messages wait. Nothing is lost; they are sent once the server takes them.",
        f"{server.failing_since:%Y-%m-%d %H:%M} UTC",
        error,
        waiting,
    )


def is_trusted(*, now: datetime) -> bool:
    """Tell whether it took a mail not long ago."""
    took_at = present().took_at
    return took_at is not None and now - took_at < TRUSTED_FOR


def refused_in_vain() -> set[int]:
    """Return whose mail it refused since it last took one."""
    return set(Message.objects.filter(unproven=True).values_list("recipient", flat=True))


def _locked() -> MailServer:
    MailServer.objects.get_or_create(pk=1)
    return MailServer.objects.select_for_update().get(pk=1)
