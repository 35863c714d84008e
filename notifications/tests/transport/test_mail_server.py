"""A server that refuses everyone is the server's fault: nothing dies, and everything leaves when it is back (B-24)."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from notifications.models import MailServer, Message, Status
from notifications.outbox import queue
from notifications.tests.smtp import MailServer as Server
from notifications.tests.smtp import serving
from notifications.transport import mail_server
from notifications.transport.delivery import deliver_due
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db
GONE = "550 5.1.1 no such user"
NOWHERE = 9
# How a server refuses everyone: by its answer to a command, or by what is set and it does not have.
SETTINGS: dict[str, dict[str, object]] = {
    "with nobody there": {"EMAIL_PORT": NOWHERE},
    "without TLS, where it is set": {"EMAIL_USE_TLS": True},
    "without sign-in, where it is set": {"EMAIL_HOST_USER": "whetstone", "EMAIL_HOST_PASSWORD": "wrong"},
}
ANSWERS = {
    "at the sender": ("MAIL", "553 5.7.1 sender address not allowed"),
    "without TLS": ("MAIL", "530 5.7.0 must issue a STARTTLS command first"),
    "by relay denied": ("RCPT", "554 5.7.1 relay access denied"),
    "by plain relay denied": ("RCPT", "550 relaying denied"),
    "by user unknown": ("RCPT", GONE),
    "by greylisting for ever": ("RCPT", "451 4.7.1 come back later"),
    "at the text": ("DATA", "554 5.7.1 rejected by policy"),
    "for want of space": ("DATA", "452 4.3.1 insufficient storage"),
    "by hanging up": ("DATA", "close"),
}
REFUSALS = [*SETTINGS, *ANSWERS]


@pytest.fixture
def server(settings: SettingsWrapper) -> Iterator[Server]:
    """Start the server and point Django at it."""
    with serving(settings) as server:
        yield server


def queue_for(number: int, *, now: datetime) -> list[Message]:
    """Queue a message for so many people."""
    return [queue("tests.hello", recipient=person, now=now) for person in UserFactory.create_batch(number)]


def statuses(rows: list[Message]) -> list[str]:
    """Read back where they stand."""
    return [Message.objects.get(pk=row.pk).status for row in rows]


@contextmanager
def refusing(server: Server, settings: SettingsWrapper, how: str) -> Iterator[None]:
    """Let the server refuse everyone, for a while."""
    if how in ANSWERS:
        command, answer = ANSWERS[how]
        server.always[command] = answer
        yield
        server.always.clear()
        return
    before = {name: getattr(settings, name) for name in SETTINGS[how]}
    for name, value in SETTINGS[how].items():
        setattr(settings, name, value)
    yield
    for name, value in before.items():
        setattr(settings, name, value)


@pytest.mark.parametrize("how", REFUSALS)
def test_b24_nothing_dies_while_the_server_refuses_everybody_and_all_leaves_when_it_is_back(
    server: Server, settings: SettingsWrapper, now: datetime, how: str
) -> None:
    rows = queue_for(4, now=now)

    with refusing(server, settings, how):
        for hours in (0, 0.1, 0.5, 3, 4, 12, 24, 48, 49, 96):
            deliver_due(now=now + timedelta(hours=hours))

        assert statuses(rows) == [Status.QUEUED] * 4
        assert mail_server.present().failing_since is not None
    assert deliver_due(now=now + timedelta(hours=97)) == 4
    assert mail_server.present().failing_since is None


@pytest.mark.parametrize("how", REFUSALS)
def test_b24_with_nothing_waiting_the_server_is_asked_itself_and_the_news_ends_when_it_is_back(
    server: Server, settings: SettingsWrapper, now: datetime, how: str
) -> None:
    queue_for(4, now=now)
    with refusing(server, settings, how):
        deliver_due(now=now)
        deliver_due(now=now + timedelta(minutes=20))
        assert mail_server.present().failing_since is not None
        Message.objects.all().delete()
        deliver_due(now=now + timedelta(hours=2))
        # What a server says of the text it says only to a mail.
        assert (mail_server.present().failing_since is None) == (ANSWERS.get(how, ("",))[0] == "DATA")

    deliver_due(now=now + timedelta(hours=3))

    assert mail_server.present().failing_since is None
    assert not mail_server.is_trusted(now=now + timedelta(hours=3))
    assert server.mails == []


@pytest.mark.parametrize("how", ANSWERS)
def test_b24_what_died_before_it_was_clear_is_taken_back(
    server: Server, settings: SettingsWrapper, now: datetime, how: str
) -> None:
    queue_for(1, now=now)
    assert deliver_due(now=now) == 1
    rows = []

    with refusing(server, settings, how):
        for minutes in (5, 20, 40, 50, 70, 80):
            rows += queue_for(1, now=now + timedelta(minutes=minutes))
            deliver_due(now=now + timedelta(minutes=minutes))
        assert set(statuses(rows)) == {Status.QUEUED}

    deliver_due(now=now + timedelta(hours=16))
    assert statuses(rows) == [Status.SENT] * len(rows)


def test_b24_the_server_is_left_alone_between_tries(server: Server, now: datetime) -> None:
    queue_for(20, now=now)
    server.always["MAIL"] = "554 no service"

    for second in range(0, 600, 20):
        deliver_due(now=now + timedelta(seconds=second))

    assert server.connections <= 6


def test_b24_one_refused_address_is_final_while_others_get_through(server: Server, now: datetime) -> None:
    rows = queue_for(3, now=now)
    server.answers[rows[0].recipient.email] = GONE
    server.answers[rows[1].recipient.email] = "554 5.7.1 this group takes mail from colleagues only"

    assert deliver_due(now=now) == 1

    assert statuses(rows) == [Status.DEAD, Status.DEAD, Status.SENT]
    assert mail_server.present().failing_since is None


def test_b24_one_refused_address_alone_is_final_too(server: Server, now: datetime) -> None:
    rows = queue_for(1, now=now)
    server.answers[rows[0].recipient.email] = GONE

    deliver_due(now=now)

    assert statuses(rows) == [Status.DEAD]
    assert mail_server.present().failing_since is None


def test_b24_a_mail_that_breaks_the_line_does_not_stop_the_others(server: Server, now: datetime) -> None:
    rows = queue_for(3, now=now)
    server.answers[rows[1].recipient.email] = "421 4.3.0 closing"

    assert deliver_due(now=now) == 2

    assert statuses(rows) == [Status.SENT, Status.QUEUED, Status.SENT]
    assert mail_server.present().failing_since is None


def test_b24_each_try_is_another_messages_so_that_a_bad_one_blocks_nobody(server: Server, now: datetime) -> None:
    bad = queue_for(1, now=now)
    server.answers[bad[0].recipient.email] = "554 5.7.1 not for you"
    deliver_due(now=now)
    assert mail_server.present().failing_since == now
    good = queue_for(1, now=now)

    server.answers[bad[0].recipient.email] = "554 5.7.1 not for you"
    deliver_due(now=now + timedelta(minutes=1))

    assert statuses(good + bad) == [Status.SENT, Status.DEAD]
    assert mail_server.present().failing_since is None


def test_b24_a_server_that_goes_down_among_a_batch_keeps_what_is_left(server: Server, now: datetime) -> None:
    queue_for(1, now=now)
    deliver_due(now=now)
    rows = queue_for(4, now=now)
    server.always["DATA"] = "close"

    deliver_due(now=now + timedelta(minutes=1))

    assert statuses(rows) == [Status.QUEUED] * 4
    assert [row.attempts for row in Message.objects.filter(pk__in=[row.pk for row in rows])] == [0] * 4


def test_b24_a_message_that_became_pointless_in_the_meantime_is_superseded(server: Server, now: datetime) -> None:
    (row,) = queue_for(1, now=now)
    server.always["MAIL"] = "553 not allowed"
    deliver_due(now=now)
    Message.objects.filter(pk=row.pk).update(context={"pointless": True})
    server.always.clear()

    deliver_due(now=now + timedelta(days=1))

    assert statuses([row]) == [Status.SUPERSEDED]


def test_b24_the_log_tells_the_operator_once_when_it_begins_and_when_it_ends(
    server: Server, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    rows = queue_for(2, now=now)
    server.always["MAIL"] = "553 5.7.1 sender not allowed"

    with caplog.at_level(logging.WARNING, logger="notifications.transport.mail_server"):
        for minute in range(4):
            deliver_due(now=now + timedelta(minutes=minute))
        server.always.clear()
        deliver_due(now=now + timedelta(hours=1))

    ours = [record for record in caplog.records if record.name == "notifications.transport.mail_server"]
    assert [record.levelno for record in ours].count(logging.ERROR) == 1
    assert (
        ours[0].getMessage().startswith("Mail is not going out since 2026-03-03 09:00 UTC: SMTPSenderRefused 553. 2 ")
    )
    assert ours[-1].getMessage().startswith("Mail is going out again.")
    assert rows[0].recipient.email not in caplog.text


def test_b24_all_senders_know_of_one_state(now: datetime) -> None:
    mail_server.failed("ConnectionRefusedError", now=now)

    assert [mail_server.may_try(now=now + timedelta(seconds=31)) for _sender in range(3)] == [True, False, False]
    assert MailServer.objects.count() == 1
