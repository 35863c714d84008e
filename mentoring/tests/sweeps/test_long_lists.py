"""Every list has a last page, and asks the database as often for many rows as for few (E-37)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluation.tests.factories import KpiReadingFactory, ProposalFactory, ReportFactory, SurveyInvitationFactory
from matching.tests.factories import (
    MatchFactory,
    MatchRequestFactory,
    MenteeFactory,
    MentorFactory,
    ScenarioFactory,
    TopicFactory,
)
from meetings.models import Meeting
from mentoring.tests.sweeps.test_pages import every_page
from mentoring.tests.sweeps.world import NOW, World
from notifications.tests.factories import MessageFactory
from people import addresses, audit
from people.tests.factories import UserFactory
from programs.tests.factories import (
    CohortFactory,
    GoalFactory,
    MembershipFactory,
    ProgramFactory,
    ResourceFactory,
    SupportContactFactory,
    TrainingFactory,
)

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MANY = 120
A_PAGE = 105  # the longest list of the desk has a hundred rows
ROLES = ("participant", "partner", "coordinator", "administrator")
ROWS = re.compile(r"<(?:li|tr|article|option)\b")
# What is offered in a field has no pages, and one program has few of each.
CHOSEN_FROM: dict[str, str] = {}


def grow(world: World) -> None:
    """Make many of everything that grows, in the one program and for its people."""
    own: dict[str, Any] = {label: rows[0] for label, rows in world.own.items()}
    program, cohort, match = own["programs.program"], own["programs.cohort"], own["matching.match"]
    coordinator, administrator = world.people["coordinator"], world.people["administrator"]
    partner, participant = world.people["partner"], world.people["participant"]
    mentor, meeting = match.mentor, own["meetings.meeting"]
    for number in range(MANY):
        person = UserFactory.create()
        MembershipFactory.create(program=program)
        MentorFactory.create(program=program, applied=True)
        mentee = MenteeFactory.create(cohort=cohort)
        pair = MatchFactory.create(mentor=mentor, mentee=mentee, active=True)
        MatchFactory.create(mentor=MentorFactory.create(program=program), mentee=MenteeFactory.create(cohort=cohort))
        MatchRequestFactory.create(mentee=MenteeFactory.create(cohort=cohort), mentor=mentor)
        TopicFactory.create()
        SurveyInvitationFactory.create(match=pair, mentor=True)
        TrainingFactory.create(program=program)
        ResourceFactory.create(program=program)
        ScenarioFactory.create(cohort=cohort, name=f"Trial run {number}")
        CohortFactory.create(program=program, name=f"Cohort {number}", guidelines=cohort.guidelines)
        ProposalFactory.create(report=ReportFactory.create(cohort=cohort, made_by=coordinator), made_by=coordinator)
        KpiReadingFactory.create(goal=GoalFactory.create(program=program), recorded_by=coordinator)
        SupportContactFactory.create()
        ProgramFactory.create(coordinator=coordinator)
        for whose in (partner, participant, administrator):
            MessageFactory.create(recipient=whose)
        addresses.ask(person, f"new{number}@example.org", by=None, now=NOW)
        audit.record("cohort.planned", cohort, by=coordinator, now=NOW)
    hour = timedelta(hours=2)
    fields = {f.attname: getattr(meeting, f.attname) for f in Meeting._meta.concrete_fields if not f.primary_key}
    Meeting.objects.bulk_create(
        Meeting(
            **fields
            | {
                "uid": f"many-{n}",
                "number": n + 1,
                "starts_at": meeting.starts_at + hour * n,
                "ends_at": meeting.ends_at + hour * n,
            }
        )
        for n in range(1, MANY)
    )


def measure(world: World, client: Client) -> dict[str, tuple[int, int]]:
    """Return how many rows each page has for each role, and how often it asked the database."""
    found = {}
    client.raise_request_exception = False
    for role in ROLES:
        client.force_login(world.people[role])
        for name, page in every_page(world):
            with CaptureQueriesContext(connection) as asked:
                response = client.get(page)
            if response.status_code == 200 and "html" in response["Content-Type"]:
                found[f"{name} ({role})"] = (len(ROWS.findall(response.content.decode())), len(asked))
    return found


def test_e37_every_list_has_a_last_page_and_asks_as_often_for_many_as_for_few(world: World, client: Client) -> None:
    few = measure(world, client)
    grow(world)

    many = measure(world, client)

    endless = {
        name: (few[name][0], rows) for name, (rows, _) in many.items() if rows - few.get(name, (0, 0))[0] > A_PAGE
    }
    asking = {
        name: (few[name][1], asked) for name, (_, asked) in many.items() if name in few and asked > few[name][1] + 15
    }
    assert len(many) > 100
    assert (endless, asking) == ({}, {})
