"""Pages of the desk are called what they are."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from people.tests.factories import UserFactory
from programs.tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _administrator(client: Client) -> None:
    """Sign in someone who keeps the directory and runs a program: together they may open everything."""
    user = UserFactory.create(is_staff=True, is_organization_administrator=True)
    MembershipFactory.create(user=user, role="coordinator")
    client.force_login(user)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("people_user_changelist", "People"),
        ("matching_match_changelist", "Matches"),
        ("programs_membership_changelist", "Roles in programs"),
        ("evaluation_surveyrules_changelist", "Survey rules"),
        ("programs_program_add", "Create a program"),
        ("programs_membership_add", "Give someone a role"),
        ("evaluation_report_add", "Make a report"),
        ("evaluation_kpireading_add", "Record a measured value"),
        ("people_user_add", "Add person"),
    ],
)
def test_a_list_is_called_what_is_in_it_and_a_new_thing_by_what_one_does(client: Client, name: str, title: str) -> None:
    assert client.get(reverse(f"admin:{name}")).context["title"] == title
