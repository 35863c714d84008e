"""One batch over one connection: what each answer of the server means is judged when the batch is through (B-24)."""

from __future__ import annotations

import logging
from datetime import timedelta
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core import mail as django_mail
from django.db import transaction

from notifications.models import Category, Message, Status
from notifications.outbox import KINDS
from notifications.transport import mail_server, quiet
from notifications.transport.failures import BACK_OFF, FailureCause, describe, fault_of, retry_at
from notifications.transport.rendering import compose
from people.models import User
from people.status import move_all

if TYPE_CHECKING:
    import smtplib
    from collections.abc import Iterable
    from datetime import datetime

    from django.core.mail import EmailMultiAlternatives
    from django.core.mail.backends.base import BaseEmailBackend

logger = logging.getLogger(__name__)
# How long mail to a person waits whose row does not fit its mark, before it is looked at again.
UNMARKED = timedelta(hours=1)
REFUSED = 400


def would_take(smtp: smtplib.SMTP, address: str) -> bool:
    """Whether the server would take a mail from and to an address, as far as it says so before the text."""
    smtp.ehlo_or_helo_if_needed()
    taken = all(ask(address)[0] < REFUSED for ask in (smtp.mail, smtp.rcpt))
    smtp.rset()
    return taken


class Sender:
    """Sends one batch over one connection, opened at the first mail.

    A message dies only where the server takes others' mail. Until one has got through, refusals are kept and judged
    at the end; a sender that dies before leaves them claimed, and they are tried again when its lease runs out.
    """

    def __init__(self, *, now: datetime) -> None:
        self.now = now
        self.sent = 0
        self.bugs: list[Exception] = []
        self.connection: BaseEmailBackend = django_mail.get_connection()
        self.probing = mail_server.present().failing_since is not None
        self.refused: list[tuple[Message, FailureCause, str]] = []
        self.broken_in_a_row = 0
        # Why the server takes nobody's mail, once that is clear.
        self.verdict = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.connection.close()

    def handle_all(self, batch: Iterable[Message]) -> None:
        """Send the claimed messages, as many as the server lets; give the others back as they were.

        Where it takes nobody's mail and none is waiting, ask the server itself: nobody else would find out that it is back.
        """
        batch = list(batch)
        if self.probing and not batch:
            self._ask()
        for message in batch:
            if self.verdict:
                self._settle(message, Status.QUEUED)
            else:
                self._handle(message)
        self._judge()

    def _ask(self) -> None:
        """Ask the server whether it would take a mail to our own address. None is sent."""
        address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        try:
            self.connection.open()
            smtp = getattr(self.connection, "connection", None)
            taken = smtp is None or would_take(smtp, address)
        except OSError as error:
            logger.warning("The mail server still takes no mail: %s", describe(error))
            return
        if taken:
            mail_server.answers()

    def _handle(self, message: Message) -> None:
        """Send one message, or say why not."""
        if message.category == Category.PROGRAM and not quiet.is_open(self.now, message.recipient.zone):
            due_at = quiet.next_opening(self.now, message.recipient.zone)
            self._settle(message, Status.QUEUED, due_at=due_at)
            return
        if not message.recipient.is_marked():
            # Someone with SQL may have changed the address: what opens something would go to them (E-34).
            logger.warning("Message %s waits: its recipient was changed behind the application's back", message.pk)
            self._settle(message, Status.QUEUED, due_at=self.now + UNMARKED)
            return
        try:
            # Committed before it is sent: a link in the mail works even if this process dies right after.
            with transaction.atomic():
                email = self._email(message)
        except Exception as error:  # noqa: BLE001 - one broken renderer must not keep back the others' mail
            logger.error("Message %s (%s) could not be rendered: %s", message.pk, message.kind, type(error).__name__)  # noqa: TRY400 - the error is raised after the batch
            self.bugs.append(error)
            self._try_later(message, describe(error), proven=True)
            return
        if email is None:
            self._settle(message, Status.SUPERSEDED, to_address="")
            return
        self._send(message, email)

    def _email(self, message: Message) -> EmailMultiAlternatives | None:
        """Ask the cause again (B-06) and write the mail with what is true now (B-05).

        The recipient too: a batch takes minutes on a slow server, and meanwhile an address changes or someone leaves.
        """
        recipient = message.recipient = User.objects.get_queryset().select_related("site").get(pk=message.recipient_id)
        if not recipient.email or not recipient.is_employed(self.now.astimezone(recipient.zone).date()):
            return None
        mail = KINDS[message.kind].render(message, now=self.now)
        return compose(message, mail) if mail else None

    def _send(self, message: Message, email: EmailMultiAlternatives) -> None:
        opening = True
        try:
            self.connection.open()
            opening = False
            self.connection.send_messages([email])
        except (OSError, ValueError) as error:  # SMTPException is an OSError; ValueError: an address no mail can go to
            logger.warning("Message %s (%s) was not sent: %s", message.pk, message.kind, type(error).__name__)
            self.connection.close()
            self._take_answer(message, error, opening=opening)
            return
        self._settle(message, Status.SENT, sent_at=self.now, to_address="", subject_line=email.subject)
        self.sent += 1
        self.broken_in_a_row = 0

    def _take_answer(self, message: Message, error: Exception, *, opening: bool) -> None:
        """Keep a failure for the judgement, or see at once that the server takes nobody's mail."""
        fault = fault_of(error, opening=opening)
        if fault is FailureCause.MESSAGE:
            self._bury(message, describe(error), proven=True)
            return
        self.refused.append((message, fault, describe(error)))
        self.broken_in_a_row = self.broken_in_a_row + 1 if fault is FailureCause.BROKEN else 0
        if (
            fault is FailureCause.SERVER
            or self.broken_in_a_row > 1
            or (not self.sent and self._everybody_is_refused(fault))
        ):
            self.verdict = describe(error)

    def _everybody_is_refused(self, fault: FailureCause) -> bool:
        if self.probing and fault is not FailureCause.ADDRESS:
            return True
        people = mail_server.refused_in_vain() | {message.recipient_id for message, _fault, _error in self.refused}
        if fault is FailureCause.ADDRESS and mail_server.is_trusted(now=self.now):
            return len(people) >= mail_server.MISSING_IN_A_ROW
        return len(people) >= mail_server.IN_A_ROW

    def _judge(self) -> None:
        """Say of each failure whose fault it was, now that it is known whether anyone's mail got through."""
        proven = self.sent > 0
        if proven:
            mail_server.succeeded(now=self.now)
        elif self.refused and not self.verdict:
            trusted = mail_server.is_trusted(now=self.now) and not self.probing
            doubts = [
                error
                for _message, fault, error in self.refused
                if fault in {FailureCause.DOUBTFUL, FailureCause.BROKEN}
            ]
            if self.probing or (doubts and not trusted):
                self.verdict = (doubts or [self.refused[-1][2]])[-1]
        spared = self.verdict and not proven
        for message, fault, error in self.refused:
            if spared or fault is FailureCause.SERVER or (self.verdict and fault is FailureCause.BROKEN):
                # Behind those that wait already, so that the next try is another message's.
                self._settle(message, Status.QUEUED, due_at=self.now, last_error=error, unproven=True)
            elif fault in {FailureCause.ADDRESS, FailureCause.DOUBTFUL}:
                self._bury(message, error, proven=proven)
            else:
                self._try_later(message, error, proven=proven)
        if self.verdict:
            mail_server.failed(self.verdict, now=self.now)

    def _try_later(self, message: Message, error: str, *, proven: bool) -> None:
        """Try again after a pause; once all tries are used up, give up where the server takes others' mail."""
        later = retry_at(message, now=self.now)
        if later is None and not proven:
            later = self.now + BACK_OFF[-1]
        self._settle(
            message,
            Status.QUEUED if later else Status.DEAD,
            due_at=later or message.due_at,
            attempts=min(message.attempts + 1, len(BACK_OFF) + 1),
            last_error=error,
            unproven=not proven,
        )

    def _bury(self, message: Message, error: str, *, proven: bool) -> None:
        self._settle(message, Status.DEAD, attempts=message.attempts + 1, last_error=error, unproven=not proven)

    def _settle(self, message: Message, status: Status, **fields: Any) -> None:  # noqa: ANN401 - any field
        """Write the outcome, unless the lease ran out and another sender has the row by now."""
        own = Message.objects.filter(pk=message.pk, status=Status.CLAIMED, claimed_by=message.claimed_by)
        move_all(own, status, claimed_by="", lease_until=None, **fields)
