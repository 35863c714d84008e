"""`manage.py migrate`: as Django's, by the role that owns the tables; then the application's role gets its rights."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import ProgrammingError, connections
from psycopg2.errors import InsufficientPrivilege

from people import rights

NOT_THE_OWNER = (
    "The role of DATABASE_URL may not change these tables. Set MIGRATE_DATABASE_URL to the address of the role that owns "
    "them; docs/operating.md tells how."
)


class Command(migrate.Command):
    """Django's command, connected as MIGRATE_DATABASE_URL says."""

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Migrate, then grant. Looking at a plan grants nothing."""
        connection = connections[options["database"]]
        with rights.as_owner(connection):
            try:
                super().handle(*args, **options)
            except ProgrammingError as error:
                if isinstance(error.__cause__, InsufficientPrivilege):
                    raise CommandError(NOT_THE_OWNER) from error
                raise
            if settings.DATABASE_OWNER and not (options["plan"] or options["check_unapplied"]):
                rights.grant(connection)
