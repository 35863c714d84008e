"""People and cohorts that several modules of tests begin with."""

from __future__ import annotations

import pytest
from django.test import Client

from people.models import User
from people.tests.factories import UserFactory
from programs.models import Cohort
from programs.tests.factories import CohortFactory


@pytest.fixture
def user(client: Client) -> User:
    """Return someone who is signed in."""
    person = UserFactory.create()
    client.force_login(person)
    return person


@pytest.fixture
def coordinator() -> User:
    """Return someone who will coordinate."""
    user: User = UserFactory.create()
    return user


@pytest.fixture
def cohort() -> Cohort:
    """Return a cohort that is open today, whatever day the tests run."""
    return CohortFactory.create(enrol_until=None)
