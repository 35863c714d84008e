"""The desk as a site: signing in is the portal's, and models are listed only where somebody looks for them."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from mentoring.desk_site import DeskSite
from people.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    """Return the browser of somebody who may open everything."""
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
