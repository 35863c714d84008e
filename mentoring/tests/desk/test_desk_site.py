"""The desk as a site: signing in is the portal's, and models are listed only where someone looks for them."""

from __future__ import annotations

import re

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from mentoring.desk.desk_site import DeskSite
from people.models import User
from people.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    """Return the browser of someone who may open everything."""
    client.force_login(UserFactory.create(is_staff=True, is_organization_administrator=True))
    return client


def test_the_site_that_models_are_registered_with_is_ours() -> None:
    assert isinstance(admin.site, DeskSite)


def test_a_visitor_is_led_to_the_one_door(client: Client) -> None:
    assert client.get(reverse("admin:login")).url.startswith(reverse("account_login"))


def test_no_page_lists_all_models_for_nobody(desk: Client) -> None:
    assert desk.get(reverse("admin:people_user_changelist")).context["available_apps"] == []


def test_the_page_of_one_app_lists_its_models(desk: Client) -> None:
    (app,) = desk.get(reverse("admin:app_list", args=["programs"])).context["app_list"]

    assert {"Program", "Cohort", "Guidelines"} <= {model["object_name"] for model in app["models"]}


def test_the_search_in_the_sidebar_finds_models(desk: Client) -> None:
    answer = desk.get(reverse("admin:search"), {"s": "cohort"})

    assert reverse("admin:programs_cohort_changelist") in answer.content.decode()


def test_the_numbers_below_a_long_list_all_lead_to_a_page(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    UserFactory.create_batch(14)
    monkeypatch.setattr(admin.site.get_model_admin(User), "list_per_page", 1)
    page = reverse("admin:people_user_changelist")

    text = desk.get(page, {"p": "7"}).content.decode()
    pages = set(re.findall(r'href="\?p=([^"&]+)"', text.partition('class="pager"')[2]))

    assert "…" in text
    assert len(pages) > 5
    assert {desk.get(f"{page}?p={number}").status_code for number in pages} == {200}


@pytest.mark.parametrize("is_staff", [True, False])
def test_f10_the_home_of_people_who_work_at_the_desk_leads_there(client: Client, *, is_staff: bool) -> None:
    client.force_login(UserFactory.create(is_staff=is_staff))

    text = client.get(reverse("home")).content.decode()

    assert ("lists what else needs doing" in text) == is_staff
