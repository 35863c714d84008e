"""The chain names the first event that was changed, cut out or put in (A-20)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from agreements.models import Agreement, SignatureEvent
from agreements.record import chain
from agreements.tests.factories import AgreementFactory
from people.tests.owning import owner_without_triggers

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(now: datetime) -> Agreement:
    agreement = AgreementFactory.create()
    for number in range(5):
        chain.append(agreement, "reminded", now=now, count=number, note="é")
    return agreement


def without_trigger(statement: str) -> None:
    with owner_without_triggers() as cursor:
        cursor.execute(statement)


def test_an_untouched_chain_verifies(agreement: Agreement) -> None:
    assert chain.verify(agreement) is None
    assert [event.sequence for event in agreement.events.all()] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE agreements_signatureevent SET data = '{}' WHERE sequence = 3", 3),
        ("UPDATE agreements_signatureevent SET at = at + interval '1 second' WHERE sequence = 2", 2),
        ("UPDATE agreements_signatureevent SET kind = 'signed' WHERE sequence = 5", 5),
        ("DELETE FROM agreements_signatureevent WHERE sequence = 2", 2),
        ("UPDATE agreements_signatureevent SET hash = repeat('0', 64) WHERE sequence = 1", 1),
        ("UPDATE agreements_signatureevent SET previous_hash = '' WHERE sequence = 4", 4),
    ],
)
def test_a_change_is_found_where_it_was_made(agreement: Agreement, statement: str, broken: int) -> None:
    without_trigger(statement)

    found = chain.verify(agreement)
    assert found is not None
    assert found.sequence == broken


def test_a27_a_rehashed_event_has_no_mark_of_the_key(agreement: Agreement) -> None:
    event = agreement.events.get(sequence=2)
    event.data = {"count": 99}
    without_trigger(
        f"UPDATE agreements_signatureevent SET data = '{{\"count\": 99}}', hash = '{chain.hash_of(event)}' WHERE id = {event.pk}"  # noqa: S608 - our own values
    )

    found = chain.verify(agreement)
    assert found == chain.Broken(2, "not written by this application: its mark is wrong")


def test_chains_of_two_agreements_do_not_mix(agreement: Agreement, now: datetime) -> None:
    other = AgreementFactory.create()
    chain.append(other, "drafted", now=now)

    assert (chain.verify(agreement), chain.verify(other)) == (None, None)
    assert SignatureEvent.objects.get(agreement=other).previous_hash == ""


def test_the_list_of_events_has_words_for_each_kind(run_all: Callable[[], set[str]]) -> None:
    from agreements.text.wording import EVENTS

    assert run_all() <= set(EVENTS)


@pytest.fixture
def run_all(now: datetime) -> Callable[[], set[str]]:
    """Make every kind of event that a whole life brings."""
    from agreements.signing import decisions, reminders
    from agreements.tests.stories import coordinator_of, in_force, request_of, with_supervisors

    def run() -> set[str]:
        in_force(now=now)
        version = with_supervisors(now=now)
        request = request_of(version, "mentee_supervisor")
        reminders.remind(request, by=coordinator_of(version), now=now)
        decisions.say_wrong_person(request, note="Kim", now=now)
        decisions.decline_to_sign(request, remark="No.", now=now)
        decisions.ask_for_change(request_of(with_supervisors(now=now), "mentor_supervisor"), remark="Later.", now=now)
        return set(SignatureEvent.objects.values_list("kind", flat=True))

    return run
