"""What the pages of meetings are tried with: the day, a meeting, and a browser in which the mentee is signed in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from meetings.models import Meeting
from meetings.tests.factories import MeetingFactory
from people.tests.factories import UserFactory


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    """Let it be Tuesday 3 March 2026 for the pages."""
    with mock.patch.object(timezone, "now", return_value=now):
        yield


@pytest.fixture
def meeting() -> Meeting:
    """A meeting in a week, between a mentor in Berlin and a mentee in Lisbon."""
    return MeetingFactory.create(
        appointment__version__agreement__match__mentor_user=UserFactory.create(
            name="Amara Okafor", time_zone="Europe/Berlin"
        ),
        appointment__version__agreement__match__mentee_user=UserFactory.create(
            name="Zoë Lind", time_zone="Europe/Lisbon"
        ),
    )


@pytest.fixture
def mentee(meeting: Meeting, client: Client) -> Client:
    """Return a browser in which the mentee is signed in."""
    client.force_login(meeting.match.mentee.user)
    return client
