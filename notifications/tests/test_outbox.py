"""A message is a row first, once, and only if its cause is committed (B-01, B-02, B-05, B-15)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection, transaction

from notifications.models import Message, Status
from notifications.outbox import queue
from notifications.transport.delivery import deliver_due
from people.tests.factories import SiteFactory, UserFactory

SUNDAY_NIGHT = datetime(2026, 3, 1, 22, tzinfo=UTC)
MONDAY_EIGHT_IN_BERLIN = datetime(2026, 3, 2, 7, tzinfo=UTC)


@pytest.mark.django_db
def test_a_queued_message_is_sent_once(now: datetime) -> None:
    person = UserFactory.create()
    row = queue("tests.hello", recipient=person, now=now)

    assert deliver_due(now=now) == 1
    assert deliver_due(now=now) == 0

    row.refresh_from_db()
    assert (row.status, row.sent_at) == (Status.SENT, now)
    assert [email.to for email in mail.outbox] == [[person.email]]


@pytest.mark.django_db
def test_b01_a_cause_that_is_rolled_back_leaves_no_row(now: datetime) -> None:
    person = UserFactory.create()

    with transaction.atomic():
        queue("tests.hello", recipient=person, now=now)
        transaction.set_rollback(True)

    assert not Message.objects.exists()


@pytest.mark.django_db
def test_b01_a_committed_message_is_found_by_the_sweep_although_nobody_was_woken(now: datetime) -> None:
    # Nothing runs on commit inside a test's transaction: the same as a process that dies right after it.
    queue("tests.hello", recipient=UserFactory.create(), now=now)

    assert deliver_due(now=now + timedelta(minutes=1)) == 1


@pytest.mark.django_db
def test_b02_queueing_again_returns_the_row_that_is_there(now: datetime) -> None:
    person = UserFactory.create()
    first = queue("tests.hello", recipient=person, subject=person, occurrence="1", now=now)

    again = queue("tests.hello", recipient=person, subject=person, occurrence="1", now=now + timedelta(days=1))
    other = queue("tests.hello", recipient=person, subject=person, occurrence="2", now=now)

    assert again == first
    assert again.queued_at == now
    assert other != first


@pytest.mark.django_db(transaction=True)
def test_b02_twenty_threads_make_one_row(now: datetime) -> None:
    person = UserFactory.create()

    def schedule(_number: int) -> int:
        try:
            return queue("tests.hello", recipient=person, occurrence="reminder", now=now).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as threads:
        rows = set(threads.map(schedule, range(20)))

    assert len(rows) == 1
    assert Message.objects.count() == 1


@pytest.mark.django_db
def test_b05_a_row_holds_ids_and_no_text(now: datetime) -> None:
    person = UserFactory.create(name="Ada Lovelace", email="ada@example.org")
    queue("tests.hello", recipient=person, subject=person, now=now, context={"version": 2})

    row = str(Message.objects.values().get())

    assert "Ada" not in row
    assert "ada@" not in row
    assert "'context': {'version': 2}" in row


@pytest.mark.django_db
def test_b15_program_news_waits_for_the_readers_working_day() -> None:
    person = UserFactory.create(site=SiteFactory.create(time_zone="Europe/Berlin"))

    news = queue("tests.news", recipient=person, now=SUNDAY_NIGHT)
    answer = queue("tests.hello", recipient=person, now=SUNDAY_NIGHT)

    assert (news.due_at, answer.due_at) == (MONDAY_EIGHT_IN_BERLIN, SUNDAY_NIGHT)


@pytest.mark.django_db
def test_b15_program_news_that_a_late_sweep_finds_at_night_waits_once_more(now: datetime) -> None:
    person = UserFactory.create(site=SiteFactory.create(time_zone="Europe/Berlin"))
    row = queue("tests.news", recipient=person, now=now)

    assert deliver_due(now=now.replace(hour=21)) == 0

    row.refresh_from_db()
    assert (row.status, row.due_at) == (Status.QUEUED, datetime(2026, 3, 4, 7, tzinfo=UTC))
    assert deliver_due(now=row.due_at) == 1


def test_a_kind_that_nobody_renders_cannot_be_queued(now: datetime) -> None:
    with pytest.raises(KeyError, match=r"tests\.unheard_of"):
        queue("tests.unheard_of", recipient=UserFactory.build(), now=now)
