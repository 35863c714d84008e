"""What a process refuses is said on the form, at its field where it is about one, and nothing typed is lost."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from people.models import User
from people.tests.factories import UserFactory
from programs.models import Membership, Program
from programs.tests.desk import filled, part_page, send
from programs.tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def test_a_refusal_about_a_line_shows_its_part_again_as_it_was_typed(client: Client, program: Program) -> None:
    colleague = UserFactory.create()
    url = part_page(program, "committee")
    data = filled(client.get(url)) | {
        "memberships-0-DELETE": "on",
        "memberships-TOTAL_FORMS": 2,
        "memberships-1-user": colleague.pk,
        "memberships-1-role": "facilitator",
    }

    response = client.post(url, data)

    assert response.context["adminform"].form.non_field_errors() == [
        "A program needs a coordinator. Add another one first."
    ]
    (lines,) = (inline.formset for inline in response.context["inline_admin_formsets"])
    assert lines.forms[0]["DELETE"].value()
    assert [lines.forms[1][name].value() for name in ("user", "role")] == [str(colleague.pk), "facilitator"]
    assert [tab.label for tab in response.context["part_tabs"] if tab.is_open] == ["Committee and staff"]
    assert "A program needs a coordinator." in response.content.decode()
    assert program.memberships.count() == 1


def test_a_refusal_about_a_person_stands_at_the_persons_field(client: Client, program: Program) -> None:
    gone = UserFactory.create(name="Ben Okri", is_active=False)

    response = send(
        client, reverse("admin:programs_membership_add"), program=program.pk, user=gone.pk, role="facilitator"
    )

    form = response.context["adminform"].form
    assert form.errors == {"user": ["Ben Okri has left or may not sign in."]}
    assert [form[name].value() for name in ("program", "user", "role")] == [
        str(program.pk),
        str(gone.pk),
        "facilitator",
    ]
    assert not Membership.objects.filter(user=gone).exists()


def test_the_next_try_goes_through(client: Client, program: Program, coordinator: User) -> None:
    url = part_page(program, "committee")
    send(client, url, memberships__0__DELETE="on")
    other = MembershipFactory.create(program=program, role="coordinator")

    send(client, url, memberships__0__DELETE="on")

    assert list(program.memberships.current()) == [other]
