"""What only the owner of the tables can do. Tests run as the application's role; here they become the owner for a while."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

RECORD = """
SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace
"""
ALWAYS = """
SELECT tgrelid::regclass::text, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND tgenabled = 'A' AND relnamespace = current_schema()::regnamespace
"""
STRANDS = """
INSERT INTO people_auditstrand (number, entries, last_mac, key, mac)
SELECT number, 0, '', '', '' FROM generate_series(1, 64) AS number
"""


@contextmanager
def owner_without_triggers() -> Iterator[CursorWrapper]:
    """Be the person who owns the tables and has taken the triggers away, in the transaction of the test."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        if owner := settings.DATABASE_OWNER.get("USER"):
            cursor.execute(f"SET ROLE {connection.ops.quote_name(str(owner))}")
        cursor.execute(ALWAYS)
        always = cursor.fetchall()
        cursor.execute(RECORD)
        tables = [table for (table,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        for table, trigger in always:
            cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}")
        cursor.execute("RESET ROLE")


def flush_as_owner(statements: Iterable[str]) -> None:
    """Empty all tables after a test that has committed: what Django's `flush` does, which the triggers refuse to others."""
    with transaction.atomic(), owner_without_triggers() as cursor:
        for statement in statements:
            cursor.execute(statement)
        cursor.execute(STRANDS)
