"""Who changes addresses, and whose."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from mentoring.tests.addresses.asking import administrator
from people.models import User
from people.tests.conftest import no_limits_left_over  # noqa: F401 - a fixture
from people.tests.factories import UserFactory


@pytest.fixture
def olga() -> User:
    """Return the administrator who changes addresses."""
    return administrator(name="Olga Admin", email="olga@example.org")


@pytest.fixture
def ada() -> User:
    """Return the person whose address is changed; she has been here for long."""
    ada = UserFactory.create(name="Ada Lovelace", email="ada@example.org", last_login=timezone.now())
    User.objects.filter(pk=ada.pk).update(created_at=timezone.now() - timedelta(days=400))
    ada.refresh_from_db()
    return ada
