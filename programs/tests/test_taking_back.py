"""Guidelines that are with the committee can be taken back by the coordinator: a draft again, and everyone knows."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from notifications.models import Message
from notifications.transport.delivery import deliver_due
from people.models import AuditEvent, User
from people.policy import Role
from people.tests.factories import UserFactory
from programs.desk_items import desk_items
from programs.errors import ProgramError
from programs.guideline_versions.guidelines import approve, revise, send_to_committee, take_back, write_guidelines
from programs.models import Guidelines
from programs.tests.factories import MembershipFactory, ProgramFactory
from programs.todo import todos_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator() -> User:
    user: User = UserFactory.create(is_staff=True)
    return user


@pytest.fixture
def sent(coordinator: User, now: datetime) -> Guidelines:
    """Return a first version that three members are asked to approve."""
    program = ProgramFactory.create(coordinator=coordinator)
    for name in ("Ann", "Ben", "Cas"):
        MembershipFactory.create(program=program, user=UserFactory.create(name=name), role=Role.COMMITTEE)
    version = write_guidelines(program, by=coordinator, now=now)
    return send_to_committee(version, by=coordinator, now=now)


def subjects(now: datetime) -> list[str]:
    """Send what is due, and return the subjects."""
    mail.outbox.clear()
    deliver_due(now=now + timedelta(minutes=1))
    return [one.subject for one in mail.outbox]


def test_it_is_a_draft_again_and_can_be_changed(sent: Guidelines, coordinator: User, now: datetime) -> None:
    taken = take_back(sent, by=coordinator, now=now)

    assert (taken.status, taken.is_editable) == ("draft", True)
    assert revise(taken, by=coordinator, now=now, ground_rules="Be kind.").ground_rules == "Be kind."
    assert AuditEvent.objects.get(action="guidelines.taken_back").actor == coordinator


def test_everybody_who_was_asked_is_told_and_the_question_is_not_mailed_any_more(
    sent: Guidelines, coordinator: User, now: datetime
) -> None:
    take_back(sent, by=coordinator, now=now)

    said = subjects(now)

    assert len(said) == 3
    assert all(subject.startswith("Taken back: guidelines, version 1") for subject in said)
    assert Message.objects.filter(kind="programs.approval_requested", status="superseded").count() == 3


def test_what_was_decided_stays_on_record_and_counts_no_more(
    sent: Guidelines, coordinator: User, now: datetime
) -> None:
    first, second, _third = sent.approvals.order_by("pk")
    approve(first, by=first.member, now=now)
    taken = take_back(sent, by=coordinator, now=now)
    with pytest.raises(ProgramError, match="no longer waiting"):
        approve(second, by=second.member, now=now)

    again = send_to_committee(taken, by=coordinator, now=now)
    answer = again.approvals.filter(round=2).order_by("pk")[0]
    approve(answer, by=answer.member, now=now)

    again.refresh_from_db()
    assert (again.round, again.status) == (2, "in_review")  # one of two approvals


def test_the_mail_of_the_next_round_does_not_speak_of_remarks_that_nobody_made(
    sent: Guidelines, coordinator: User, now: datetime
) -> None:
    send_to_committee(take_back(sent, by=coordinator, now=now), by=coordinator, now=now)

    subjects(now)

    asked = [one.body for one in mail.outbox if one.subject.startswith("Approve")]
    assert len(asked) == 3
    assert all("was taken back and is ready again" in body and "remarks" not in body for body in asked)
    assert not [one for one in mail.outbox if one.subject.startswith("Taken back")]


@pytest.mark.parametrize("answered", [True, False])
def test_the_link_to_approve_says_what_happened(
    answered: bool, sent: Guidelines, coordinator: User, now: datetime, client: Client
) -> None:
    approval = sent.approvals.order_by("pk")[0]
    if answered:
        approve(approval, by=approval.member, now=now)
    take_back(sent, by=coordinator, now=now)
    client.force_login(approval.member)

    page = client.get(reverse("programs:approval", args=[approval.pk])).content.decode()

    assert "The coordinator has taken it back to change it" in page
    assert ("Another member asked" in page, "all the approvals it needs" in page) == (False, False)
    client.post(reverse("programs:approve", args=[approval.pk]))
    assert Guidelines.objects.get().status == "draft"


def test_home_and_desk_follow(sent: Guidelines, coordinator: User, now: datetime) -> None:
    member = sent.approvals.order_by("pk")[0].member
    take_back(sent, by=coordinator, now=now)

    assert todos_for(member, now=now) == []
    assert [item.key for item in desk_items(coordinator, now=now)][:1] != ["programs.in_review"]
    assert "programs.drafts" in {item.key for item in desk_items(coordinator, now=now)}


def test_only_who_runs_the_program_can_and_only_while_it_is_with_the_committee(
    sent: Guidelines, coordinator: User, now: datetime
) -> None:
    with pytest.raises(PermissionDenied):
        take_back(sent, by=sent.approvals.order_by("pk")[0].member, now=now)
    taken = take_back(sent, by=coordinator, now=now)

    with pytest.raises(ProgramError, match="not with the committee"):
        take_back(taken, by=coordinator, now=now)


def test_the_desk_asks_before_it_does_it(sent: Guidelines, coordinator: User, client: Client) -> None:
    client.force_login(coordinator)
    page = reverse("admin:programs_guidelines_change", args=[sent.pk])
    assert "Take it back" in client.get(page).content.decode()
    step = reverse("admin:programs_guidelines_step", args=[sent.pk, "take_back"])

    client.post(step)
    assert Guidelines.objects.get().status == "in_review"
    client.post(step, {"sure": "1"})

    assert Guidelines.objects.get().status == "draft"
