"""What a mail server's answer means (B-12)."""

from __future__ import annotations

import smtplib
from datetime import datetime, timedelta

import pytest

from notifications.failures import is_permanent, retry_at
from notifications.models import Message


@pytest.mark.parametrize(
    ("error", "permanent"),
    [
        (smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"no such user")}), True),
        (smtplib.SMTPRecipientsRefused({"a@example.org": (450, b"mailbox busy")}), False),
        (smtplib.SMTPDataError(554, b"rejected"), True),
        (smtplib.SMTPDataError(451, b"greylisted"), False),
        (smtplib.SMTPSenderRefused(553, b"not allowed", "us@example.org"), True),
        (smtplib.SMTPAuthenticationError(535, b"wrong password"), False),
        (smtplib.SMTPServerDisconnected("gone"), False),
        (smtplib.SMTPConnectError(421, b"too many"), False),
        (ConnectionRefusedError(), False),
        (TimeoutError(), False),
        (ValueError("address with a line break"), True),
    ],
)
def test_b12_errors_are_permanent_or_pass(error: Exception, *, permanent: bool) -> None:
    assert is_permanent(error) is permanent


def test_b12_six_tries_within_a_day_each_further_off_than_the_last(now: datetime) -> None:
    pauses: list[timedelta] = []
    for attempts in range(6):
        at = retry_at(Message(key="x", attempts=attempts), now=now)
        assert at is not None
        pauses.append(at - now)

    assert pauses == sorted(pauses)
    assert timedelta(hours=16) < sum(pauses, timedelta()) <= timedelta(hours=24)
    assert retry_at(Message(key="x", attempts=6), now=now) is None


def test_b12_a_crowd_of_messages_does_not_come_back_at_once(now: datetime) -> None:
    times = {retry_at(Message(key=f"message {number}", attempts=2), now=now) for number in range(100)}

    assert len(times) > 80
