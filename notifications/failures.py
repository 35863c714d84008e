"""What a failed delivery means: try again later, or never (B-12)."""

from __future__ import annotations

import smtplib
import zlib
from datetime import datetime, timedelta
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


def describe(error: Exception) -> str:
    """Name an error by its kind and the server's code; what the server wrote may hold addresses."""
    codes = [str(error.smtp_code)] if isinstance(error, smtplib.SMTPResponseException) else []
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = sorted({str(code) for code, _reason in error.recipients.values()})
    return " ".join([type(error).__name__, *codes])


def is_permanent(error: Exception) -> bool:
    """Tell whether the same mail to the same address can only fail again.

    A refused sign-in at the mail server is the operator's to mend and concerns every mail, so it is tried again.
    """
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return False
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _reason in error.recipients.values())
    if isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError):
        return error.smtp_code >= PERMANENT
    return isinstance(error, ValueError)


def retry_at(message: Message, *, now: datetime) -> datetime | None:
    """Return when to try again after one more failure, or None when all tries are used up.

    The last fifth of each pause differs from message to message, so that a crowd of them does not return at once.
    """
    if message.attempts >= len(BACK_OFF):
        return None
    share = zlib.crc32(f"{message.key}{message.attempts}".encode()) % 1000 / 1000
    return now + BACK_OFF[message.attempts] * (0.8 + 0.2 * share)
