"""The desk: cohorts move by buttons and in lists (P-03, F-21)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from programs.models import Cohort, Program
from programs.tests.desk import page, said, send, step
from programs.tests.factories import (
    CohortFactory,
    GuidelinesFactory,
    ProgramFactory,
    SupportContactFactory,
)

pytestmark = pytest.mark.django_db


def test_p_03_enrolment_opens_by_a_button_or_says_what_is_missing(client: Client, program: Program) -> None:
    cohort = CohortFactory.create(program=program, planned=True, enrol_until=None)

    response = client.post(step("cohort", cohort, "open"), follow=True)
    assert said(response) == ["Enrolment can open once the committee has approved the guidelines."]

    GuidelinesFactory.create(program=program)
    SupportContactFactory.create()
    response = client.post(step("cohort", cohort, "open"), follow=True)
    assert said(response) == ["Enrolment is open. We’ve let the committee know by email."]
    cohort.refresh_from_db()
    assert cohort.status == "enrolling"


def test_f_21_closing_a_cohort_needs_a_tick(client: Client, program: Program) -> None:
    cohort = CohortFactory.create(program=program)

    client.post(step("cohort", cohort, "close"))
    cohort.refresh_from_db()
    assert cohort.status == "enrolling"

    client.post(step("cohort", cohort, "close"), {"sure": "1"})
    cohort.refresh_from_db()
    assert cohort.status == "closed"


def test_cohorts_go_to_matching_from_the_list_with_a_count(client: Client, program: Program) -> None:
    cohorts = [CohortFactory.create(program=program), CohortFactory.create(program=program, planned=True)]

    response = client.post(
        reverse("admin:programs_cohort_changelist"),
        {"action": "match_cohorts", "_selected_action": [cohort.pk for cohort in cohorts]},
        follow=True,
    )

    assert "1 cohort is ready to match." in said(response)
    assert list(Cohort.objects.order_by("pk").values_list("status", flat=True)) == ["matching", "planned"]


def test_a_cohort_is_planned_on_its_own_page_in_ones_own_program_only(client: Client, program: Program) -> None:
    other = ProgramFactory.create()
    url = reverse("admin:programs_cohort_add")

    send(client, url, program=other.pk, name="Theirs", starts_on="2027-04-12")
    send(client, url, program=program.pk, name="Ours", starts_on="2027-04-12")

    assert list(Cohort.objects.values_list("name", flat=True)) == ["Ours"]


def test_a_status_cannot_be_posted(client: Client, program: Program) -> None:
    cohort = CohortFactory.create(program=program, planned=True)

    send(client, page("cohort", cohort), status="running", name="Renamed")

    cohort.refresh_from_db()
    assert (cohort.status, cohort.name) == ("planned", "Renamed")
