"""Trying links that do not open: every answer the same, at the same cost, and after twenty a pause (A-14)."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.models import AgreementVersion, SignatureRequest, SigningToken
from agreements.tests.signing.links.filling import MINE, answer, run_out, sign_fields
from agreements.tests.stories import link_to, request_of

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db


def unknown() -> str:
    return f"/sign/{secrets.token_urlsafe(32)}/"


def test_a14_after_twenty_links_that_never_were_there_is_a_pause(client: Client) -> None:
    answers = [client.get(unknown()).status_code for _try in range(21)]

    assert answers == [404] * 20 + [429]
    assert "A link that works still opens" in client.get(unknown()).content.decode()


def test_a14_a_right_link_opens_however_often_its_network_has_failed(
    client: Client, version: AgreementVersion, asked: SignatureRequest, link: str, now: datetime
) -> None:
    """One colleague with an old mail, and someone who guesses, stand behind the one address of an office."""
    other = request_of(version, "mentor_supervisor")
    old = link_to(other.signer, now=now)
    run_out(other, now=timezone.now())
    for _try in range(150):
        client.get(unknown())
        client.get(old)

    assert client.get(link).status_code == 200
    assert client.post(link, MINE).status_code == 302
    assert answer(client, **sign_fields(asked)).status_code == 302


def test_a14_dead_links_of_one_request_close_the_way_to_no_other(
    client: Client, version: AgreementVersion, asked: SignatureRequest, link: str, now: datetime
) -> None:
    other = request_of(version, "mentor_supervisor")
    theirs = link_to(other.signer, now=now)
    for request in (asked, other):
        run_out(request, now=timezone.now())
    answers = [client.get(theirs).status_code for _try in range(21)]

    assert answers == [404] * 20 + [429]
    page = client.get(link)
    assert page.status_code == 404
    assert "Send me a fresh link" in page.content.decode()
    assert client.get(theirs, REMOTE_ADDR="192.0.2.7").status_code == 404


def test_a14_an_address_that_mixes_them_ends_at_two_hundred(client: Client, asked: SignatureRequest, link: str) -> None:
    for _try in range(200):
        client.get(unknown())
    run_out(asked, now=timezone.now())

    assert client.get(link).status_code == 429
    assert client.get(link, REMOTE_ADDR="192.0.2.7").status_code == 404


def test_a14_posts_count_like_gets(client: Client) -> None:
    for _try in range(10):
        client.get(unknown())
        client.post(unknown())

    assert client.post(unknown()).status_code == 429


def test_a14_another_address_is_not_slowed_down(client: Client) -> None:
    for _try in range(25):
        client.get(unknown(), REMOTE_ADDR="192.0.2.7")

    assert client.get(unknown()).status_code == 404


def test_a14_the_addresses_of_one_network_count_together(client: Client) -> None:
    """With IPv6 one household has more addresses than anyone could count one by one."""
    for number in range(20):
        client.get(unknown(), REMOTE_ADDR=f"2001:db8:0:1::{number:x}")

    assert client.get(unknown(), REMOTE_ADDR="2001:db8:0:1:ffff::1").status_code == 429
    assert client.get(unknown(), REMOTE_ADDR="2001:db8:0:2::1").status_code == 404


def test_a14_links_that_open_never_count(client: Client, link: str) -> None:
    assert {client.get(link).status_code for _try in range(30)} == {200}


def test_a14_dead_links_of_every_kind_cost_the_same_and_have_one_status(
    client: Client, version: AgreementVersion, asked: SignatureRequest, link: str, now: datetime
) -> None:
    """What became of a link is told to the browser that brings it; a link that never was costs the same (F-17, A-14)."""
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
        seen.add((page.status_code, len(queries)))

    assert len(seen) == 1
