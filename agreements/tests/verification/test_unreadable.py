"""Rows that are put in so that the nightly check says nothing, or cannot be read at all, silence nobody (A-26)."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from agreements import tasks
from agreements.desk import items
from agreements.documents import documents
from agreements.models import AgreementVersion, Verification
from agreements.tests.stories import in_force, with_supervisors
from agreements.verification import walk
from agreements.writing.forms_goals import AgreedGoalForm
from notifications.transport.delivery import deliver_due
from people.tests.factories import UserFactory
from people.tests.owning import owner_without_triggers

pytestmark = pytest.mark.django_db

PLANTED = (
    "INSERT INTO agreements_verification"
    " (number, at, agreements, events, documents, problems, head, seen, previous_mac, key, mac)"
    " VALUES (%s, %s, 1, 1, 1, %s, '', '{}', '', '', '')"
)
# Of the tables of the record: the constraints that this test takes away as the owner could.
UNCHECKED = """
DO $$
DECLARE
    held record;
BEGIN
    FOR held IN SELECT conrelid::regclass AS place, conname FROM pg_constraint
        WHERE contype = 'c' AND (conname LIKE '%\\_year' OR conname LIKE '%\\_one\\_address')
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', held.place, held.conname);
    END LOOP;
END $$;
"""


@pytest.fixture
def broken(now: datetime) -> AgreementVersion:
    """An agreement whose chain was changed after it was signed and sealed."""
    version = in_force(now=now)
    documents.make_document(version, now=now)
    with owner_without_triggers() as cursor:
        cursor.execute("UPDATE agreements_signatureevent SET kind = 'signed' WHERE sequence = 2")
    return version


def plant(number: int, at: str = "2099-01-01", problems: str = "[]") -> None:
    """Put a check in, as the application's own role may."""
    with connection.cursor() as cursor:
        cursor.execute(PLANTED, [number, at, problems])


def unchecked(*statements: str) -> None:
    """Write what the constraints of the database refuse, as the owner who has taken them away."""
    with owner_without_triggers() as cursor:
        cursor.execute(UNCHECKED)
        for statement in statements:
            cursor.execute(statement)


def named(now: datetime) -> list[str]:
    return [str(problem) for problem in walk.problems_of(walk.verify_all(now=now))]


@pytest.mark.parametrize("number", [2_147_483_647, 1, 2])
def test_a26_a_check_put_in_silences_neither_the_mail_nor_the_desk(broken: AgreementVersion, number: int) -> None:
    admin = UserFactory.create(is_organization_administrator=True)
    if number != 1:
        tasks.verify_agreements()
    plant(number)

    assert tasks.verify_agreements() > 1
    kept = Verification.objects.exclude(mac="").latest("number")
    deliver_due(now=kept.at)

    assert "Look at this" in [message for message in mail.outbox if message.to == [admin.email]][-1].subject
    wrong = [str(problem) for problem in walk.problems_of(kept)]
    without_mark = "not written by this application: it has no mark of the server’s key"
    assert f"earlier check no. {number}: {without_mark}" in wrong
    assert f"agreement {broken.agreement_id}, event 2: changed" in wrong
    (item,) = items.record_items(admin, now=kept.at)
    assert (item.key, item.count) == ("agreements.record", len(kept.problems))
    assert not [line for line in named(kept.at) if "does not follow" in line or line.endswith(": missing")]


def test_a26_a_check_put_in_does_not_hide_that_none_has_run(now: datetime) -> None:
    admin = UserFactory.create(is_organization_administrator=True)
    walk.verify_all(now=now)
    plant(2)

    (item,) = items.record_items(admin, now=now + timedelta(days=5))

    assert (item.key, item.count) == ("agreements.unchecked", 5)


def test_a26_the_mail_goes_out_though_the_check_cannot_be_kept(broken: AgreementVersion, now: datetime) -> None:
    admin = UserFactory.create(is_organization_administrator=True)
    with owner_without_triggers() as cursor:
        cursor.execute("ALTER TABLE agreements_verification ADD CONSTRAINT full_up CHECK (number IS NULL)")

    with pytest.raises(RuntimeError, match="could not be kept"):
        tasks.verify_agreements()
    deliver_due(now=now + timedelta(days=9000))

    (message,) = [message for message in mail.outbox if message.to == [admin.email]]
    assert message.subject == "Look at this: 2 problems with signed agreements"
    assert "we could not keep the result of this check" in message.body


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE agreements_agreementversion SET until_on = '12000-01-01'",
        "UPDATE agreements_signaturerequest SET reminded_at = '12000-01-01'",
        "UPDATE agreements_signaturerequest SET reminded_at = 'infinity'",
        (
            "INSERT INTO people_auditevent (at, action, object_type, object_id, details, previous_mac, key, mac)"
            " VALUES ('12000-01-01', 'x', '', '', '{}', '', '', '')"
        ),
        PLANTED % ("1", "'12000-01-01'", "'[]'"),
    ],
)
def test_a26_the_database_refuses_times_that_cannot_be_read(now: datetime, statement: str) -> None:
    with_supervisors(now=now)

    with (
        pytest.raises(DatabaseError, match="_year|append-only|permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        (
            "UPDATE agreements_signatureevent SET at = '12000-01-01' WHERE sequence = 2 AND agreement_id = {pk}",
            "{here}",
        ),
        ("UPDATE agreements_agreementversion SET until_on = '12000-01-01' WHERE agreement_id = {pk}", "{here}"),
        (
            "UPDATE agreements_signaturerequest SET ip_address = '10.0.0.0/8' WHERE version_id = {version}",
            "{here}",
        ),
        ("UPDATE agreements_document SET made_at = '12000-01-01'", "{here}, version 1: the PDF"),
        ("UPDATE agreements_sealingcertificate SET first_used_at = '12000-01-01'", "certificates"),
        ("UPDATE people_auditevent SET at = '12000-01-01'", "audit trail"),
        (PLANTED % ("7", "'12000-01-01'", "'[]'"), "earlier check no. 7"),
        (PLANTED % ("7", "now()", "('[1' || repeat('0', 5000) || ']')::jsonb"), "earlier check no. 7"),
    ],
)
def test_a26_one_row_that_cannot_be_read_is_named_and_the_walk_goes_on(
    client: Client, broken: AgreementVersion, now: datetime, statement: str, place: str
) -> None:
    other = in_force(now=now)
    here = place.format(here=f"agreement {other.agreement_id}")
    if "document" in statement:
        here = place.format(here=f"agreement {broken.agreement_id}")
    walk.verify_all(now=now)
    unchecked(statement.replace("{pk}", str(other.agreement_id)).replace("{version}", str(other.pk)))

    lines = named(now)

    assert [line for line in lines if line.startswith(here) and ("could not be read" in line or "decision" in line)]
    assert f"agreement {broken.agreement_id}, event 2: changed" in lines
    err = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_agreements", stdout=io.StringIO(), stderr=err)
    assert here in err.getvalue()
    client.force_login(UserFactory.create(is_staff=True, is_organization_administrator=True))
    assert client.get(reverse("admin:index")).status_code == 200


def test_a26_a_deed_about_something_that_is_no_number_is_named(broken: AgreementVersion, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_auditevent (at, action, object_type, object_id, details, previous_mac, key, mac)"
            " VALUES (now(), 'agreement.sent', 'agreements.agreement', 'x', '{}', '', '', '')"
        )

    assert "agreement x: the audit trail tells of “sent”, but the events of the agreement do not" in named(now)


def test_a26_a_reason_of_a_version_in_force_is_named(now: datetime) -> None:
    version = in_force(now=now)
    with owner_without_triggers() as cursor:
        cursor.execute("UPDATE agreements_agreementversion SET void_reason = 'They cheated.'")

    assert (
        f"agreement {version.agreement_id}, version 1: "
        "it holds a reason why it became void, but no event tells that it did" in named(now)
    )


def test_a26_a_note_of_a_delay_excuses_no_missing_seal_for_ever(now: datetime) -> None:
    version = in_force(now=now)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO agreements_sealingdelay (version_id, cause, since, attempts, tried_at)"
            " VALUES (%s, 'seal', now(), 1, now())",
            [version.pk],
        )

    assert named(now + timedelta(days=29)) == []
    assert [line for line in named(now + timedelta(days=31)) if "there is no sealed PDF" in line]


def test_a_day_far_away_is_refused_at_its_field() -> None:
    form = AgreedGoalForm({"what": "Speak", "measure": "Twice", "by_on": "9999-12-31"})

    assert form.errors == {"by_on": ["Choose a date such as 30 June 2026."]}
