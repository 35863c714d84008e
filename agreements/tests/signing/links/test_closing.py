"""Links that do not open any more, and secrets that stand nowhere (A-02, A-12 to A-14)."""

from __future__ import annotations

import logging
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from celery.signals import before_task_publish
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone

from agreements.models import AgreementVersion, SignatureRequest
from agreements.signing.links.log_filter import MaskTokens
from agreements.tests.reading import dump
from agreements.tests.signing.links.filling import MINE, answer, run_out, sign_fields
from agreements.tests.stories import link_to, mails_to, request_of, sign
from notifications.models import Message
from people.models import User

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoCaptureOnCommitCallbacks

pytestmark = pytest.mark.django_db


def test_a12_a_forged_host_does_not_reach_the_links(
    client: Client, asked: SignatureRequest, link: str, now: datetime
) -> None:
    client.post(f"{link}fresh/", headers={"host": "localhost", "x-forwarded-host": "evil.example"})

    body = str(mails_to(asked.signer, now=timezone.now())[-1].body)
    assert re.findall(r"https?://[^/\s]+", body) == [settings.BASE_URL]


def test_a13_an_expired_link_offers_a_fresh_one_in_one_click(
    client: Client, link: str, asked: SignatureRequest
) -> None:
    run_out(asked, now=timezone.now())

    page = client.get(link)
    assert page.status_code == 404
    assert f"{link}fresh/" in page.content.decode()

    client.post(f"{link}fresh/")
    fresh = link_to(asked.signer, now=timezone.now())
    assert fresh != link
    assert client.get(fresh).status_code == 200


def test_a13_three_fresh_links_an_hour_and_only_to_the_invited_address(
    client: Client, link: str, asked: SignatureRequest
) -> None:
    for _number in range(6):
        client.post(f"{link}fresh/", {"email": "evil@example.org"})

    fresh = Message.objects.filter(kind="agreements.fresh_link")
    assert [message.recipient for message in fresh] == [asked.signer] * 3


def test_a13_a_used_link_leads_to_the_receipt_by_mail(
    client: Client, link: str, asked: SignatureRequest, now: datetime
) -> None:
    client.post(link, MINE)
    answer(client, **sign_fields(asked))

    other = Client()
    assert other.get(link).status_code == 404
    other.post(f"{link}fresh/")
    page = other.post(link_to(asked.signer, now=timezone.now()), MINE, follow=True)

    assert asked.reference in page.content.decode()


def test_a14_a_link_that_never_was_and_one_of_somebody_who_has_left_look_the_same(
    client: Client, version: AgreementVersion, link: str, now: datetime
) -> None:
    other = request_of(version, "mentor_supervisor")
    expired = link_to(other.signer, now=now)
    run_out(other, now=timezone.now())
    User.objects.filter(pk=other.signer_id).update(left_on=timezone.localdate() - timedelta(days=1))

    pages = [client.get(address) for address in (expired, "/sign/" + "x" * 43 + "/")]

    assert {page.status_code for page in pages} == {404}
    bodies = {re.sub(r"/sign/[^/]+/|value=\"[^\"]+\"", "", page.content.decode()) for page in pages}
    assert len(bodies) == 1
    answers = [client.post(f"{address}fresh/") for address in (expired, "/sign/" + "x" * 43 + "/")]
    assert {re.sub(r"value=\"[^\"]+\"", "", page.content.decode()) for page in answers}.__len__() == 1


@pytest.fixture
def payloads() -> Iterator[list[str]]:
    """Everything that is handed to the broker."""
    found: list[str] = []

    def keep(sender: object, body: object, headers: object, **_kwargs: object) -> None:
        found.append(f"{sender} {body} {headers}")

    before_task_publish.connect(keep)
    yield found
    before_task_publish.disconnect(keep)


def test_a02_no_raw_token_or_cookie_stands_in_any_table_log_or_payload(
    client: Client,
    version: AgreementVersion,
    link: str,
    asked: SignatureRequest,
    now: datetime,
    caplog: pytest.LogCaptureFixture,
    payloads: list[str],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    caplog.handler.addFilter(MaskTokens())
    caplog.set_level(logging.DEBUG)
    with django_capture_on_commit_callbacks(execute=True):
        client.get(link)
        client.post(link, MINE)
        secrets = [client.cookies["signing"].value]
        answer(client, **sign_fields(asked))
        client.get(link)
        client.post(f"{link}fresh/")
        sign(version, "mentor_supervisor", now=now)
    mails_to(asked.signer, now=timezone.now())

    secrets += [client.cookies["signing"].value]
    secrets += [token for message in mail.outbox for token in re.findall(r"/sign/([\w-]{43})/", str(message.body))]
    assert len(secrets) >= 7
    assert payloads
    kept = "\n".join([*(row for rows in dump().values() for row in rows), *payloads, caplog.text])
    assert [secret for secret in secrets if secret in kept] == []
