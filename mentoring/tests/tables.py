"""The tables of a run are made once, in a database of their own; each process copies that, which takes no time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from mentoring.testing import TEMPLATE

if TYPE_CHECKING:
    from psycopg2.extensions import cursor

# A number for those who ask at the same time: the first makes the tables, the others wait.
MAKING = 20_261_130


def can_be_copied() -> bool:
    """Tell whether the server is of this run alone: what stands on another one may be of other migrations."""
    return TEMPLATE in os.environ


def copy() -> None:
    """Copy all tables into the database of this process, and have Django use it; the person who comes first makes them.

    The connection is the owner's, as Django makes tables.
    """
    template, name = os.environ[TEMPLATE], connection.creation._get_test_db_name()
    with on_server() as at:
        at.execute("SELECT pg_advisory_lock(%s)", [MAKING])
        if not has(at, template):
            at.execute(f'CREATE DATABASE "{template}_unfinished"')
            use(f"{template}_unfinished")
            call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
            # Nobody may be connected to what is copied.
            connection.close()
            at.execute(f'ALTER DATABASE "{template}_unfinished" RENAME TO "{template}"')
        create(name, at)
    use(name)


def create(name: str, at: cursor) -> bool:
    """Make a database, and tell whether it has all tables already."""
    copied = can_be_copied() and has(at, os.environ[TEMPLATE])
    at.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{os.environ[TEMPLATE]}"' if copied else ""))
    return copied


def use(name: str) -> None:
    """Let Django connect to another database."""
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def has(at: cursor, name: str) -> bool:
    """Tell whether there is such a database."""
    at.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    return at.fetchone() is not None


@contextmanager
def on_server() -> Iterator[cursor]:
    """Speak to the tests' server as the owner, who makes databases."""
    url = os.environ.get("MIGRATE_DATABASE_URL") or os.environ["DATABASE_URL"]
    line = psycopg2.connect(database(url, "postgres"))
    line.autocommit = True
    try:
        with line.cursor() as at:
            yield at
    finally:
        line.close()


def database(url: str, name: str) -> str:
    """Return the address of another database on the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
