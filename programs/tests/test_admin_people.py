"""The desk: roles, trainings and support contacts (P-02, P-10, E-21)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from people.models import AuditEvent
from people.tests.factories import UserFactory
from programs.models import Membership, Program, SupportContact, Training
from programs.tests.desk import add_line, page, said, send, step
from programs.tests.factories import (
    MembershipFactory,
    SupportContactFactory,
    TrainingCompletionFactory,
    TrainingFactory,
)

pytestmark = pytest.mark.django_db


def test_a_role_is_given_and_ended_on_pages_of_their_own(client: Client, program: Program) -> None:
    colleague = UserFactory.create()

    send(client, reverse("admin:programs_membership_add"), program=program.pk, user=colleague.pk, role="facilitator")
    membership = Membership.objects.get(user=colleague)
    client.post(step("membership", membership, "end"))

    membership.refresh_from_db()
    assert membership.ended_at is not None


def test_roles_are_ended_from_the_list_with_a_count(client: Client, program: Program) -> None:
    memberships = MembershipFactory.create_batch(2, program=program)

    response = client.post(
        reverse("admin:programs_membership_changelist"),
        {"action": "end_roles", "_selected_action": [row.pk for row in memberships]},
        follow=True,
    )

    assert said(response) == ["2 roles have ended."]


def test_e_21_support_contacts_are_added_changed_and_removed_on_record(client: Client) -> None:
    client.force_login(UserFactory.create(is_staff=True, is_organization_administrator=True))
    send(
        client,
        reverse("admin:programs_supportcontact_add"),
        name="Ethics line",
        what_for="Rules",
        email="e@example.org",
    )
    contact = SupportContact.objects.get()
    send(client, page("supportcontact", contact), phone="+49 30 1")
    delete = reverse("admin:programs_supportcontact_delete", args=[contact.pk])
    refused = client.post(delete, {"post": "yes"}, follow=True)
    assert said(refused) == ["This is the only contact people can turn to. Add another one first."]
    another = SupportContactFactory.create()
    client.post(delete, {"post": "yes"})

    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == [
        "supportcontact.added", "supportcontact.changed", "supportcontact.removed",
    ]  # fmt: skip
    assert SupportContact.objects.get() == another


def test_e32_a_coordinator_reads_support_contacts_and_changes_none(client: Client, program: Program) -> None:
    contact = SupportContactFactory.create()

    shown = client.get(page("supportcontact", contact))
    assert (shown.status_code, shown.context["has_change_permission"]) == (200, False)
    assert client.post(page("supportcontact", contact), {"phone": "1"}).status_code == 403
    assert client.get(reverse("admin:programs_supportcontact_add")).status_code == 403
    assert client.post(reverse("admin:programs_supportcontact_delete", args=[contact.pk]), {"post": "yes"}).status_code == 403  # fmt: skip


def test_p_10_a_coordinator_records_a_completion_and_takes_one_back(client: Client, program: Program) -> None:
    training, colleague = TrainingFactory.create(program=program), UserFactory.create()
    TrainingCompletionFactory.create(training=training)

    add_line(client, page("training", training), "completions", user=colleague.pk)
    assert training.completions.get(user=colleague).recorded_by != colleague

    send(client, page("training", training), completions__0__DELETE="on", completions__1__DELETE="on")
    assert not training.completions.exists()


def test_a_training_that_somebody_has_done_cannot_be_removed(client: Client, program: Program) -> None:
    training = TrainingCompletionFactory.create(training__program=program).training

    client.post(reverse("admin:programs_training_delete", args=[training.pk]), {"post": "yes"})

    assert Training.objects.filter(pk=training.pk).exists()
