"""Signing by link, over HTTP: what a GET may do, what a page shows, what a stranger gets (A-02, A-05 to A-13)."""

from __future__ import annotations

import hashlib
import logging
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.models import AgreementVersion, SignatureRequest, SignatureStatus, SigningToken, VersionStatus
from agreements.tests.reading import dump, forms_on, text_shown
from agreements.tests.stories import link_to, mails_to, request_of, sign, with_supervisors
from notifications.models import Message

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

pytestmark = pytest.mark.django_db

SCANNERS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36",
    "BarracudaCentral", "Proofpoint URL Defense", "Mimecast", "SafeLinks", "facebookexternalhit/1.1", "Slackbot 1.0",
    "Twitterbot/1.0", "LinkedInBot/1.0", "WhatsApp/2", "TelegramBot", "Googlebot/2.1", "bingbot/2.0", "curl/8.5",
    "python-requests/2.31", "Go-http-client/2.0", "Java/21", "HeadlessChrome/120", "okhttp/4", "",
)  # fmt: skip


@pytest.fixture
def now() -> datetime:
    """Pages ask the clock themselves, so these stories happen now."""
    return timezone.now() - timedelta(minutes=20)


@pytest.fixture
def version(now: datetime) -> AgreementVersion:
    return with_supervisors(now=now)


@pytest.fixture
def asked(version: AgreementVersion) -> SignatureRequest:
    return request_of(version, "mentee_supervisor")


@pytest.fixture
def link(asked: SignatureRequest, now: datetime) -> str:
    return link_to(asked.signer, now=now)


def answer(client: Client, **fields: str) -> _MonkeyPatchedWSGIResponse:
    return client.post(reverse("agreements:sign_read"), fields)


def sign_fields(request: SignatureRequest) -> dict[str, str]:
    return {"choice": "sign", "consent": "on", "typed_name": request.signer.name}


def test_f15_from_the_mail_to_the_receipt_in_three_screens(client: Client, link: str, asked: SignatureRequest) -> None:
    first = client.get(link)
    second = client.post(link, follow=True)
    third = client.post(reverse("agreements:sign_read"), sign_fields(asked), follow=True)

    assert [page.status_code for page in (first, second, third)] == [200, 200, 200]
    assert second.redirect_chain == [(reverse("agreements:sign_read"), 302)]
    asked.refresh_from_db()
    assert asked.status == SignatureStatus.SIGNED
    assert asked.reference in third.content.decode()


def test_a05_get_head_and_options_change_nothing_for_any_scanner(
    client: Client, link: str, asked: SignatureRequest
) -> None:
    client.post(link)
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
    client.post(link)
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
    response = client.post(link)

    cookie = response.cookies["signing"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["path"]) == (True, "Lax", 1800, "/")
    assert response["Location"] == reverse("agreements:sign_read")
    token = link.split("/")[2]
    assert token not in client.get(response["Location"]).content.decode()


def test_a06_over_https_the_cookie_is_secure_and_tied_to_the_host(client: Client, link: str, settings: object) -> None:
    settings.SECURE = True

    response = client.post(link)

    assert response.cookies["__Host-signing"]["secure"] is True


def test_a06_the_cookie_opens_no_other_request(
    client: Client, version: AgreementVersion, link: str, now: datetime
) -> None:
    other = request_of(version, "mentor_supervisor")
    client.post(link)

    page = client.get(reverse("agreements:sign_read")).content.decode()

    assert f"supervisor of {version.match.mentee.user.name}" in page
    assert client.get(reverse("agreements:sign_receipt", args=[other.reference])).status_code == 404


@pytest.mark.parametrize(
    "missing", [{"choice": ""}, {"consent": ""}, {"typed_name": ""}, {"typed_name": "Somebody Else"}, {"choice": "no"}]
)
def test_a07_signing_needs_all_three_inputs(
    client: Client, link: str, asked: SignatureRequest, missing: dict[str, str]
) -> None:
    client.post(link)

    response = answer(client, **{**sign_fields(asked), **missing})

    asked.refresh_from_db()
    assert (response.status_code, asked.status) == (200, SignatureStatus.ASKED)
    assert "<title>Error:" in response.content.decode()


def test_a07_nothing_is_filled_in_beforehand(client: Client, link: str) -> None:
    client.post(link)

    page = client.get(reverse("agreements:sign_read")).content.decode()

    assert "checked" not in page
    assert not re.search(r'name="typed_name"[^>]*value=', page)


def test_a07_a_robot_that_sends_every_form_as_it_finds_it_never_signs(link: str, asked: SignatureRequest) -> None:
    robot = Client(enforce_csrf_checks=True)
    to_visit, seen = [link], set()
    while to_visit:
        address = to_visit.pop()
        if address in seen:
            continue
        seen.add(address)
        page = robot.get(address)
        for action, fields in forms_on(page.content.decode()):
            answer = robot.post(action or address, fields)
            to_visit += [answer["Location"]] if answer.status_code == 302 else []

    assert reverse("agreements:sign_read") in seen
    asked.refresh_from_db()
    assert (asked.status, asked.wrong_person_at) == (SignatureStatus.ASKED, None)


def test_a07_the_csrf_token_is_needed_also_without_any_cookie(link: str, asked: SignatureRequest) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(link).status_code == 403

    first = client.get(link)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', first.content.decode()).group(1)
    # A page without referrer sends the origin "null".
    opened = client.post(link, {"csrfmiddlewaretoken": token}, headers={"origin": "null"})
    assert opened.status_code == 302
    assert client.post(opened["Location"], sign_fields(asked), headers={"origin": "null"}).status_code == 403
    page = client.get(opened["Location"]).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)
    done = client.post(
        opened["Location"], {**sign_fields(asked), "csrfmiddlewaretoken": token}, headers={"origin": "null"}
    )
    assert done.status_code == 302


def test_a07_another_origin_is_refused(link: str) -> None:
    client = Client(enforce_csrf_checks=True)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(link).content.decode()).group(1)

    refused = client.post(link, {"csrfmiddlewaretoken": token}, headers={"origin": "https://evil.example"})

    assert refused.status_code == 403


def test_a08_what_you_see_is_what_you_sign(client: Client, link: str, version: AgreementVersion) -> None:
    client.post(link)
    page = client.get(reverse("agreements:sign_read")).content.decode()

    version.refresh_from_db()
    assert hashlib.sha256(text_shown(page).encode()).hexdigest() == version.text_hash
    given = client.get(reverse("agreements:sign_text"))
    assert hashlib.sha256(given.content).hexdigest() == version.text_hash


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
    from agreements.masking import MaskTokens
    from agreements.views import links as views

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


def test_a12_a_forged_host_does_not_reach_the_links(
    client: Client, asked: SignatureRequest, link: str, now: datetime
) -> None:
    client.post(f"{link}fresh/", headers={"host": "localhost", "x-forwarded-host": "evil.example"})

    body = str(mails_to(asked.signer, now=timezone.now())[-1].body)
    assert re.findall(r"https?://[^/\s]+", body) == [settings.BASE_URL]


def test_a13_an_expired_link_offers_a_fresh_one_in_one_click(
    client: Client, link: str, asked: SignatureRequest
) -> None:
    SigningToken.objects.update(expires_at=timezone.now())

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
    client.post(link)
    answer(client, **sign_fields(asked))

    other = Client()
    assert other.get(link).status_code == 404
    other.post(f"{link}fresh/")
    page = other.post(link_to(asked.signer, now=timezone.now()), follow=True)

    assert asked.reference in page.content.decode()


def test_a14_everything_that_does_not_open_looks_the_same(
    client: Client, version: AgreementVersion, link: str, now: datetime
) -> None:
    other = request_of(version, "mentor_supervisor")
    expired = link_to(other.signer, now=now)
    SigningToken.objects.filter(request=other).update(expires_at=timezone.now())
    revoked = link
    SigningToken.objects.filter(request__role="mentee_supervisor").update(revoked_at=timezone.now())

    pages = [client.get(address) for address in (expired, revoked, "/sign/" + "x" * 43 + "/")]

    assert {page.status_code for page in pages} == {404}
    bodies = {re.sub(r"/sign/[^/]+/|value=\"[^\"]+\"", "", page.content.decode()) for page in pages}
    assert len(bodies) == 1
    answers = [client.post(f"{address}fresh/") for address in (expired, "/sign/" + "x" * 43 + "/")]
    assert {re.sub(r"value=\"[^\"]+\"", "", page.content.decode()) for page in answers}.__len__() == 1


@pytest.mark.parametrize(("choice", "status"), [("change", "change_asked"), ("decline", "declined")])
def test_a15_a_change_and_a_decline_need_words_and_return_the_draft(
    client: Client, link: str, asked: SignatureRequest, choice: str, status: str
) -> None:
    client.post(link)
    assert "Write a sentence" in answer(client, choice=choice).content.decode()

    response = answer(client, choice=choice, remark="Please make it Thursdays.")

    asked.refresh_from_db()
    asked.version.refresh_from_db()
    assert (response.status_code, asked.status, asked.version.status) == (200, status, VersionStatus.VOID)
    assert client.get(reverse("agreements:sign_read")).status_code == 404


def test_a15_the_wrong_person_says_so(client: Client, link: str, asked: SignatureRequest) -> None:
    client.post(link)

    response = answer(client, choice="wrong_person", remark="Ask Kim.")

    asked.refresh_from_db()
    assert (response.status_code, asked.status, asked.wrong_person_note) == (200, SignatureStatus.ASKED, "Ask Kim.")


def test_f14_the_receipt_can_be_opened_again_and_posts_nothing_twice(
    client: Client, link: str, asked: SignatureRequest
) -> None:
    client.post(link)
    receipt = answer(client, **sign_fields(asked))["Location"]

    again = answer(client, **sign_fields(asked))

    assert again["Location"] == receipt
    assert client.get(receipt).status_code == 200
    assert Client().get(receipt).status_code == 404


def test_the_signed_pdf_is_behind_the_receipt(
    client: Client, version: AgreementVersion, link: str, asked: SignatureRequest, now: datetime
) -> None:
    sign(version, "mentor_supervisor", now=now)
    client.post(link)
    answer(client, **sign_fields(asked))
    mails_to(asked.signer, now=timezone.now())

    pdf = client.get(reverse("agreements:sign_document", args=[asked.reference]))

    assert pdf.content.startswith(b"%PDF")
    assert Client().get(reverse("agreements:sign_document", args=[asked.reference])).status_code == 404


def test_evidence_of_the_decision_is_kept(client: Client, link: str, asked: SignatureRequest) -> None:
    client.post(link)
    client.post(
        reverse("agreements:sign_read"), sign_fields(asked), headers={"user-agent": "Phone/1"}, REMOTE_ADDR="192.0.2.7"
    )

    asked.refresh_from_db()
    assert (asked.ip_address, asked.user_agent, asked.typed_name) == ("192.0.2.7", "Phone/1", asked.signer.name)


def test_a02_no_raw_token_or_cookie_stands_in_any_table_or_log(
    client: Client,
    version: AgreementVersion,
    link: str,
    asked: SignatureRequest,
    now: datetime,
    caplog: pytest.LogCaptureFixture,
) -> None:
    from agreements.masking import MaskTokens

    caplog.handler.addFilter(MaskTokens())
    caplog.set_level(logging.DEBUG)
    client.get(link)
    client.post(link)
    secrets = [client.cookies["signing"].value]
    answer(client, **sign_fields(asked))
    client.get(link)
    client.post(f"{link}fresh/")
    sign(version, "mentor_supervisor", now=now)
    mails_to(asked.signer, now=timezone.now())

    secrets += [client.cookies["signing"].value]
    secrets += [token for message in mail.outbox for token in re.findall(r"/sign/([\w-]{43})/", str(message.body))]
    assert len(secrets) >= 7
    rows = "\n".join(row for rows in dump().values() for row in rows)
    assert [secret for secret in secrets if secret in rows or secret in caplog.text] == []
