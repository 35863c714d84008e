"""Answering by an emailed link: signing, asking for a change, declining, and what is kept (A-07, A-08, A-15)."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.models import AgreementVersion, SignatureRequest, SignatureStatus, VersionStatus
from agreements.tests.reading import dump, forms_on, text_shown
from agreements.tests.signing.links.filling import MINE, answer, form_of, sign_fields
from agreements.tests.stories import mails_to, sign
from people.tests.reading import set_solid

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "missing", [{"choice": ""}, {"consent": ""}, {"typed_name": ""}, {"typed_name": "Somebody Else"}, {"choice": "no"}]
)
def test_a07_signing_needs_all_three_inputs(
    client: Client, link: str, asked: SignatureRequest, missing: dict[str, str]
) -> None:
    client.post(link, MINE)

    response = answer(client, **{**sign_fields(asked), **missing})

    asked.refresh_from_db()
    assert (response.status_code, asked.status) == (200, SignatureStatus.ASKED)
    assert "<title>Error:" in set_solid(response.content.decode())


def test_a07_nothing_is_filled_in_beforehand(client: Client, link: str) -> None:
    client.post(link, MINE)

    page = client.get(reverse("agreements:sign_read")).content.decode()

    assert "checked" not in page
    assert not re.search(r'name="typed_name"[^>]*value=', page)


def wander(robot: Client, *addresses: str) -> set[str]:
    """Send every form as it is found, follow where that leads, and return what was seen."""
    to_visit, seen = list(addresses), set()
    while to_visit:
        address = to_visit.pop()
        if address in seen:
            continue
        seen.add(address)
        page = robot.get(address)
        for action, fields in forms_on(page.content.decode()):
            answer = robot.post(action or address, fields)
            to_visit += [answer["Location"]] if answer.status_code == 302 else []
    return seen


def test_a07_a_robot_that_sends_every_form_as_it_finds_it_never_signs(link: str, asked: SignatureRequest) -> None:
    before = dump()
    assert wander(Client(enforce_csrf_checks=True), link) == {link}
    assert dump() == before  # not one exchange of the link is used up

    person = Client()
    person.post(link, MINE)
    robot = Client(enforce_csrf_checks=True)
    robot.cookies = person.cookies
    wander(robot, reverse("agreements:sign_read"))

    asked.refresh_from_db()
    assert (asked.status, asked.wrong_person_at) == (SignatureStatus.ASKED, None)


def test_a07_the_csrf_token_is_needed_also_without_any_cookie(link: str, asked: SignatureRequest) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(link, MINE).status_code == 403

    first = client.get(link)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', first.content.decode()).group(1)
    # A page without referrer sends the origin "null".
    opened = client.post(link, {**MINE, "csrfmiddlewaretoken": token}, headers={"origin": "null"})
    assert opened.status_code == 302
    assert client.post(opened["Location"], sign_fields(asked), headers={"origin": "null"}).status_code == 403
    page = client.get(opened["Location"]).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)
    signed = {**sign_fields(asked), "csrfmiddlewaretoken": token}
    done = client.post(form_of(client), signed, headers={"origin": "null"})
    assert done.status_code == 302


def test_a07_another_origin_is_refused(link: str) -> None:
    client = Client(enforce_csrf_checks=True)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(link).content.decode()).group(1)

    refused = client.post(link, {**MINE, "csrfmiddlewaretoken": token}, headers={"origin": "https://evil.example"})

    assert refused.status_code == 403


def test_a08_what_you_see_is_what_you_sign(client: Client, link: str, version: AgreementVersion) -> None:
    client.post(link, MINE)
    page = client.get(reverse("agreements:sign_read")).content.decode()

    version.refresh_from_db()
    assert hashlib.sha256(text_shown(page).encode()).hexdigest() == version.text_hash
    given = client.get(reverse("agreements:sign_text"))
    assert hashlib.sha256(given.content).hexdigest() == version.text_hash


@pytest.mark.parametrize(("choice", "status"), [("change", "change_asked"), ("decline", "declined")])
def test_a15_a_change_and_a_decline_need_words_and_return_the_draft(
    client: Client, link: str, asked: SignatureRequest, choice: str, status: str
) -> None:
    client.post(link, MINE)
    assert "Write a sentence" in answer(client, choice=choice).content.decode()

    response = answer(client, choice=choice, remark="Please make it Thursdays.")

    asked.refresh_from_db()
    asked.version.refresh_from_db()
    assert (response.status_code, asked.status, asked.version.status) == (200, status, VersionStatus.VOID)
    assert client.get(reverse("agreements:sign_read")).status_code == 404


def test_a15_the_wrong_person_says_so(client: Client, link: str, asked: SignatureRequest) -> None:
    client.post(link, MINE)

    response = answer(client, choice="wrong_person", remark="Ask Kim.")

    asked.refresh_from_db()
    assert (response.status_code, asked.status, asked.wrong_person_note) == (200, SignatureStatus.ASKED, "Ask Kim.")


def test_f14_the_receipt_can_be_opened_again_and_posts_nothing_twice(
    client: Client, link: str, asked: SignatureRequest
) -> None:
    client.post(link, MINE)
    form = form_of(client)
    receipt = client.post(form, sign_fields(asked))["Location"]

    again = client.post(form, sign_fields(asked))

    assert again["Location"] == receipt
    assert client.get(receipt).status_code == 200
    assert Client().get(receipt).status_code == 404


def test_the_signed_pdf_is_behind_the_receipt(
    client: Client, version: AgreementVersion, link: str, asked: SignatureRequest, now: datetime
) -> None:
    sign(version, "mentor_supervisor", now=now)
    client.post(link, MINE)
    answer(client, **sign_fields(asked))
    mails_to(asked.signer, now=timezone.now())

    pdf = client.get(reverse("agreements:sign_document", args=[asked.reference]))

    assert pdf.content.startswith(b"%PDF")
    assert Client().get(reverse("agreements:sign_document", args=[asked.reference])).status_code == 404


def test_evidence_of_the_decision_is_kept(client: Client, link: str, asked: SignatureRequest) -> None:
    client.post(link, MINE)
    client.post(form_of(client), sign_fields(asked), headers={"user-agent": "Phone/1"}, REMOTE_ADDR="192.0.2.7")

    asked.refresh_from_db()
    assert (asked.ip_address, asked.user_agent, asked.typed_name) == ("192.0.2.7", "Phone/1", asked.signer.name)
