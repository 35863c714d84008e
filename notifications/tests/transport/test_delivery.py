"""Each due message leaves once, the person who sends and whatever fails (B-03, B-05, B-06, B-12)."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications.models import Message, Status
from notifications.outbox import queue
from notifications.tests.factories import MessageFactory
from notifications.transport.delivery import LEASE, claim, deliver_due
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from people.models import User

# Nobody listens on the discard port.
NOWHERE = 9


def outcome(row: Message) -> tuple[str, int]:
    """Read back where a message stands and how often it failed."""
    row.refresh_from_db()
    return row.status, row.attempts


@pytest.mark.django_db(transaction=True)
def test_b03_eight_senders_claim_ten_thousand_rows_each_once(now: datetime) -> None:
    person = UserFactory.create()
    Message.objects.bulk_create(MessageFactory.build(recipient=person, key=str(number)) for number in range(10_000))

    def claim_all(number: int) -> list[int]:
        claimed: list[int] = []
        try:
            while batch := claim(f"sender {number}", now=now):
                claimed += [message.pk for message in batch]
        finally:
            connection.close()
        return claimed

    with ThreadPoolExecutor(8) as threads:
        shares = list(threads.map(claim_all, range(8)))

    times = Counter(pk for share in shares for pk in share)
    assert len(times) == 10_000
    assert set(times.values()) == {1}


@pytest.mark.django_db
def test_b03_a_claim_is_left_alone_until_its_lease_runs_out(now: datetime) -> None:
    queue("tests.hello", recipient=UserFactory.create(), now=now)
    assert len(claim("a sender that dies", now=now)) == 1

    assert deliver_due(now=now + LEASE - timedelta(seconds=1)) == 0
    assert deliver_due(now=now + LEASE) == 1


@pytest.mark.django_db
def test_b03_a_sender_that_lost_its_lease_does_not_overwrite_the_outcome(now: datetime) -> None:
    row = queue("tests.hello", recipient=UserFactory.create(), now=now)
    claim("a slow sender", now=now)
    Message.objects.filter(pk=row.pk).update(claimed_by="another sender")

    # The slow one comes back: the row is not its own any more.
    stale = Message.objects.filter(pk=row.pk, claimed_by="a slow sender").update(status=Status.SENT, sent_at=now)

    assert stale == 0
    assert outcome(row)[0] == Status.CLAIMED


@pytest.mark.django_db
def test_b06_a_message_that_became_pointless_is_superseded_and_never_sent(now: datetime) -> None:
    row = queue("tests.hello", recipient=UserFactory.create(), now=now, context={"pointless": True})

    assert deliver_due(now=now) == 0

    assert outcome(row) == (Status.SUPERSEDED, 0)
    assert mail.outbox == []


@pytest.mark.django_db
def test_b06_somebody_who_left_after_it_was_queued_gets_nothing(now: datetime) -> None:
    leaver = UserFactory.create()
    row = queue("tests.hello", recipient=leaver, now=now)
    leaver.left_on = now.date()
    leaver.save()

    assert deliver_due(now=now) == 0

    assert outcome(row) == (Status.SUPERSEDED, 0)


@pytest.mark.django_db
def test_b05_the_mail_says_what_is_true_when_it_is_sent(now: datetime) -> None:
    person = UserFactory.create(name="Maria Alt", email="alt@example.org")
    queue("tests.hello", recipient=person, now=now)
    person.name, person.email = "Maria Neu", "neu@example.org"
    person.save()

    deliver_due(now=now)

    assert mail.outbox[0].to == ["neu@example.org"]


@pytest.mark.django_db
def test_a_broken_renderer_keeps_nobody_else_waiting_and_is_not_hidden(now: datetime) -> None:
    broken = queue("tests.hello", recipient=UserFactory.create(), now=now, context={"broken": True})
    healthy = queue("tests.hello", recipient=UserFactory.create(), now=now)

    with pytest.raises(ExceptionGroup, match="could not be rendered"):
        deliver_due(now=now)

    assert outcome(broken) == (Status.QUEUED, 1)
    assert outcome(healthy) == (Status.SENT, 0)


@pytest.mark.django_db
def test_an_error_is_kept_as_its_kind_without_addresses(now: datetime, settings: SettingsWrapper) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", NOWHERE
    person = UserFactory.create()
    row = queue("tests.hello", recipient=person, now=now)

    deliver_due(now=now)

    row.refresh_from_db()
    assert person.email not in row.last_error


def queries_of_a_delivery(people: list[User], *, now: datetime) -> int:
    """Count what it takes to send one message to each."""
    for person in people:
        queue("tests.hello", recipient=person, now=now)
    with CaptureQueriesContext(connection) as queries:
        assert deliver_due(now=now) == len(people)
    return len(queries)


@pytest.mark.django_db
def test_a_message_more_costs_its_own_queries_only(now: datetime) -> None:
    queries_of_a_delivery(UserFactory.create_batch(1), now=now)  # makes the row of the mail server
    one = queries_of_a_delivery(UserFactory.create_batch(1), now=now)
    three = queries_of_a_delivery(UserFactory.create_batch(3), now=now)

    # A savepoint around the renderer (two), the recipient as they are now (one), and the outcome (one).
    assert three - one == 2 * 4
