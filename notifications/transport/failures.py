"""What a failed delivery means: whose fault it is, and when to try again (B-12, B-24)."""

from __future__ import annotations

import re
import smtplib
import zlib
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from notifications.models import Message

# Six further tries within a day, each about four times as far off as the last one.
BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=20),
    timedelta(hours=1, minutes=30),
    timedelta(hours=6),
    timedelta(hours=14),
)
PERMANENT = 500
TOO_LARGE = 552
# Enhanced codes (RFC 3463) that speak of the one mailbox: its address, or its state.
MAILBOX = re.compile(rb"\b5\.(1\.(0|1|2|3|6|10)|2\.[0-4])\b")
ENHANCED = re.compile(rb"\b[45]\.\d{1,3}\.\d{1,3}\b")
NO_SUCH_MAILBOX = {550, 551, 553}
POLICY = re.compile(rb"relay|denied|policy|authenti|sender|blocked|blacklist|spam|helo", re.IGNORECASE)


class FailureCause(Enum):
    """Whose fault a failure is, as far as one answer tells."""

    MESSAGE = "no server can take it"
    ADDRESS = "the server says that this mailbox is not there"
    DOUBTFUL = "the server refuses for good, this one or everybody"
    LATER = "the server asks to try again later, this one or everybody"
    BROKEN = "the line broke while this one was sent"
    SERVER = "the server takes nobody's mail"


def describe(error: Exception) -> str:
    """Name an error by its kind and the server's code; what the server wrote may hold addresses."""
    codes = [str(error.smtp_code)] if isinstance(error, smtplib.SMTPResponseException) else []
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = sorted({str(code) for code, _reason in error.recipients.values()})
    return " ".join([type(error).__name__, *codes])


def fault_of(error: Exception, *, opening: bool) -> FailureCause:
    """Tell whose fault an error is; `opening` says that it came before any message was named to the server."""
    if opening or isinstance(error, smtplib.SMTPAuthenticationError):
        return FailureCause.SERVER
    if isinstance(error, smtplib.SMTPSenderRefused):
        # All mail has the same sender; only the size is told beside it, and that is the message's own.
        return FailureCause.DOUBTFUL if error.smtp_code == TOO_LARGE else FailureCause.SERVER
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _fault_of_recipients(error)
    if isinstance(error, smtplib.SMTPDataError | smtplib.SMTPNotSupportedError):
        # Not supported: an address with letters that this server cannot write.
        return FailureCause.LATER if getattr(error, "smtp_code", PERMANENT) < PERMANENT else FailureCause.DOUBTFUL
    return FailureCause.MESSAGE if isinstance(error, ValueError) else FailureCause.BROKEN


def _fault_of_recipients(error: smtplib.SMTPRecipientsRefused) -> FailureCause:
    answers = [(code, reason) for code, reason in error.recipients.values() if code >= PERMANENT]
    if not answers:
        return FailureCause.LATER
    return (
        FailureCause.ADDRESS if all(_names_mailbox(code, reason) for code, reason in answers) else FailureCause.DOUBTFUL
    )


def _names_mailbox(code: int, reason: bytes | str) -> bool:
    """Tell whether a refusal speaks of the mailbox, and not of who sends or what the server allows."""
    answer = reason if isinstance(reason, bytes) else reason.encode()
    if ENHANCED.search(answer):
        return MAILBOX.search(answer) is not None
    return code in NO_SUCH_MAILBOX and not POLICY.search(answer)


def retry_at(message: Message, *, now: datetime) -> datetime | None:
    """Return when to try again after one more failure, or None when all tries are used up.

    The last fifth of each pause differs from message to message, so that a crowd of them does not return at once.
    """
    if message.attempts >= len(BACK_OFF):
        return None
    share = zlib.crc32(f"{message.key}{message.attempts}".encode()) % 1000 / 1000
    return now + BACK_OFF[message.attempts] * (0.8 + 0.2 * share)
