"""Fields in which staff find a row by name answer in a sentence whatever number comes back (E-37)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib import admin
from django.urls import reverse

from people.tests.factories import UserFactory
from pool.tests.factories import TopicFactory
from programs.tests.factories import MembershipFactory

if TYPE_CHECKING:
    from django.test import Client

    from people.models import User

pytestmark = pytest.mark.django_db
ODD = ("abc", "²", "-1", "0", "9" * 40, "1.5", " ", "1 OR 1=1")


@pytest.fixture
def administrator() -> User:
    return UserFactory.create(is_staff=True, is_organization_administrator=True)


def finders() -> list[tuple[str, str]]:
    """Each admin with fields that find by name, as a label and its fields."""
    return [
        (f"{model._meta.app_label}_{model._meta.model_name}", field)
        for model, desk in admin.site._registry.items()
        for field in desk.autocomplete_fields
    ]


@pytest.mark.parametrize("odd", ODD)
def test_e37_a_number_that_is_none_breaks_no_form_that_finds_by_name(
    client: Client, administrator: User, odd: str
) -> None:
    client.force_login(administrator)
    topic, membership = TopicFactory.create(), MembershipFactory.create(user=administrator, role="coordinator")
    pages = {
        reverse("admin:people_user_change", args=[UserFactory.create().pk]),
        reverse("admin:pool_topic_change", args=[topic.pk]),
        reverse("admin:programs_program_change", args=[membership.program_id]),
        *(reverse(f"admin:{label}_add") for label, _field in finders()),
    }
    fields = {field for _label, field in finders()} | {"memberships-0-user", "memberships-TOTAL_FORMS"}

    answers = {page: client.post(page, dict.fromkeys(fields, odd)).status_code for page in sorted(pages)}

    assert len(finders()) >= 4
    assert {page: status for page, status in answers.items() if status not in {200, 403, 404}} == {}
