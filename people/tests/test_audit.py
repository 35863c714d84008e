"""The audit trail only grows, and only with the deed (E-19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, transaction

from people import audit
from people.models import AuditEvent
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db

# By the rights of the application's role; where it owns the tables, by the triggers.
REFUSED = "permission denied|append-only"


def test_e19_an_event_says_who_did_what_when_to_which_object(now: datetime) -> None:
    by, person = UserFactory.create(), UserFactory.create()

    event = audit.record("person.invited", person, by=by, now=now, version=2)

    assert (event.actor, event.action, event.at, event.object_type, event.object_id, event.details) == (
        by, "person.invited", now, "people.user", str(person.pk), {"version": 2},
    )  # fmt: skip


def test_e19_the_database_refuses_to_change_or_delete_an_event(now: datetime) -> None:
    person = UserFactory.create()
    event = audit.record("person.invited", person, by=None, now=now)

    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
        AuditEvent.objects.filter(pk=event.pk).update(action="nothing happened")
    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
        AuditEvent.objects.filter(pk=event.pk).delete()

    assert AuditEvent.objects.get().action == "person.invited"


def test_an_event_goes_with_the_deed_that_is_rolled_back(now: datetime) -> None:
    with transaction.atomic():
        audit.record("person.invited", UserFactory.create(), by=None, now=now)
        transaction.set_rollback(True)

    assert not AuditEvent.objects.exists()


def test_many_events_are_written_in_one_query_with_their_own_details(now: datetime) -> None:
    people = UserFactory.create_batch(2)

    audit.record_all(
        "person.changed", ((person, {"fields": ["name"]}) for person in people), by=None, now=now, source=1
    )

    assert {(event.object_id, str(event.details)) for event in AuditEvent.objects.all()} == {
        (str(person.pk), "{'fields': ['name'], 'source': 1}") for person in people
    }


def test_what_one_did_oneself_is_what_one_may_read(now: datetime) -> None:
    person, administrator = UserFactory.create(), UserFactory.create(is_organization_administrator=True)
    own = audit.record("meeting.recorded", person, by=person, now=now)
    technical = audit.record("person.invited", person, by=administrator, now=now)

    assert list(AuditEvent.objects.managed_by(person)) == [own]
    assert list(AuditEvent.objects.managed_by(administrator)) == [technical]


@pytest.mark.parametrize("deed", ["contact.asked", "notwith.added", "mentor.applied", "match.ended", "no.such_deed"])
def test_e38_private_deeds_are_shown_to_nobody_but_the_person_who_did_them(deed: str, now: datetime) -> None:
    person, administrator = UserFactory.create(), UserFactory.create(is_organization_administrator=True)
    event = audit.record(deed, person, by=person, now=now)

    assert list(AuditEvent.objects.managed_by(person)) == [event]
    assert not AuditEvent.objects.managed_by(administrator).exists()


def test_e38_an_administrator_who_is_shut_out_reads_what_they_did_alone(now: datetime) -> None:
    administrator = UserFactory.create(is_organization_administrator=True, is_active=False)
    audit.record("person.invited", UserFactory.create(), by=None, now=now)

    assert not AuditEvent.objects.managed_by(administrator).exists()
