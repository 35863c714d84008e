"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from hypothesis import settings as hypothesis_settings

from launcher.browser import arguments, find_chromium
from mentoring.tests import tables
from people.tests.owning import flush_as_owner

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker


# How many examples of each property that names no number of its own: at each change, and with `make nightly`. How long one
# takes is no claim of ours: the machine may do other things.
hypothesis_settings.register_profile("quick", max_examples=100, deadline=None)
hypothesis_settings.register_profile("full", max_examples=1_000, deadline=None)
hypothesis_settings.load_profile("quick")


@pytest.fixture(autouse=True)
def _nothing_was_tried_before() -> None:
    """Limits of tries count in the cache, which the tests of one process share."""
    cache.clear()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> dict[str, Any]:
    """Let the owner of the tables make the database of the tests; return who the application is."""
    application = {name: connection.settings_dict[name] for name in settings.DATABASE_OWNER}
    connection.settings_dict.update(settings.DATABASE_OWNER)
    return application


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_modify_db_settings: dict[str, Any],
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Run every test as the application's role, which cannot change what is on record (A-28).

    A database on a throw-away server goes with it: nobody waits for the last connection of a browser to drop it.
    """
    if not tables.can_be_copied():
        request.getfixturevalue("django_db_setup")  # pytest-django's own
    with django_db_blocker.unblock():
        if tables.can_be_copied():
            tables.copy()
        connection.close()
        connection.settings_dict.update(django_db_modify_db_settings)
        # Of the class: a test in which Playwright's loop runs has a connection of its own.
        type(connection.ops).execute_sql_flush = lambda _ops, statements: flush_as_owner(statements)  # type: ignore[method-assign, assignment]
    yield
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict.update(settings.DATABASE_OWNER)


@pytest.fixture
def now() -> datetime:
    """Return the moment at which tests happen: a Tuesday morning, 09:00 UTC, winter time in Europe."""
    return datetime(2026, 3, 3, 9, tzinfo=UTC)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Open pages in the machine's own Chromium."""
    return {**browser_type_launch_args, "executable_path": find_chromium(), "args": arguments()}
