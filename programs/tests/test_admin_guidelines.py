"""The desk: guidelines are written, sent and read; what was approved never changes (P-03, P-05 to P-14)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import AuditEvent, User
from people.tests.factories import LevelFactory
from programs.models import Guidelines, Program
from programs.tests.desk import page, said, send, step
from programs.tests.factories import (
    ApprovalFactory,
    GuidelinesFactory,
    MembershipFactory,
    ProgramFactory,
)

pytestmark = pytest.mark.django_db


def test_guidelines_begin_from_the_programs_page(client: Client, program: Program) -> None:
    response = client.post(step("program", program, "write"), follow=True)

    version = Guidelines.objects.get()
    assert response.redirect_chain[-1][0] == page("guidelines", version)
    assert "It is not coaching" in response.text


def test_p_05_to_p_14_a_draft_is_revised_by_its_process(client: Client, program: Program) -> None:
    draft, level = GuidelinesFactory.create(program=program, draft=True), LevelFactory.create()

    send(client, page("guidelines", draft), length_months=4, ground_rules="Be kind.", mentee_levels=[level.pk])

    draft.refresh_from_db()
    assert (draft.length_months, draft.ground_rules, list(draft.mentee_levels.all())) == (4, "Be kind.", [level])
    assert set(AuditEvent.objects.get(action="guidelines.revised").details["fields"]) == {
        "length_months", "ground_rules", "mentee_levels",
    }  # fmt: skip


@pytest.mark.parametrize("status", ["in_review", "approved", "superseded"])
def test_p_03_what_cannot_change_is_read_and_a_post_changes_nothing(status: str, client: Client, program: Program) -> None:  # fmt: skip
    version = GuidelinesFactory.create(program=program, status=status, ground_rules="Be kind.")

    assert "Be kind." in client.get(page("guidelines", version)).text
    response = client.post(page("guidelines", version), {"ground_rules": "Be quick.", "length_months": 1})

    version.refresh_from_db()
    assert response.status_code == 403
    assert version.ground_rules == "Be kind."


def test_a_version_asks_the_same_number_of_queries_for_one_decision_and_three(client: Client, program: Program) -> None:
    version = GuidelinesFactory.create(program=program, in_review=True)

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page("guidelines", version)).status_code == 200
        return len(captured)

    ApprovalFactory.create(guidelines=version)
    count()  # what Django asks once in a process, such as its content types, may come first
    one = count()
    ApprovalFactory.create_batch(2, guidelines=version)

    assert count() == one


def test_p_03_a_draft_is_sent_by_a_button_and_the_count_is_said(client: Client, program: Program) -> None:
    MembershipFactory.create_batch(2, program=program)
    draft = GuidelinesFactory.create(program=program, draft=True)

    response = client.post(step("guidelines", draft, "send"), follow=True)

    assert said(response) == ["2 people were asked by email."]
    assert "With the committee" in response.text


def test_p_03_drafts_are_sent_from_the_list_and_refusals_are_said(client: Client, program: Program, coordinator: User) -> None:  # fmt: skip
    MembershipFactory.create_batch(2, program=program)
    good = GuidelinesFactory.create(program=program, draft=True)
    small = GuidelinesFactory.create(program=ProgramFactory.create(coordinator=coordinator, name="Small"), draft=True)

    response = client.post(
        reverse("admin:programs_guidelines_changelist"),
        {"action": "send_versions", "_selected_action": [good.pk, small.pk]},
        follow=True,
    )

    assert sorted(said(response)) == [
        "1 version was sent to its committee.",
        "Small, version 1: This version needs 2 approvals, but only 0 people may approve. Add committee members first.",
    ]


def test_p_03_decisions_stand_on_the_versions_page(client: Client, program: Program, coordinator: User) -> None:
    version = GuidelinesFactory.create(program=program, status="returned")
    ApprovalFactory.create(
        guidelines=version, decision="returned", remarks="Shorter, please.", decided_at=version.sent_at
    )

    assert "Shorter, please." in client.get(page("guidelines", version)).text


def test_the_next_version_is_written_from_the_approved_one(client: Client, program: Program) -> None:
    approved = GuidelinesFactory.create(program=program, length_months=4)

    client.post(step("guidelines", approved, "next"))

    assert Guidelines.objects.get(version=2).length_months == 4


@pytest.mark.parametrize("key", ["send", "next"])
def test_a_get_takes_no_step(key: str, client: Client, program: Program) -> None:
    draft = GuidelinesFactory.create(program=program, draft=True)

    response = client.get(step("guidelines", draft, key))

    assert response.headers["Location"] == page("guidelines", draft)
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_a_step_that_has_become_impossible_is_refused_with_a_sentence(client: Client, program: Program) -> None:
    approved = GuidelinesFactory.create(program=program)

    response = client.post(step("guidelines", approved, "send"), follow=True)

    assert said(response) == ["This cannot be done now. The page shows the present status."]
