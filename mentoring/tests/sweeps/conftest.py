"""The world of the sweeps, built once for each of their modules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from mentoring.tests.sweeps.world import World, build

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Build it in a transaction that is rolled back in the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)
