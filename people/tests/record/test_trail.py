"""The audit trail is keyed and without gaps, and nobody waits for anyone to write to it (A-29)."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from django.db import connection, transaction

from people import audit
from people.models import AuditEvent, AuditStrand, User
from people.record import record_keys, trail
from people.record.trail import TrailFault
from people.tests.factories import UserFactory
from people.tests.owning import owner_without_triggers

AT_ONCE = 8
MANY = 3000


def faults() -> list[TrailFault]:
    return list(trail.faults(record_keys.ring()))


@pytest.fixture
def person(db: None) -> User:
    user: User = UserFactory.create()
    return user


def test_a29_entries_of_one_after_the_other_make_one_strand(person: User, now: datetime) -> None:
    for number in range(3):
        audit.record("person.invited", person, by=person, now=now, number=number, words=["a", "ü"])

    assert list(AuditEvent.objects.order_by("pk").values_list("strand", "sequence")) == [(1, 1), (1, 2), (1, 3)]
    assert faults() == []
    assert [(head.strand, head.entries) for head in trail.heads()] == [(1, 3)]


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE people_auditevent SET actor_id = NULL WHERE sequence = 2", TrailFault(1, 2, "changed, or not written by this application")),
        ("DELETE FROM people_auditevent WHERE sequence = 2", TrailFault(1, 2, "missing")),
        ("DELETE FROM people_auditevent WHERE sequence = 3", TrailFault(1, 3, "missing: the end was cut off")),
        ("UPDATE people_auditstrand SET entries = 2 WHERE number = 1", TrailFault(1, 3, "the end of this strand was changed")),
        ("DELETE FROM people_auditstrand WHERE number = 9", TrailFault(9, 0, "the end of this strand is missing")),
        ("UPDATE people_auditevent SET strand = NULL WHERE sequence = 3", TrailFault(0, 1, "without a place in the trail")),
        ("UPDATE people_auditevent SET key = 'secret-0' WHERE sequence = 1", TrailFault(1, 1, "made with a key that is not known here")),
    ],
)  # fmt: skip
def test_a29_what_was_done_to_the_trail_is_named(
    person: User, now: datetime, statement: str, found: TrailFault
) -> None:
    for number in range(3):
        audit.record("person.invited", person, by=person, now=now, number=number)
    with owner_without_triggers() as cursor:
        cursor.execute(statement)

    assert found in faults()


def test_a29_a_key_that_was_changed_verifies_what_is_there(
    person: User, now: datetime, settings: pytest.FixtureRequest
) -> None:
    settings.SEALING_KEY = ""  # type: ignore[attr-defined]
    audit.record("person.invited", person, by=person, now=now)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # type: ignore[attr-defined]
    settings.SECRET_KEY = "x" * 60  # type: ignore[attr-defined]
    audit.record("person.invited", person, by=person, now=now)

    assert faults() == []
    assert AuditEvent.objects.values("key").distinct().count() == 2
    settings.SECRET_KEY_FALLBACKS = []  # type: ignore[attr-defined]
    assert faults()[0] == TrailFault(1, 1, "made with a key that is not known here")


@pytest.mark.django_db(transaction=True)
def test_a29_those_who_write_at_once_wait_for_nobody(now: datetime) -> None:
    """Each holds its transaction open until all have written: with one chain for all none would get on."""
    person = UserFactory.create()
    all_have_written = Barrier(AT_ONCE, timeout=60)

    def write(_number: int) -> None:
        try:
            with transaction.atomic():
                audit.record("person.invited", person, by=None, now=now)
                all_have_written.wait()
                audit.record("person.invited", person, by=None, now=now)
                # Who commits before would leave a strand free, in which another goes on.
                all_have_written.wait()
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(write, range(AT_ONCE)))

    assert faults() == []
    assert AuditStrand.objects.filter(entries=2).count() == AT_ONCE


def test_a29_thousands_of_entries_are_written_in_a_few_queries(
    person: User, now: datetime, django_assert_num_queries: object
) -> None:
    started = time.process_time()
    with django_assert_num_queries(5):  # type: ignore[operator]
        audit.record_all("person.changed", ((person, {"number": number}) for number in range(MANY)), by=None, now=now)

    assert time.process_time() - started < 5
    assert faults() == []
