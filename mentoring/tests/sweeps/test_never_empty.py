"""No address answers with an empty page, whatever is sent there and by whom; what nobody could save comes back (E-31)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from django.urls import NoReverseMatch, reverse

from mentoring.pages.error_pages import page_above
from mentoring.tests.sweeps.test_pages import NOBODYS
from mentoring.tests.test_house_rules import OPEN, OPEN_PREFIXES, patterns
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse
    from django.test import Client

    from people.models import User

pytestmark = pytest.mark.django_db

TYPED = "Zebra crossing, budget and a hundred words"
KINDS = {
    "IntConverter": NOBODYS,
    "PathConverter": NOBODYS,
    "SlugConverter": "x",
    "StringConverter": "x",
    "UUIDConverter": "12345678-1234-5678-1234-567812345678",
}


def addresses() -> Iterator[tuple[str, str]]:
    """Every address of the site, with made-up numbers."""
    for name, pattern in patterns():
        try:
            yield name, reverse(name, kwargs={key: KINDS[type(kind).__name__] for key, kind in pattern.pattern.converters.items()})  # fmt: skip
        except NoReverseMatch:
            continue


def is_empty(answer: HttpResponse) -> bool:
    """Whether a person would look at a white page."""
    return answer.status_code >= 400 and not answer.streaming and b"<h1" not in answer.content


@pytest.mark.parametrize("who", ["nobody", "administrator"])
def test_no_address_answers_a_wrong_method_with_an_empty_page(client: Client, who: str) -> None:
    if who == "administrator":
        client.force_login(cast("User", UserFactory(is_staff=True, is_organization_administrator=True)))
    client.raise_request_exception = False
    empty, refused = {}, 0

    for name, page in addresses():
        if name in {"health", "health_mail"}:  # for machines
            continue
        for method in ("get", "post", "put", "patch", "delete"):
            answer = getattr(client, method)(page)
            refused += answer.status_code == 405
            if is_empty(answer):
                empty[f"{method} {name}"] = (answer.status_code, answer.content[:60])

    assert empty == {}
    assert refused > 80


def test_what_only_takes_forms_leads_back_to_a_page(client: Client) -> None:
    client.force_login(cast("User", UserFactory(is_staff=True, is_organization_administrator=True)))
    lost, led = {}, 0

    for name, page in addresses():
        if client.get(page).status_code != 405:
            continue
        led += 1
        back = page_above(page)
        if client.get(back).status_code == 405:
            lost[name] = back

    assert lost == {}
    assert led > 5


def test_e31_no_form_that_meets_no_session_loses_what_was_typed(client: Client) -> None:
    lost, kept = {}, 0

    for name, page in addresses():
        if name in OPEN or name.startswith((*OPEN_PREFIXES, "no_connections", "admin:log", "admin:jsi18n")):
            continue
        # Of a signature, the message alone comes back.
        answer = client.post(page, {"words": TYPED, "remark": TYPED}, headers={"Sec-Fetch-Site": "same-origin"})
        text = answer.content.decode()
        kept += TYPED in text
        if (TYPED not in text or "/accounts/login/?next=" not in text) and answer.status_code != 405:
            lost[name] = (answer.status_code, text[:80])

    assert lost == {}
    assert kept > 150
