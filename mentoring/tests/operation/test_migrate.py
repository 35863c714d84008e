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


def end(*_: object) -> None:
    """Stand in for the note of what was done: the process ends before it."""
    raise CutShortError


@pytest.fixture
def scrap() -> Migration:
    """Return a migration whose constraint comes last: of such a one Django itself commits the table first."""
    migration = Migration("9999_scrap", "people")
    person = models.ForeignKey("people.User", on_delete=models.CASCADE)
    migration.operations = [CreateModel("Scrap", [("id", models.BigAutoField(primary_key=True)), ("person", person)])]
    return migration


def has_table() -> bool:
    return "people_scrap" in connection.introspection.table_names()


def test_a_migration_that_is_cut_short_before_it_is_noted_has_made_no_tables(
    scrap: Migration, monkeypatch: pytest.MonkeyPatch
) -> None:
    executor = Executor(connection)
    state = executor.loader.project_state()
    monkeypatch.setattr(MigrationRecorder, "record_applied", end)

    with rights.as_owner(connection), pytest.raises(CutShortError):
        executor.apply_migration(state, scrap)

    assert not has_table()


def test_one_that_is_undone_and_cut_short_has_taken_no_tables_away(
    scrap: Migration, monkeypatch: pytest.MonkeyPatch
) -> None:
    executor = Executor(connection)
    before = executor.loader.project_state()
    with rights.as_owner(connection):
        executor.apply_migration(before.clone(), scrap)
        with monkeypatch.context() as patch:
            patch.setattr(MigrationRecorder, "record_unapplied", end)
            with pytest.raises(CutShortError):
                executor.unapply_migration(before.clone(), scrap)
        assert has_table()
        executor.unapply_migration(before.clone(), scrap)

    assert not has_table()


def test_the_command_applies_migrations_so() -> None:
    call_command("migrate", verbosity=0, interactive=False, plan=True)

    assert migrate.MigrationExecutor is Executor  # type: ignore[attr-defined]
