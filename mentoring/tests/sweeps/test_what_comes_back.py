"""Of a form that could not be saved, a page without an account says itself what may come back (E-31)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import resolve

from mentoring.tests.sweeps.test_never_empty import addresses
from web import typed

pytestmark = pytest.mark.django_db
# Where people sign in, or switch the colours: nothing is typed there, or `mentoring.pages.unsent` leaves it alone.
NOTHING_TYPED = ("account_", "mfa_", "openid", "socialaccount", "demo:", "admin:login", "admin:logout", "theme", "design")  # fmt: skip


def test_e31_every_page_that_takes_a_form_without_a_sign_in_says_what_may_come_back(client: Client) -> None:
    client.raise_request_exception = False
    silent = set()

    for name, page in addresses():
        view = resolve(page).func
        opened = not getattr(view, "login_required", True)
        if opened and not name.startswith(NOTHING_TYPED) and client.post(page).status_code != 405:
            silent |= {name} if typed.said_by(view) is None else set()

    assert silent == set()
