"""The coordinators' dashboard: what needs doing, and how each program stands (F-19, F-20, D-04)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from evaluation.tests.factories import (
    ContactRequestFactory,
    SurveyInvitationFactory,
    answer_all,
    coordinator_of,
    running_cohort,
)
from meetings.tests.factories import MeetingFactory
from mentoring.desk.dashboard import board_for
from people.models import User
from people.policy import Role
from people.tests.factories import UserFactory
from pool.tests.factories import MenteeFactory, MentorFactory
from programs.models import Cohort
from programs.models.cohort import CohortStatus
from programs.tests.factories import CohortFactory, MembershipFactory, ProgramFactory, SupportContactFactory

pytestmark = pytest.mark.django_db


def full_cohort(coordinator: User, now: datetime) -> Cohort:
    """Make a running cohort with pairs, meetings, sign-ups and six answers."""
    cohort = running_cohort(pairs=2, program=ProgramFactory.create(coordinator=coordinator))
    MeetingFactory.create(appointment__version__agreement__match=cohort.matches.first(), held=True, attendances=False)
    MentorFactory.create(program=cohort.program)
    MenteeFactory.create(cohort=cohort)
    for _ in range(6):
        SurveyInvitationFactory.create(match__cohort=cohort)
    answer_all(cohort, role="mentee", now=now)
    return cohort


def test_it_shows_what_needs_doing_first_and_urgent_work_before_the_rest(now: datetime) -> None:
    late = ContactRequestFactory.create(asked_at=now - timedelta(days=7))
    cohort = running_cohort(pairs=0, program=ProgramFactory.create(coordinator=late.to))
    Cohort.objects.filter(pk=cohort.pk).update(status=CohortStatus.CLOSED, closed_at=now)
    SupportContactFactory.create()
    items = board_for(late.to, now=now).items
    assert items[0].key == "evaluation.contacts"
    assert "evaluation.reports" in [item.key for item in items]
    tones = [item.tone for item in items]
    assert tones == sorted(tones, key=["stop", "wait", "info", "good"].index)


def test_each_figure_has_its_numbers_and_its_definition(now: datetime) -> None:
    coordinator = UserFactory.create(is_staff=True)
    full_cohort(coordinator, now)
    panel = board_for(coordinator, now=now).panels[0]
    assert [(figure.label, figure.value) for figure in panel.figures] == [
        ("Mentees signed up", "9"),
        ("Mentors per mentee", "1"),
        ("Match rate", "89"),
        ("Signature rate", "12"),
        ("Meetings held", "100"),
    ]
    assert all(figure.how for figure in panel.figures)
    assert sum(count for _words, count, _tone in panel.health) == 8


def test_d04_survey_results_stand_on_it_from_five_answers_on(now: datetime) -> None:
    coordinator = UserFactory.create(is_staff=True)
    cohort = running_cohort(pairs=0, program=ProgramFactory.create(coordinator=coordinator))
    for _ in range(6):
        SurveyInvitationFactory.create(match__cohort=cohort)
    answer_all(cohort, role="mentee", now=now, at_most=4)
    assert board_for(coordinator, now=now).panels[0].surveys == []
    answer_all(cohort, role="mentee", now=now, at_most=1)
    survey = board_for(coordinator, now=now).panels[0].surveys[0]
    assert (survey.title, survey.response.detail[:6]) == ("2 weeks · Mentees", "5 of 6")
    assert [question.figure.of for question in survey.questions] == [5, 5]


def test_it_shows_the_programs_that_the_person_manages_and_no_others(now: datetime) -> None:
    mine, other = running_cohort(pairs=0), running_cohort(pairs=0)
    coordinator = coordinator_of(mine.program)
    MembershipFactory.create(program=other.program, user=coordinator, role=Role.COMMITTEE)
    assert [panel.program for panel in board_for(coordinator, now=now).panels] == [mine.program]


def test_e38_an_administrator_who_runs_no_program_sees_no_figures(now: datetime) -> None:
    cohort = running_cohort(pairs=0)
    administrator = UserFactory.create(is_staff=True, is_organization_administrator=True)
    assert board_for(administrator, now=now).panels == []
    assert board_for(administrator, now=now).steps == []
    MembershipFactory.create(program=cohort.program, user=administrator, role=Role.COORDINATOR)
    assert [panel.program for panel in board_for(administrator, now=now).panels] == [cohort.program]


def test_the_cohort_that_runs_is_shown_before_the_one_that_enrols(now: datetime) -> None:
    enrolling = CohortFactory.create()
    running = CohortFactory.create(program=enrolling.program, status="running")
    CohortFactory.create(program=enrolling.program, planned=True)
    panel = board_for(coordinator_of(enrolling.program), now=now).panels[0]
    assert panel.cohort == running
    assert all(now.date() <= day <= now.date() + timedelta(days=92) for day, _words in panel.dates)
    assert panel.dates == sorted(panel.dates)


def test_f19_a_fresh_installation_is_led_to_its_first_cohort(now: datetime) -> None:
    administrator = UserFactory.create(is_staff=True, is_organization_administrator=True)
    steps = board_for(administrator, now=now).steps
    assert [step.state for step in steps] == ["now", "next", "next", "next", "next", "next"]
    assert all(step.url for step in steps)
    UserFactory.create()
    SupportContactFactory.create()
    program = ProgramFactory.create(coordinator=administrator)
    assert [step.state for step in board_for(administrator, now=now).steps] == [*["done"] * 3, "now", "next", "next"]
    MembershipFactory.create(program=program)
    CohortFactory.create(program=program)
    assert board_for(administrator, now=now).steps == []


def test_f19_the_first_steps_are_on_the_home_page_too_until_a_cohort_has_opened(client: Client) -> None:
    administrator = UserFactory.create(is_staff=True, is_organization_administrator=True)
    heading = "From here to your first cohort"
    for person, is_shown in ((administrator, True), (UserFactory.create(), False)):
        client.force_login(person)
        assert (heading in client.get("/").content.decode()) is is_shown
    CohortFactory.create()
    client.force_login(administrator)
    page = client.get("/").content.decode()
    assert heading not in page
    assert "You have no tasks" in page


def test_f05_the_board_costs_the_same_for_one_program_and_for_three(client: Client) -> None:
    now = timezone.now()
    counts = []
    for number in (1, 3):
        coordinator = UserFactory.create(is_staff=True)
        for _ in range(number):
            full_cohort(coordinator, datetime(2026, 3, 3, 9, tzinfo=now.tzinfo))
        client.force_login(coordinator)
        client.get(reverse("admin:index"))
        with CaptureQueriesContext(connection) as queries:
            response = client.get(reverse("admin:index"))
        assert len(response.context["board"].panels) == number
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_index_has_no_inline_script_or_style_of_ours(client: Client) -> None:
    coordinator = UserFactory.create(is_staff=True)
    full_cohort(coordinator, datetime(2026, 3, 3, 9, tzinfo=timezone.now().tzinfo))
    client.force_login(coordinator)
    html = client.get(reverse("admin:index")).content.decode()
    board = html[html.index('<div class="desk">') :]
    board = board[: board.rindex("</section>")]
    assert "What needs doing" in board
    assert not any(mark in board for mark in ("<script", "style=", " onclick", " onchange"))


def test_a_participant_does_not_reach_it(client: Client) -> None:
    client.force_login(UserFactory.create())
    assert client.get(reverse("admin:index")).status_code == 302
