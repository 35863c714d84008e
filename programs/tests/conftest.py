"""Who is at the desk, and for which program. Tests of processes have people and programs of their own."""

from __future__ import annotations

import pytest
from django.test import Client

from people.models import User
from people.tests.factories import UserFactory
from programs.models import Program
from programs.tests.factories import ProgramFactory


@pytest.fixture
def coordinator(client: Client) -> User:
    """Return a coordinator, who is signed in."""
    coordinator = UserFactory.create(is_staff=True)
    client.force_login(coordinator)
    return coordinator


@pytest.fixture
def program(coordinator: User) -> Program:
    return ProgramFactory.create(coordinator=coordinator, name="Peer")
