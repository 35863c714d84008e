"""An administrator keeps the organisation's side going, and reads nothing that people wrote, by being one (E-38)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib import admin
from django.urls import reverse

from mentoring.tests.sweeps.world import AGENDA, NOW, one
from people import policy
from people.policy import Action, Role
from programs.tests.factories import MembershipFactory

if TYPE_CHECKING:
    from django.test import Client

    from mentoring.tests.sweeps.world import World

pytestmark = pytest.mark.django_db

KEPT_FROM = (
    "agreements.agreement",
    "evaluation.contactrequest",
    "evaluation.proposal",
    "evaluation.report",
    "evaluation.summary",
    "matching.match",
    "matching.mentorrequest",
    "pool.mentee",
    "pool.mentor",
    "matching.scenario",
    "meetings.meeting",
    "meetings.pair",
)
WRITTEN = (AGENDA, "Planning a project, and how the business works.", "I lead one from May on.", "To plan my first project.", "How to say no.")  # fmt: skip


@pytest.mark.parametrize("label", KEPT_FROM)
def test_e38_what_people_wrote_is_not_in_an_administrators_lists(world: World, client: Client, label: str) -> None:
    client.force_login(world.people["administrator"])
    stem = f"admin:{label.replace('.', '_')}"

    listed = client.get(reverse(f"{stem}_changelist"))

    assert listed.context["cl"].result_count == 0
    for row in (one(world.own, label), one(world.other, label)):
        assert client.get(reverse(f"{stem}_change", args=[row.pk])).status_code == 404


def test_e38_no_page_of_the_desk_shows_an_administrator_what_people_wrote(world: World, client: Client) -> None:
    client.force_login(world.people["administrator"])

    listed = {model._meta.label_lower for model in admin.site._registry}
    for rows in (world.own, world.other):
        for label, (row, *_rest) in rows.items():
            if label not in listed:
                continue
            stem = f"admin:{label.replace('.', '_')}"
            for page in (reverse(f"{stem}_changelist"), reverse(f"{stem}_change", args=[row.pk])):
                text = client.get(page).content.decode()
                assert [words for words in WRITTEN if words in text] == [], page


def test_e38_a_coordinator_of_the_program_reads_its_applications(world: World, client: Client) -> None:
    client.force_login(world.people["coordinator"])
    mentor, mentee = one(world.own, "pool.mentor"), one(world.own, "pool.mentee")

    assert WRITTEN[1] in client.get(reverse("admin:pool_mentor_change", args=[mentor.pk])).content.decode()
    assert WRITTEN[2] in client.get(reverse("admin:pool_mentee_change", args=[mentee.pk])).content.decode()


def test_e38_an_administrator_who_is_given_a_role_reads_as_the_role_does(world: World, client: Client) -> None:
    administrator = world.people["administrator"]
    MembershipFactory.create(program=world.program, user=administrator, role=Role.COORDINATOR, added_at=NOW)
    client.force_login(administrator)

    assert client.get(reverse("admin:pool_mentor_change", args=[one(world.own, "pool.mentor").pk])).status_code == 200  # fmt: skip
    assert client.get(reverse("admin:pool_mentor_change", args=[one(world.other, "pool.mentor").pk])).status_code == 404  # fmt: skip


def test_e38_being_administrator_allows_what_keeps_things_going_and_no_more() -> None:
    allowed = {action for action in Action if Role.ADMINISTRATOR in policy.roles_for(action)}

    assert allowed == {
        Action.MANAGE_DIRECTORY,
        Action.MANAGE_SHARED,
        Action.CREATE_PROGRAM,
        Action.SEE_PROGRAM,
        Action.MANAGE_PROGRAM,
    }
