"""Claims about making the tables: what is cut short can be begun again."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection, models
from django.db.migrations import CreateModel, Migration
from django.db.migrations.recorder import MigrationRecorder

from mentoring.management.commands.migrate import Executor
from people.database import rights

pytestmark = pytest.mark.django_db(transaction=True)


class CutShortError(Exception):
    """The process ends here."""


def test_a_migration_that_is_cut_short_before_it_is_noted_has_made_no_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    def end(*_: object) -> None:
        raise CutShortError

    migration = Migration("9999_scrap", "people")
    # A constraint that comes last: for such a one Django itself commits the table first.
    person = models.ForeignKey("people.User", on_delete=models.CASCADE)
    migration.operations = [CreateModel("Scrap", [("id", models.BigAutoField(primary_key=True)), ("person", person)])]
    executor = Executor(connection)
    state = executor.loader.project_state()
    monkeypatch.setattr(MigrationRecorder, "record_applied", end)

    with rights.as_owner(connection), pytest.raises(CutShortError):
        executor.apply_migration(state, migration)

    assert "people_scrap" not in connection.introspection.table_names()


def test_the_command_applies_migrations_so() -> None:
    call_command("migrate", verbosity=0, interactive=False, plan=True)

    assert migrate.MigrationExecutor is Executor  # type: ignore[attr-defined]
