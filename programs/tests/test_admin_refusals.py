"""What a process refuses is said on the form, at its field where it is about one, and nothing typed is lost."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from people.models import User
from people.tests.factories import UserFactory
from programs.models import Membership, Program
from programs.tests.desk import page, send
from programs.tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def test_a_refusal_about_a_line_leaves_the_whole_page_as_it_was_typed(client: Client, program: Program) -> None:
    response = send(client, page("program", program), purpose="Changed.", memberships__0__DELETE="on")

    form = response.context["adminform"].form
    assert form.non_field_errors() == ["A program needs a coordinator. Add another one first."]
    assert form["purpose"].value() == "Changed."
    lines = {inline.formset.prefix: inline.formset for inline in response.context["inline_admin_formsets"]}
    assert lines["memberships"].forms[0]["DELETE"].value()
    assert "A program needs a coordinator." in response.content.decode()
    program.refresh_from_db()
    assert program.purpose != "Changed."


def test_a_refusal_about_a_person_stands_at_the_persons_field(client: Client, program: Program) -> None:
    gone = UserFactory.create(name="Ben Okri", is_active=False)

    response = send(
        client, reverse("admin:programs_membership_add"), program=program.pk, user=gone.pk, role="facilitator"
    )

    form = response.context["adminform"].form
    assert form.errors == {"user": ["Ben Okri has left, or may not sign in."]}
    assert [form[name].value() for name in ("program", "user", "role")] == [
        str(program.pk),
        str(gone.pk),
        "facilitator",
    ]
    assert not Membership.objects.filter(user=gone).exists()


def test_the_next_try_goes_through(client: Client, program: Program, coordinator: User) -> None:
    send(client, page("program", program), purpose="Changed.", memberships__0__DELETE="on")
    MembershipFactory.create(program=program, role="coordinator")

    send(client, page("program", program), purpose="Changed at last.")

    program.refresh_from_db()
    assert program.purpose == "Changed at last."
