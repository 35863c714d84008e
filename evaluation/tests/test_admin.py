"""Evaluation at the desk: scoped, by processes, and without answers (D-04)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from evaluation.models import (
    AnswerSheet,
    ContactRequest,
    KpiReading,
    Proposal,
    ProposalState,
    Report,
    Summary,
    SurveyInvitation,
    SurveyResult,
    SurveyRules,
)
from evaluation.tests.factories import (
    ContactRequestFactory,
    KpiReadingFactory,
    ProposalFactory,
    ReportFactory,
    SummaryFactory,
    coordinator_of,
    running_cohort,
)
from people.models import User
from programs.models import Program
from programs.models.versions import GuidelinesStatus
from programs.tests.factories import GoalFactory

pytestmark = pytest.mark.django_db
MADE = {
    ContactRequest: (ContactRequestFactory, "match__cohort__program"),
    KpiReading: (KpiReadingFactory, "goal__program"),
    Proposal: (ProposalFactory, "report__cohort__program"),
    Report: (ReportFactory, "cohort__program"),
    Summary: (SummaryFactory, "match__cohort__program"),
}


def page(model: type[Model], name: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def program_of(row: Model, path: str) -> Program:
    found: object = row
    for part in path.split("__"):
        found = getattr(found, part)
    assert isinstance(found, Program)
    return found


def test_d04_answers_invitations_and_snapshots_have_no_admin() -> None:
    for model in (AnswerSheet, SurveyInvitation, SurveyResult):
        assert not admin.site.is_registered(model)


@pytest.mark.parametrize("model", MADE, ids=lambda model: model.__name__)
def test_e03_a_coordinator_sees_the_rows_of_own_programs_alone(client: Client, model: type[Model]) -> None:
    factory, path = MADE[model]
    mine, other = factory.create(), factory.create()
    client.force_login(coordinator_of(program_of(mine, path)))
    listed = client.get(page(model, "changelist"))
    assert [row.pk for row in listed.context["cl"].result_list] == [mine.pk]
    assert client.get(page(model, "change", mine.pk)).status_code == 200
    assert client.get(page(model, "change", other.pk)).status_code == 404
    assert client.post(page(model, "delete", mine.pk)).status_code == 403


@pytest.fixture
def desk(client: Client) -> tuple[Client, User, Program]:
    cohort = running_cohort(pairs=1)
    coordinator = coordinator_of(cohort.program)
    client.force_login(coordinator)
    return client, coordinator, cohort.program


def test_a_report_is_made_at_the_desk_and_opens_in_the_portal(desk: tuple[Client, User, Program]) -> None:
    client, coordinator, program = desk
    cohort = program.cohorts.get()
    response = client.post(page(Report, "add"), {"cohort": cohort.pk})
    report = Report.objects.get()
    assert response["Location"] == reverse("evaluation:report", args=[report.pk])
    assert (report.made_by, report.figures["program"]["name"]) == (coordinator, program.name)


def test_no_report_is_made_of_another_programs_cohort(desk: tuple[Client, User, Program]) -> None:
    client, *_rest = desk
    foreign = running_cohort(pairs=0)
    assert client.post(page(Report, "add"), {"cohort": foreign.pk}).status_code == 200
    assert not Report.objects.exists()


def test_p04_a_reading_is_recorded_by_the_process(desk: tuple[Client, User, Program]) -> None:
    client, coordinator, program = desk
    goal = GoalFactory.create(program=program)
    today = timezone.now().date()
    late = {"goal": goal.pk, "value": "80", "read_on": today + timedelta(days=1)}
    refused = client.post(page(KpiReading, "add"), late).context["adminform"].form
    assert refused.errors == {"read_on": ["A value cannot be measured in the future."]}
    assert refused["value"].value() == "80"
    client.post(page(KpiReading, "add"), late | {"read_on": today})
    reading = KpiReading.objects.get()
    assert (reading.recorded_by, int(reading.value)) == (coordinator, 80)


def test_p04_nothing_is_recorded_for_another_programs_goal(desk: tuple[Client, User, Program]) -> None:
    client, *_rest = desk
    client.post(page(KpiReading, "add"), {"goal": GoalFactory.create().pk, "value": "80", "read_on": "2026-03-03"})
    assert not KpiReading.objects.exists()


def test_p37_a_proposal_is_added_and_taken_into_the_next_version(desk: tuple[Client, User, Program]) -> None:
    client, _coordinator, program = desk
    report = ReportFactory.create(cohort=program.cohorts.get())
    client.post(page(Proposal, "add"), {"report": report.pk, "text": "Meet less.", "finding": ""})
    proposal = Proposal.objects.get()
    chosen = {"action": "take_into_guidelines", "_selected_action": [proposal.pk]}
    response = client.post(page(Proposal, "changelist"), chosen)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.TAKEN
    assert proposal.taken_into is not None
    assert proposal.taken_into.status == GuidelinesStatus.DRAFT
    assert response["Location"] == reverse("admin:programs_guidelines_change", args=[proposal.taken_into.pk])


def test_p37_proposals_can_be_left(desk: tuple[Client, User, Program]) -> None:
    client, _coordinator, program = desk
    proposal = ProposalFactory.create(report__cohort=program.cohorts.get())
    chosen = {"action": "leave", "_selected_action": [proposal.pk]}
    response = client.post(page(Proposal, "changelist"), chosen, follow=True)
    assert "1 recommendation closed." in response.content.decode()
    again = client.post(page(Proposal, "changelist"), chosen | {"action": "take_into_guidelines"}, follow=True)
    assert "Choose open recommendations of one program." in again.content.decode()


def test_d09_wishes_are_noted_as_answered_at_the_desk(client: Client) -> None:
    wish = ContactRequestFactory.create()
    client.force_login(wish.to)
    client.post(page(ContactRequest, "changelist"), {"action": "mark_answered", "_selected_action": [wish.pk]})
    wish.refresh_from_db()
    assert wish.answered_by == wish.to


def test_d04_the_desk_raises_the_smallest_groups_and_never_lowers_them(desk: tuple[Client, User, Program]) -> None:
    client, _coordinator, program = desk
    for figures, comments in ((4, 10), (5, 9), (16, 10)):
        given = {"program": program.pk, "figures_from": figures, "comments_from": comments}
        assert client.post(page(SurveyRules, "add"), given).status_code == 200
    assert not SurveyRules.objects.exists()
    client.post(page(SurveyRules, "add"), {"program": program.pk, "figures_from": 8, "comments_from": 12})
    rules = SurveyRules.objects.get()
    client.post(page(SurveyRules, "change", rules.pk), {"figures_from": 4, "comments_from": 12})
    rules.refresh_from_db()
    assert (rules.figures_from, rules.comments_from) == (8, 12)


def test_e03_rules_are_not_set_for_another_program(desk: tuple[Client, User, Program]) -> None:
    client, *_rest = desk
    foreign = running_cohort(pairs=0).program
    client.post(page(SurveyRules, "add"), {"program": foreign.pk, "figures_from": 8, "comments_from": 12})
    assert not SurveyRules.objects.exists()


@pytest.mark.parametrize("model", MADE, ids=lambda model: model.__name__)
def test_a_list_costs_the_same_for_one_row_and_for_three(client: Client, model: type[Model]) -> None:
    factory, path = MADE[model]
    program = program_of(factory.create(), path)
    client.force_login(coordinator_of(program))
    if model is ContactRequest:
        ContactRequest.objects.update(to=coordinator_of(program))
    counts = []
    for number in (0, 2):
        for _ in range(number):
            factory.create(**{path: program})
        with CaptureQueriesContext(connection) as queries:
            listed = client.get(page(model, "changelist"))
        assert len(listed.context["cl"].result_list) == 1 + number
        counts.append(len(queries))
    assert counts[0] == counts[1]
