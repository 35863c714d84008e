"""What the application's role may do with the tables, where another role owns them (A-28).

An owner can take a trigger away. So production has two roles: MIGRATE_DATABASE_URL is the owner's, who makes the tables,
and DATABASE_URL is the application's, who may read and write rows, but not change or remove what is on record. With one
role the triggers alone refuse, and `manage.py check --deploy` says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.db import ProgrammingError
from django.db.migrations.recorder import MigrationRecorder

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import Model

NOTHING: tuple[str, ...] = ()


@dataclass(frozen=True)
class Right:
    """Whether rows may be put in (never with an id of one's choice), and which fields may be updated; never deleted."""

    insert: bool
    update: Collection[str]


# What is not named here may be read, put in, changed and deleted.
_limited: dict[str, Right] = {}


def limit(model: type[Model], *, insert: bool = True, update: Collection[str] = NOTHING) -> None:
    """Let the application put rows into a model's table, and update these fields; nothing else."""
    _limited[model._meta.label] = Right(insert, update)


def limited() -> dict[type[Model], Right]:
    """Return the models whose rows are on record."""
    return {apps.get_model(label): right for label, right in _limited.items()}


@contextmanager
def as_owner(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Connect as the owner of the tables for a while, where MIGRATE_DATABASE_URL names one."""
    before = {name: connection.settings_dict[name] for name in settings.DATABASE_OWNER}
    if connection.settings_dict["USER"] == settings.DATABASE_OWNER.get("USER", connection.settings_dict["USER"]):
        yield
        return
    connection.close()
    connection.settings_dict.update(settings.DATABASE_OWNER)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def grant(connection: BaseDatabaseWrapper) -> None:
    """Give the application's role what it needs, and no more; as the owner, after tables have changed."""
    quote = connection.ops.quote_name
    role = quote(settings.APPLICATION_ROLE)
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        schema = quote(cursor.fetchone()[0])
        cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {role}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}")
        for model, right in limited().items():
            if model._meta.db_table not in tables:
                continue
            table = quote(model._meta.db_table)
            cursor.execute(f"REVOKE ALL ON {table} FROM {role}")
            cursor.execute(f"GRANT SELECT ON {table} TO {role}")
            fields = [field for field in model._meta.concrete_fields if not field.primary_key]
            inserted = ", ".join(quote(str(field.column)) for field in fields)
            updated = ", ".join(quote(str(field.column)) for field in fields if field.name in right.update)
            if right.insert:
                cursor.execute(f"GRANT INSERT ({inserted}) ON {table} TO {role}")
            if updated:
                cursor.execute(f"GRANT UPDATE ({updated}) ON {table} TO {role}")
        cursor.execute(f"REVOKE ALL ON {quote(MigrationRecorder.Migration._meta.db_table)} FROM {role}")
        cursor.execute(f"GRANT SELECT ON {quote(MigrationRecorder.Migration._meta.db_table)} TO {role}")


def owns_what_is_on_record(connection: BaseDatabaseWrapper) -> bool:
    """Tell whether the role that is connected may take the triggers away, or change what is on record without them."""
    tables = [model._meta.db_table for model in limited()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_or(pg_has_role(current_user, relowner, 'USAGE') OR has_table_privilege(oid, 'TRUNCATE')"
            " OR has_table_privilege(oid, 'DELETE')) FROM pg_class"
            " WHERE relkind = 'r' AND relname = ANY(%s) AND relnamespace = current_schema()::regnamespace",
            [tables],
        )
        (owns,) = cursor.fetchone()
    if owns is None:
        message = "The tables are not there."
        raise ProgrammingError(message)
    return bool(owns)
