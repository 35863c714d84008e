"""The desk is scoped to one’s own programs, and its lists cost the same for any number of rows (E-03)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import User
from people.policy import Role
from programs.models import Program
from programs.tests.desk import page, step
from programs.tests.factories import (
    CohortFactory,
    GuidelinesFactory,
    MembershipFactory,
    ProgramFactory,
    ResourceFactory,
    SupportContactFactory,
    TrainingFactory,
)

pytestmark = pytest.mark.django_db
MODELS = ("program", "guidelines", "cohort", "membership", "training", "resource")


def things_of(program: Program) -> dict[str, Any]:
    """Make one row of each kind in the program."""
    return {
        "program": program,
        "guidelines": GuidelinesFactory.create(program=program),
        "cohort": CohortFactory.create(program=program),
        "membership": MembershipFactory.create(program=program),
        "training": TrainingFactory.create(program=program),
        "resource": ResourceFactory.create(program=program),
    }


@pytest.mark.parametrize("model", MODELS)
def test_e_03_another_programs_rows_do_not_exist(model: str, client: Client, program: Program) -> None:
    mine, other = things_of(program), things_of(ProgramFactory.create(name="Somebody else’s"))

    assert client.get(page(model, mine[model])).status_code == 200
    assert client.post(step(model, other[model], "end")).status_code == 404
    listed = client.get(reverse(f"admin:programs_{model}_changelist")).context["cl"].queryset
    assert other[model] not in listed
    assert mine[model] in listed
    assert client.get(page(model, other[model])).status_code == 404


@pytest.mark.parametrize("model", [*MODELS, "supportcontact"])
def test_each_list_asks_the_same_number_of_queries_for_one_and_three(model: str, client: Client, program: Program, coordinator: User) -> None:  # fmt: skip
    url = reverse(f"admin:programs_{model}_changelist")

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    things_of(program)
    SupportContactFactory.create()
    one = count()
    for _ in range(2):
        things_of(ProgramFactory.create(coordinator=coordinator))
        SupportContactFactory.create()

    assert count() == one


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.FACILITATOR])
def test_the_desk_is_closed_to_those_who_coordinate_nothing(role: Role, client: Client) -> None:
    membership = MembershipFactory.create(role=role)
    client.force_login(membership.user)

    assert client.get(reverse("admin:programs_program_changelist")).status_code == 302
