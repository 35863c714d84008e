"""Opening an emailed link: nothing changes by looking, and the address gives nothing away (A-05, A-06, A-10)."""

from __future__ import annotations

import logging
import re
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from agreements.models import AgreementVersion, SignatureRequest, SignatureStatus
from agreements.tests.reading import dump
from agreements.tests.signing.links.filling import MINE, answer, form_of, sign_fields
from agreements.tests.stories import request_of

pytestmark = pytest.mark.django_db

SCANNERS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36",
    "BarracudaCentral", "Proofpoint URL Defense", "Mimecast", "SafeLinks", "facebookexternalhit/1.1", "Slackbot 1.0",
    "Twitterbot/1.0", "LinkedInBot/1.0", "WhatsApp/2", "TelegramBot", "Googlebot/2.1", "bingbot/2.0", "curl/8.5",
    "python-requests/2.31", "Go-http-client/2.0", "Java/21", "HeadlessChrome/120", "okhttp/4", "",
)  # fmt: skip


def test_f15_from_the_mail_to_the_receipt_in_three_screens(client: Client, link: str, asked: SignatureRequest) -> None:
    first = client.get(link)
    second = client.post(link, MINE, follow=True)
    third = client.post(form_of(client), sign_fields(asked), follow=True)

    assert [page.status_code for page in (first, second, third)] == [200, 200, 200]
    assert second.redirect_chain == [(reverse("agreements:sign_read"), 302)]
    asked.refresh_from_db()
    assert asked.status == SignatureStatus.SIGNED
    assert asked.reference in third.content.decode()


def test_a05_get_head_and_options_change_nothing_for_any_scanner(
    client: Client, link: str, asked: SignatureRequest
) -> None:
    client.post(link, MINE)
    addresses = [
        link,
        link.rstrip("/"),
        f"{link}fresh/",
        reverse("agreements:sign_read"),
        reverse("agreements:sign_text"),
        reverse("agreements:sign_receipt", args=[asked.reference]),
        reverse("agreements:sign_document", args=[asked.reference]),
        reverse("agreements:sign_receipt_fresh", args=[asked.reference]),
    ]
    before = dump()

    for agent in SCANNERS:
        for address in addresses:
            for method in (client.get, client.head, client.options):
                method(address, headers={"user-agent": agent})

    assert dump() == before


def test_a05_reading_the_receipt_twenty_times_changes_nothing(
    client: Client, link: str, asked: SignatureRequest
) -> None:
    client.post(link, MINE)
    receipt = answer(client, **sign_fields(asked))["Location"]
    before = dump()

    assert {client.get(receipt).status_code for _number in range(20)} == {200}
    assert dump() == before


def test_a05_somebody_who_is_signed_in_keeps_unread_messages(
    client: Client, link: str, asked: SignatureRequest
) -> None:
    client.force_login(asked.signer)
    session = client.session
    session["_messages"] = '[["__json_message",0,25,"Saved.",""]]'
    session.save()
    before = dump()

    client.get(link)

    assert dump() == before


def test_a06_the_first_page_holds_no_personal_data(client: Client, link: str, asked: SignatureRequest) -> None:
    page = client.get(link).content.decode()

    match = asked.version.match
    people = (match.mentee.user, match.mentor.user, asked.signer)
    assert match.cohort.program.name in page
    assert not [word for user in people for word in (user.name, user.email, user.first_name) if word in page]
    assert re.findall(r'<a [^>]*href="https?:', page) == []


def test_a06_continue_sets_a_bound_cookie_and_leaves_the_token_behind(client: Client, link: str) -> None:
    response = client.post(link, MINE)

    cookie = response.cookies["signing"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["path"]) == (True, "Lax", 1800, "/")
    assert response["Location"] == reverse("agreements:sign_read")
    token = link.split("/")[2]
    assert token not in client.get(response["Location"]).content.decode()


def test_a06_over_https_the_cookie_is_secure_and_tied_to_the_host(client: Client, link: str, settings: object) -> None:
    settings.SECURE = True

    response = client.post(link, MINE)

    assert response.cookies["__Host-signing"]["secure"] is True


def test_a06_the_cookie_opens_no_other_request(
    client: Client, version: AgreementVersion, link: str, now: datetime
) -> None:
    other = request_of(version, "mentor_supervisor")
    client.post(link, MINE)

    page = client.get(reverse("agreements:sign_read")).content.decode()

    assert f"supervisor of {version.match.mentee.user.name}" in page
    assert client.get(reverse("agreements:sign_receipt", args=[other.reference])).status_code == 404


def addresses_under_sign(link: str) -> list[str]:
    return [
        link,
        "/sign/" + "x" * 43 + "/",
        "/sign/x/y/z/",
        "/sign/no-slash",
        reverse("agreements:sign_read"),
        reverse("agreements:sign_text"),
        reverse("agreements:sign_receipt", args=["AAAA-BBBB-CCCC"]),
        reverse("agreements:sign_document", args=["AAAA-BBBB-CCCC"]),
        f"{link}fresh/",
    ]


@pytest.mark.parametrize("opened", [False, True])
def test_a10_every_answer_has_the_headers_errors_too(link: str, *, opened: bool) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get(link)
    if opened:
        Client.post(client, link, {"csrfmiddlewaretoken": client.cookies["csrftoken"].value})
    responses = [
        method(address) for address in addresses_under_sign(link) for method in (client.get, client.post, client.put)
    ]

    assert {response.status_code for response in responses} >= {200, 403, 404, 405}
    for response in responses:
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


def test_a10_a_page_that_breaks_has_the_headers_and_a11_its_log_has_no_token(
    client: Client, link: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from agreements.signing.links import views
    from agreements.signing.links.log_filter import MaskTokens

    def break_down(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(views, "page", break_down)
    client.raise_request_exception = False
    caplog.handler.addFilter(MaskTokens())
    with caplog.at_level(logging.DEBUG):
        response = client.get(link)

    assert response.status_code == 500
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "no-store"
    assert "Internal Server Error: /sign/***/" in caplog.text
    assert link.split("/")[2] not in caplog.text
