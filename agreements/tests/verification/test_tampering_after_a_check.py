"""Each tampering once more, where a check has seen everything before: by the application’s role, and by the owner (A-26, A-28).

The check is made once for all of them; a file of its own, because `test_tampering.py` has rows that no check has seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, transaction

from agreements.tests.tampered import Names, check, make_rows, tamper
from agreements.tests.tamperings import TAMPERINGS
from people.tests.owning import owner_without_triggers

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

pytestmark = [pytest.mark.django_db, pytest.mark.long(minutes=1)]


@pytest.fixture(scope="module")
def rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Names]:
    """Agreements, made once, that a check has found in order."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_rows()
        assert check() == (0, [])
        yield made
        transaction.set_rollback(True)


@pytest.mark.parametrize("what", TAMPERINGS)
def test_a28_the_application_is_refused_or_the_check_names_it(rows: Names, what: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        try:
            with transaction.atomic():
                tamper(cursor.execute, TAMPERINGS[what], rows)
        except DatabaseError:
            return
    code, named = check()

    assert (code, bool(named)) == (1, True)


@pytest.mark.parametrize("what", TAMPERINGS)
def test_a26_the_check_names_what_the_owner_has_done_since_the_last_one(rows: Names, what: str) -> None:
    with owner_without_triggers() as cursor:
        tamper(cursor.execute, TAMPERINGS[what], rows)
        cursor.execute("SET LOCAL session_replication_role = origin")
    code, named = check()

    assert (code, bool(named)) == (1, True)
