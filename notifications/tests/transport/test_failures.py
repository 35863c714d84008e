"""What a mail server's answer means (B-12, B-24)."""

from __future__ import annotations

import smtplib
from datetime import datetime, timedelta

import pytest

from notifications.models import Message
from notifications.transport.failures import FailureCause, fault_of, retry_at

GONE, POLICY = b"5.1.1 no such user here", b"5.7.1 relay access denied"


def refused(code: int, words: bytes) -> smtplib.SMTPRecipientsRefused:
    """Return what smtplib raises where an address is refused."""
    return smtplib.SMTPRecipientsRefused({"a@example.org": (code, words)})


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (refused(550, GONE), FailureCause.ADDRESS),
        (refused(550, b"no such user"), FailureCause.ADDRESS),
        (refused(551, b"user has moved"), FailureCause.ADDRESS),
        (refused(552, b"5.2.2 mailbox full"), FailureCause.ADDRESS),
        (refused(554, POLICY), FailureCause.DOUBTFUL),
        (refused(550, POLICY), FailureCause.DOUBTFUL),
        (refused(550, b"relaying denied"), FailureCause.DOUBTFUL),
        (refused(550, b"5.4.1 recipient address rejected: access denied"), FailureCause.DOUBTFUL),
        (refused(530, b"5.7.0 authentication required"), FailureCause.DOUBTFUL),
        (refused(450, b"mailbox busy"), FailureCause.LATER),
        (refused(421, b"try again later"), FailureCause.LATER),
        (smtplib.SMTPDataError(554, b"rejected"), FailureCause.DOUBTFUL),
        (smtplib.SMTPDataError(552, b"5.3.4 too large"), FailureCause.DOUBTFUL),
        (smtplib.SMTPDataError(451, b"greylisted"), FailureCause.LATER),
        (smtplib.SMTPSenderRefused(553, b"not allowed", "us@example.org"), FailureCause.SERVER),
        (smtplib.SMTPSenderRefused(530, b"5.7.0 must issue STARTTLS first", "us@example.org"), FailureCause.SERVER),
        (smtplib.SMTPSenderRefused(552, b"5.3.4 too large", "us@example.org"), FailureCause.DOUBTFUL),
        (smtplib.SMTPAuthenticationError(535, b"wrong password"), FailureCause.SERVER),
        (smtplib.SMTPNotSupportedError("SMTPUTF8"), FailureCause.DOUBTFUL),
        (smtplib.SMTPServerDisconnected("gone"), FailureCause.BROKEN),
        (TimeoutError(), FailureCause.BROKEN),
        (ValueError("address with a line break"), FailureCause.MESSAGE),
    ],
)
def test_b24_an_answer_tells_whose_fault_it_may_be(error: Exception, fault: FailureCause) -> None:
    assert fault_of(error, opening=False) is fault


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(),
        TimeoutError(),
        smtplib.SMTPConnectError(554, b"no service for you"),
        smtplib.SMTPHeloError(550, b"who are you"),
        smtplib.SMTPNotSupportedError("STARTTLS extension not supported by server."),
        smtplib.SMTPAuthenticationError(535, b"wrong password"),
    ],
)
def test_b24_what_fails_before_a_message_is_named_is_the_servers_fault(error: Exception) -> None:
    assert fault_of(error, opening=True) is FailureCause.SERVER


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
