"""The application's role cannot change what is on record, and the owner cannot in passing (A-28)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from people import audit
from people.database import checks, rights
from people.models import AuditEvent
from people.tests.factories import UserFactory
from people.tests.owning import owner_without_triggers

pytestmark = pytest.mark.django_db

two_roles = pytest.mark.skipif(not settings.DATABASE_OWNER, reason="the tests' database has one role")


def tables() -> list[str]:
    return [model._meta.db_table for model in rights.limited()]


def privileges(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind FROM unnest(ARRAY['DELETE', 'TRUNCATE', 'TRIGGER', 'REFERENCES', 'UPDATE', 'INSERT']) kind"
            " WHERE has_table_privilege(%s, kind)",
            [table],
        )
        return {kind for (kind,) in cursor.fetchall()}


@two_roles
def test_a28_tests_run_as_the_lesser_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, session_user")
        assert set(cursor.fetchone()) == {settings.APPLICATION_ROLE}
    assert settings.DATABASE_OWNER["USER"] != settings.APPLICATION_ROLE


@two_roles
def test_a28_of_what_is_on_record_the_application_may_do_nothing_to_a_whole_table() -> None:
    """Columns at most: rows are put in without an id of one's choice, and few columns may be updated."""
    assert {table: privileges(table) for table in tables()} == {table: set() for table in tables()}


@two_roles
@pytest.mark.parametrize(
    "statement", ["DISABLE TRIGGER ALL", "DISABLE TRIGGER audit_append_only", "OWNER TO CURRENT_USER"]
)
def test_a28_the_application_cannot_take_triggers_away(statement: str) -> None:
    with pytest.raises(DatabaseError, match="must be owner"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE people_auditevent {statement}")


@two_roles
def test_a28_the_application_cannot_choose_an_id(now: datetime) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        AuditEvent.objects.create(pk=1, at=now, action="x", object_type="x", object_id="1")


@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_a28_nor_does_the_owner_get_past_the_triggers(statement: str, now: datetime) -> None:
    """Not even as a replica, which runs no ordinary triggers."""
    audit.record("person.invited", UserFactory.create(), by=None, now=now)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        if settings.DATABASE_OWNER:
            cursor.execute(f"SET LOCAL ROLE {settings.DATABASE_OWNER['USER']}")
            cursor.execute("SET LOCAL session_replication_role = replica")
        for table in ("people_auditevent", "people_auditstrand"):
            column = "action" if table == "people_auditevent" else "entries"
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                cursor.execute(statement.format(table, column, column))


@two_roles
def test_a28_every_table_on_record_refuses_truncate_always(now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgenabled = 'A' AND tgtype & 32 > 0 AND tgtype & 1 = 0"
        )
        refusing = {table for (table,) in cursor.fetchall()}
    assert set(tables()) <= refusing


@two_roles
def test_a28_check_deploy_tells_the_role(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [found.id for found in checks.role_is_the_lesser(None)] == ["people.W002"], "the tests know the owner"
    monkeypatch.setattr(settings, "DATABASE_OWNER", {})
    assert [found.id for found in checks.role_is_the_lesser(None)] == ["people.I001"]


@two_roles
def test_a28_check_deploy_warns_the_owner() -> None:
    with owner_without_triggers():
        assert [found.id for found in checks.role_is_the_lesser(None)] == ["people.W001"]
