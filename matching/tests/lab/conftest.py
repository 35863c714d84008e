"""A coordinator who is signed in, and a scenario that has run: two mentors, three mentees, all want the same one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pytest
from django.test import Client

from matching.lab import scenarios
from matching.models import Scenario
from people.models import User
from people.tests.factories import UserFactory
from pool.models import Mentee, Mentor
from pool.tests.factories import MenteeFactory, MentorFactory, TopicFactory
from programs.models import Cohort
from programs.tests.factories import CohortFactory, ProgramFactory


@pytest.fixture
def coordinator(client: Client) -> User:
    """Return a coordinator who is signed in."""
    user = UserFactory.create(name="Cora Coordinates")
    ProgramFactory.create(coordinator=user)
    user.refresh_from_db()
    client.force_login(user)
    return user


@pytest.fixture
def cohort(coordinator: User) -> Cohort:
    """Return an open cohort of the coordinator's program."""
    return CohortFactory.create(program=coordinator.memberships.get().program, enrol_until=None)


@dataclass
class Contest:
    """Three mentees for two places. `wanted` offers what all want; `other` offers nothing of it."""

    scenario: Scenario
    wanted: Mentor
    other: Mentor
    keen: Mentee
    second: Mentee
    third: Mentee


@pytest.fixture
def contest(cohort: Cohort, coordinator: User, now: datetime) -> Contest:
    """Return a scenario that has run: `keen` alone has ranked the wanted mentor, and gets them."""
    planning = TopicFactory.create(name="Planning")
    wanted = MentorFactory.create(program=cohort.program, user__name="Wanda Wanted", topics=[planning])
    other = MentorFactory.create(program=cohort.program, user__name="Otto Other")
    names = ("Keen Kay", "Second Sam", "Third Thea")
    keen, second, third = (MenteeFactory.create(cohort=cohort, user__name=name, topics=[planning]) for name in names)
    keen.preferences.create(mentor=wanted, rank=1)
    scenario = scenarios.create_scenario(cohort, name="One", by=coordinator, now=now)
    return Contest(scenarios.run_scenario(scenario, now=now), wanted, other, keen, second, third)


def pairs(scenario: Scenario) -> dict[str, str]:
    """Return the drafts: the mentee's name and the mentor's."""
    return {str(match.mentee): str(match.mentor) for match in scenario.matches.filter(status="draft").with_people()}
