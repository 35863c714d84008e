"""`manage.py migrate`: as Django's, by the role that owns the tables; then the application's role gets its rights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import ProgrammingError, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from psycopg2.errors import InsufficientPrivilege

from mentoring.environment import BASE_DIR
from people.database import rights

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.migrations import Migration
    from django.db.migrations.state import ProjectState

NOT_THE_OWNER = (
    "The role of DATABASE_URL may not change these tables. Set MIGRATE_DATABASE_URL to the address of the role that owns "
    "them; docs/operating.md tells how."
)
ANOTHER_VERSION = (
    "This database was made by another version of Whetstone: it has migrations that this one does not know (%s). Start the "
    "version that made it; or, where nothing in it is needed, empty it (of the demo: python3 run.py reset)."
)


class Executor(MigrationExecutor):
    """Django's, but a migration and the note that it was applied stand or fall together.

    Django commits the tables of a migration whose constraints come last before it notes that it was applied. A start
    that is cut short between the two would leave tables that the next one makes once more, and cannot.
    """

    def apply_migration(self, state: ProjectState, migration: Migration, **options: bool) -> ProjectState:  # type: ignore[override]
        """Apply and note it in one transaction, where the migration allows one."""
        if not migration.atomic:
            return super().apply_migration(state, migration, **options)
        with transaction.atomic(using=self.connection.alias):
            return super().apply_migration(state, migration, **options)

    def unapply_migration(self, state: ProjectState, migration: Migration, **options: bool) -> ProjectState:  # type: ignore[override]
        """Undo it and take the note away in one transaction, where the migration allows one."""
        if not migration.atomic:
            return super().unapply_migration(state, migration, **options)
        with transaction.atomic(using=self.connection.alias):
            return super().unapply_migration(state, migration, **options)


# The command asks its module for it.
migrate.MigrationExecutor = Executor  # type: ignore[attr-defined]


class Command(migrate.Command):
    """Django's command, connected as MIGRATE_DATABASE_URL says."""

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Migrate, then grant. Looking at a plan grants nothing."""
        connection = connections[options["database"]]
        with rights.as_owner(connection):
            refuse_another_version(connection)
            try:
                super().handle(*args, **options)
            except ProgrammingError as error:
                if isinstance(error.__cause__, InsufficientPrivilege):
                    raise CommandError(NOT_THE_OWNER) from error
                raise
            if settings.DATABASE_OWNER and not (options["plan"] or options["check_unapplied"]):
                rights.grant(connection)


def refuse_another_version(connection: BaseDatabaseWrapper) -> None:
    """Stop before anything is done to tables that this code does not know the whole past of."""
    loader = MigrationLoader(connection)
    rooms = {config.label for config in apps.get_app_configs() if config.path.startswith(str(BASE_DIR))}
    unknown = sorted(
        key for key in loader.applied_migrations or () if key[0] in rooms and key not in loader.disk_migrations
    )
    if unknown:
        raise CommandError(ANOTHER_VERSION % ", ".join(".".join(key) for key in unknown[:3]))
