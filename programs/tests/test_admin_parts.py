"""The program's page on the desk stands in parts: each is shown alone, saved alone, and costs the same for any number of rows."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import AuditEvent, User
from people.policy import Role
from people.tests.factories import UserFactory
from programs.models import Program
from programs.models.versions import GuidelinesStatus
from programs.tests.desk import add_line, filled, page, part_page, said, send
from programs.tests.factories import (
    CohortFactory,
    GoalFactory,
    GuidelinesFactory,
    MembershipFactory,
    ProgramFactory,
    ResourceFactory,
    TrainingFactory,
)

pytestmark = pytest.mark.django_db

PREFIXES = {
    "committee": "memberships",
    "goals": "goals",
    "cohorts": "cohorts",
    "guidelines": "guidelines",
    "trainings": "trainings",
    "resources": "resources",
}
RENAMED = {"goals": "statement", "cohorts": "name", "trainings": "name", "resources": "name"}


def add_rows(program: Program, version: int = 1) -> None:
    """Give the program one more row of each part."""
    MembershipFactory.create(program=program)
    GoalFactory.create(program=program)
    CohortFactory.create(program=program, planned=True)
    GuidelinesFactory.create(program=program, version=version, status=GuidelinesStatus.SUPERSEDED)
    TrainingFactory.create(program=program)
    ResourceFactory.create(program=program)


def rows_of(program: Program) -> dict[str, list[dict[str, Any]]]:
    """Return everything that can be changed on the program's page."""
    rows = {part: list(getattr(program, prefix).order_by("pk").values()) for part, prefix in PREFIXES.items()}
    return rows | {"": list(Program.objects.filter(pk=program.pk).values())}


@pytest.mark.parametrize("part", PREFIXES)
def test_a_part_shows_its_rows_alone_and_marks_its_tab(part: str, client: Client, program: Program) -> None:
    add_rows(program)

    response = client.get(part_page(program, part))

    assert [inline.formset.prefix for inline in response.context["inline_admin_formsets"]] == [PREFIXES[part]]
    assert list(response.context["adminform"]) == []
    tabs = response.context["part_tabs"]
    assert [tab.address for tab in tabs if tab.is_open] == [part_page(program, part)]
    assert [tab.count for tab in tabs] == [None, 2, 1, 1, 1, 1, 1]
    text = response.content.decode()
    assert text.count('class="active" aria-current="page"') == 1
    assert all(f'href="{tab.address}"' in text for tab in tabs)


def test_the_programs_own_words_have_the_first_tab_and_no_rows(client: Client, program: Program) -> None:
    response = client.get(page("program", program))

    assert response.context["inline_admin_formsets"] == []
    assert [(str(tab.label), tab.address) for tab in response.context["part_tabs"] if tab.is_open] == [
        ("Program", page("program", program))
    ]


def test_a_role_that_has_ended_is_not_counted(client: Client, program: Program) -> None:
    MembershipFactory.create(program=program, ended_at=program.created_at, ended_by=program.created_by)

    tabs = client.get(page("program", program)).context["part_tabs"]

    assert {str(tab.label): tab.count for tab in tabs}["Committee and staff"] == 1


@pytest.mark.parametrize("part", RENAMED)
def test_a_part_is_saved_and_everything_else_stays(part: str, client: Client, program: Program) -> None:
    add_rows(program)
    before: dict[str, Any] = rows_of(program)
    sent: dict[str, Any] = {}
    for other in ("", *PREFIXES):
        sent |= filled(client.get(part_page(program, other) if other else page("program", program)))
    sent |= {f"{PREFIXES[name]}-0-{field}": "Renamed" for name, field in RENAMED.items()}
    sent |= {"name": "Renamed", "purpose": "Renamed", "memberships-1-DELETE": "on"}

    client.post(part_page(program, part), sent)

    after = rows_of(program)
    assert {name for name, rows in after.items() if rows != before[name]} == {part}
    assert after[part][0][RENAMED[part]] == "Renamed"


def test_the_programs_words_are_saved_and_every_part_stays(client: Client, program: Program) -> None:
    add_rows(program)
    before: dict[str, Any] = rows_of(program)
    sent: dict[str, Any] = {}
    for part in PREFIXES:
        sent |= filled(client.get(part_page(program, part)))
    sent |= filled(client.get(page("program", program)))
    sent |= {f"{PREFIXES[name]}-0-{field}": "Renamed" for name, field in RENAMED.items()}
    sent |= {"purpose": "Renamed", "memberships-1-DELETE": "on"}

    client.post(page("program", program), sent)

    after = rows_of(program)
    assert {name for name, rows in after.items() if rows != before[name]} == {""}
    assert AuditEvent.objects.get().action == "program.restated"


@pytest.mark.parametrize("button", ["_save", "_continue"])
def test_after_saving_one_stays_on_the_part_and_reads_that_it_is_saved(
    button: str, client: Client, program: Program
) -> None:
    url = part_page(program, "resources")

    response = add_line(client, url, "resources", name="First hour", audience="both")
    assert (response.redirect_chain, len(said(response))) == ([(url, 302)], 1)

    response = send(client, url, resources__0__name="Second hour", **{button: "1"})
    assert (response.redirect_chain, len(said(response))) == ([(url, 302)], 1)
    assert program.resources.get().name == "Second hour"


def test_a_coordinator_who_ends_the_own_role_is_led_to_what_is_left(
    client: Client, program: Program, coordinator: User
) -> None:
    MembershipFactory.create(program=program, role=Role.COORDINATOR)
    ProgramFactory.create(coordinator=coordinator)

    response = send(client, part_page(program, "committee"), memberships__0__DELETE="on")

    assert response.redirect_chain == [(reverse("admin:programs_program_changelist"), 302)]
    assert program.roles_of(coordinator) == set()


def test_guidelines_are_only_read_there_and_begun_by_a_button(client: Client, program: Program) -> None:
    page_without = client.get(part_page(program, "guidelines"))
    assert [step.key for step in page_without.context["panel"].steps] == ["write"]
    assert 'name="_save"' not in page_without.content.decode()

    version = GuidelinesFactory.create(program=program)
    page_with = client.get(part_page(program, "guidelines"))
    assert not page_with.context["panel"]
    assert page("guidelines", version) in page_with.content.decode()


def test_every_open_step_of_the_set_up_leads_to_where_it_is_done(client: Client, coordinator: User) -> None:
    program = ProgramFactory.create(coordinator=coordinator, opened_at=None)

    steps = client.get(page("program", program)).context["panel"].checklist

    assert [step["url"] for step in steps] == [
        *(part_page(program, part) for part in ("goals", "cohorts", "committee", "guidelines")),
        reverse("admin:programs_supportcontact_changelist"),
    ]
    assert all(client.get(step["url"]).status_code == 200 for step in steps)


@pytest.mark.parametrize("part", ["", *PREFIXES])
def test_a_part_asks_the_same_number_of_queries_for_one_row_and_four(part: str, client: Client, program: Program) -> None:  # fmt: skip
    url = part_page(program, part) if part else page("program", program)
    add_rows(program)

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    count()  # what Django asks once in a process, such as its content types, may come first
    one = count()
    for version in (2, 3, 4):
        add_rows(program, version)

    assert count() == one


@pytest.mark.parametrize("part", ["nothing", "", "memberships"])
def test_an_unknown_part_is_not_found(part: str, client: Client, program: Program) -> None:
    assert client.get(part_page(program, part)).status_code == 404
    assert client.post(part_page(program, part), {"name": "Renamed"}).status_code == 404


@pytest.mark.parametrize("part", PREFIXES)
def test_e_03_no_part_of_anothers_program_is_found(part: str, client: Client, program: Program) -> None:
    sent = filled(client.get(part_page(program, part)))
    other = ProgramFactory.create(coordinator=UserFactory.create())
    before = rows_of(other)

    assert client.get(part_page(other, part)).status_code == 404
    assert client.post(part_page(other, part), sent).status_code == 404
    assert rows_of(other) == before
