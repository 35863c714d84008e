"""Trying links that do not open: every answer the same, at the same cost, and after twenty a pause (A-14)."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.models import AgreementVersion, SignatureRequest, SigningToken
from agreements.tests.links.filling import MINE, answer, sign_fields
from agreements.tests.stories import link_to, request_of

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db


def unknown() -> str:
    return f"/sign/{secrets.token_urlsafe(32)}/"


def test_a14_after_twenty_failures_in_ten_minutes_there_is_a_pause(client: Client, link: str) -> None:
    answers = [client.get(unknown()).status_code for _try in range(21)]

    assert answers == [404] * 20 + [429]
    page = client.get(link)
    assert page.status_code == 429
    assert "Your link is not lost" in page.content.decode()


def test_a14_posts_count_like_gets(client: Client) -> None:
    for _try in range(10):
        client.get(unknown())
        client.post(unknown())

    assert client.post(unknown()).status_code == 429


def test_a14_another_address_is_not_slowed_down(client: Client, link: str) -> None:
    for _try in range(25):
        client.get(unknown(), REMOTE_ADDR="192.0.2.7")

    assert client.get(link).status_code == 200


def test_a14_links_that_open_never_count(client: Client, link: str) -> None:
    assert {client.get(link).status_code for _try in range(30)} == {200}


def test_a14_dead_links_of_every_kind_cost_the_same_and_say_the_same(
    client: Client, version: AgreementVersion, asked: SignatureRequest, link: str, now: datetime
) -> None:
    other = request_of(version, "mentor_supervisor")
    expired = link_to(other.signer, now=now)
    SigningToken.objects.filter(request=other).update(exchanges=5)
    client.post(link, MINE)
    answer(client, **sign_fields(asked))
    stranger = Client()

    seen = set()
    for address in (unknown(), "/sign/short/", expired, link):
        with CaptureQueriesContext(connection) as queries:
            page = stranger.get(address)
        body = re.sub(r"/sign/[^/]+/|value=\"[^\"]+\"", "", page.content.decode())
        seen.add((page.status_code, body, len(queries)))

    assert len(seen) == 1
