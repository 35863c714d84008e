"""No cache keeps what a signed-in person was shown; what is for everyone may be kept (E-03)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from mentoring.tests.sweeps.test_pages import every_page

if TYPE_CHECKING:
    from django.test import Client

    from mentoring.tests.sweeps.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["participant", "partner", "coordinator", "administrator"])
def test_e03_no_cache_keeps_a_page_of_a_signed_in_person(world: World, client: Client, role: str) -> None:
    client.force_login(world.people[role])
    client.raise_request_exception = False
    kept, statuses = {}, set()

    for name, page in [*every_page(world), ("nowhere", "/nowhere/"), ("sign-in", reverse("account_login"))]:
        response = client.get(page)
        statuses.add(response.status_code)
        if "no-store" not in response.get("Cache-Control", ""):
            kept[name] = response.get("Cache-Control", "")

    assert kept == {}
    assert {200, 302, 404} <= statuses


def test_pages_for_everybody_may_be_kept(client: Client) -> None:
    for page in ("/programs/support/", "/nowhere/", "/static/css/base.css"):
        response = client.get(page)
        if response.streaming:
            response.getvalue()  # a style is a file, which is closed once it was read
        assert "no-store" not in response.get("Cache-Control", ""), page
