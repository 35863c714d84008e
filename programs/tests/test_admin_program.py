"""The desk: a program is founded, set up and changed by processes (P-01, P-02, P-04, F-19)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from people.models import AuditEvent, User
from people.policy import Role
from people.tests.factories import UserFactory
from programs.models import Membership, Program
from programs.tests.desk import add_line, page, part_page, send
from programs.tests.factories import (
    CohortFactory,
    GoalFactory,
    MembershipFactory,
    ProgramFactory,
    SupportContactFactory,
)

pytestmark = pytest.mark.django_db


def test_a_program_is_founded_by_its_process(client: Client) -> None:
    administrator = UserFactory.create(is_organization_administrator=True, is_staff=True)
    client.force_login(administrator)

    response = send(
        client,
        reverse("admin:programs_program_add"),
        name="Reverse mentoring",
        format="reverse",
        purpose="To learn.",
        business_reason="Better decisions.",
        employee_reason="You are heard.",
    )

    program = Program.objects.get()
    assert response.redirect_chain[-1][0] == page("program", program)
    assert (program.slug, program.created_by, program.roles_of(administrator)) == (
        "reverse-mentoring", administrator, {Role.COORDINATOR},
    )  # fmt: skip
    assert AuditEvent.objects.filter(action="program.founded", actor=administrator).exists()


def test_f_19_the_programs_page_shows_the_five_steps(client: Client, coordinator: User) -> None:
    program = ProgramFactory.create(coordinator=coordinator, opened_at=None)
    steps = client.get(page("program", program)).context["panel"].checklist
    assert [(step["title"], step["state"]) for step in steps] == [
        ("Purpose and goals", "now"), ("Dates", "next"), ("People", "next"), ("Text of the guidelines", "next"),
        ("Support contacts", "next"),
    ]  # fmt: skip

    GoalFactory.create(program=program)
    MembershipFactory.create(program=program, role=Role.FACILITATOR)
    MembershipFactory.create(program=program)
    CohortFactory.create(program=program)
    SupportContactFactory.create()
    panel = client.get(page("program", program)).context["panel"]
    assert {step["state"] for step in panel.checklist} == {"done"}
    assert panel.is_set_up


def test_p_02_a_role_is_given_and_ended_on_the_programs_page(client: Client, program: Program) -> None:
    colleague = UserFactory.create()

    add_line(client, part_page(program, "committee"), "memberships", user=colleague.pk, role="committee")
    assert program.roles_of(colleague) == {Role.COMMITTEE}

    number = list(Membership.objects.filter(program=program).values_list("user", flat=True)).index(colleague.pk)
    send(client, part_page(program, "committee"), **{f"memberships__{number}__DELETE": "on"})
    assert program.roles_of(colleague) == set()
    assert Membership.objects.get(user=colleague).ended_by == AuditEvent.objects.get(action="membership.ended").actor


def test_p_04_goals_cohorts_trainings_and_resources_are_added_on_the_programs_page(client: Client, program: Program) -> None:  # fmt: skip
    add_line(client, part_page(program, "goals"), "goals", statement="People stay", kpi="Share", unit="%", baseline="70", target="80", due_on="2099-12-31")  # fmt: skip
    add_line(
        client,
        part_page(program, "cohorts"),
        "cohorts",
        name="Spring",
        starts_on="2027-04-12",
        enrol_until="2027-03-31",
    )
    add_line(client, part_page(program, "trainings"), "trainings", name="Listening", minutes="45")
    add_line(client, part_page(program, "resources"), "resources", name="First hour", audience="both")

    assert program.goals.get().target == 80
    assert program.cohorts.get().enrol_until == dt.date(2027, 3, 31)
    assert set(AuditEvent.objects.values_list("action", flat=True)) >= {
        "goal.added", "cohort.planned", "training.added", "resource.added",
    }  # fmt: skip


def test_a_cohort_is_replanned_on_the_programs_page(client: Client, program: Program) -> None:
    cohort = CohortFactory.create(program=program, planned=True)

    send(client, part_page(program, "cohorts"), cohorts__0__enrol_until="2026-03-15")

    cohort.refresh_from_db()
    assert cohort.enrol_until == dt.date(2026, 3, 15)
    assert AuditEvent.objects.get().action == "cohort.replanned"
