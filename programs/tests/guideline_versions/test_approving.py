"""The page on which a committee member decides (P-03)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from people.policy import Role
from people.tests.factories import UserFactory
from programs.models import Approval, Guidelines
from programs.tests.factories import ApprovalFactory, GuidelinesFactory, MembershipFactory, ProgramFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def approval(client: Client) -> Approval:
    """Return what a committee member, who is signed in, was asked; another was asked too."""
    version = GuidelinesFactory.create(
        in_review=True, ground_rules="Be kind.", program=ProgramFactory.create(opened_at=None)
    )
    approval = ApprovalFactory.create(guidelines=version)
    ApprovalFactory.create(guidelines=version)
    client.force_login(approval.member)
    return approval


def url(name: str, approval: Approval) -> str:
    return reverse(f"programs:{name}", args=[approval.pk])


def test_the_member_reads_the_whole_text_and_two_buttons(client: Client, approval: Approval) -> None:
    text = client.get(url("approval", approval)).text

    assert "Be kind." in text
    assert "Approve version 1" in text
    assert "Ask for changes" in text


@pytest.mark.parametrize("name", ["approval", "approve", "ask_for_changes"])
def test_a_get_changes_nothing(name: str, client: Client, approval: Approval) -> None:
    page = client.get(url(name, approval), follow=True)

    approval.refresh_from_db()
    assert page.status_code == 200
    assert (approval.decision, approval.decided_at) == ("asked", None)


def test_approving_is_confirmed_with_what_happens_next(client: Client, approval: Approval) -> None:
    page = client.post(url("approve", approval), {"remarks": "Good."}, follow=True)

    approval.refresh_from_db()
    assert (approval.decision, approval.remarks) == ("approved", "Good.")
    assert "You approved this version on" in page.text
    assert "once 1 more member approves" in page.text
    assert "Approve version 1" not in page.text


def test_the_last_approval_says_that_the_version_is_in_force(client: Client, approval: Approval) -> None:
    other = Approval.objects.exclude(pk=approval.pk).get()
    client.post(url("approve", approval))
    client.force_login(other.member)

    page = client.post(url("approve", other), follow=True)

    assert Guidelines.objects.get().status == "approved"
    assert "all the approvals it needs" in page.text


def test_asking_for_changes_without_a_remark_is_explained_at_the_field(client: Client, approval: Approval) -> None:
    page = client.post(url("ask_for_changes", approval), {"remarks": " "})

    assert page.status_code == 422
    assert "Error:" in page.text.split("</title>")[0]
    assert page.text.count("Say what should change, so that the coordinator can act on it.") == 2
    assert Guidelines.objects.get().status == "in_review"


def test_asking_for_changes_sends_the_version_back(client: Client, approval: Approval) -> None:
    page = client.post(url("ask_for_changes", approval), {"remarks": "Shorter, please."}, follow=True)

    assert Guidelines.objects.get().status == "returned"
    assert "You asked for changes on" in page.text
    assert "Shorter, please." in page.text


def test_a_second_answer_is_refused_with_a_sentence(client: Client, approval: Approval) -> None:
    client.post(url("approve", approval))

    page = client.post(url("ask_for_changes", approval), {"remarks": "No, wait."}, follow=True)

    assert "You have already answered this." in page.text
    assert Guidelines.objects.get().status == "in_review"


def test_a_question_that_was_overtaken_says_so(client: Client, approval: Approval) -> None:
    other = Approval.objects.exclude(pk=approval.pk).get()
    client.force_login(other.member)
    client.post(url("ask_for_changes", other), {"remarks": "Shorter."})
    client.force_login(approval.member)

    page = client.get(url("approval", approval))

    assert "This version is no longer waiting for your answer" in page.text
    assert "Approve version 1" not in page.text


@pytest.mark.parametrize("name", ["approval", "approve", "ask_for_changes"])
def test_e_03_nobody_else_finds_the_page(name: str, client: Client, approval: Approval) -> None:
    coordinator, colleague, other_committee = (
        UserFactory.create(),
        UserFactory.create(),
        MembershipFactory.create().user,
    )
    MembershipFactory.create(program=approval.guidelines.program, user=coordinator, role=Role.COORDINATOR)

    for stranger in (coordinator, colleague, other_committee, UserFactory.create(is_organization_administrator=True)):
        client.force_login(stranger)
        assert client.get(url(name, approval)).status_code == 404
        assert client.post(url(name, approval), {"remarks": "x"}).status_code in {404, 405}
    approval.refresh_from_db()
    assert approval.decision == "asked"


def test_e_05_the_page_is_gone_with_the_role(client: Client, approval: Approval) -> None:
    approval.member.memberships.update(ended_at=approval.asked_at, ended_by=approval.member)

    assert client.get(url("approval", approval)).status_code == 404
