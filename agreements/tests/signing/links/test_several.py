"""Two links in one browser: an answer is given to the agreement that was read, and to no other (A-08, E-31)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from agreements.models import SignatureRequest, SignatureStatus
from agreements.tests.signing.links.filling import MINE, form_of, sign_fields
from agreements.tests.stories import link_to, person, request_of, with_supervisors

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db
SENT = {"Sec-Fetch-Site": "same-origin"}
TYPED = "Please make it the second of May"


@pytest.fixture
def other(asked: SignatureRequest, now: datetime) -> SignatureRequest:
    """Return what the same supervisor is asked about another mentee."""
    mentee = person("Bao Nguyen", supervisor=asked.signer)
    return request_of(with_supervisors(now=now, mentee_user=mentee), "mentee_supervisor")


@pytest.fixture
def second(other: SignatureRequest, now: datetime) -> str:
    return link_to(other.signer, now=now)


@pytest.mark.parametrize("sent", ["as it was read", "without what it is about"])
def test_a08_an_answer_to_one_agreement_never_signs_another_that_was_opened_since(
    client: Client, link: str, second: str, asked: SignatureRequest, other: SignatureRequest, sent: str
) -> None:
    client.post(link, MINE)
    form = form_of(client)
    client.post(second, MINE)

    said = client.post(form if sent == "as it was read" else form.partition("?")[0], sign_fields(asked))

    for request in (asked, other):
        request.refresh_from_db()
        assert request.status == SignatureStatus.ASKED
    assert said.status_code == 409
    assert "You have since opened the link to another agreement in this browser." in said.content.decode()


def test_e31_what_was_typed_about_one_is_shown_and_goes_back_into_its_own_form_only(
    client: Client, link: str, second: str, asked: SignatureRequest, other: SignatureRequest
) -> None:
    client.post(link, MINE)
    form = form_of(client)
    client.post(second, MINE)
    said = client.post(form, {"choice": "change", "remark": TYPED}).content.decode()
    assert TYPED in said
    assert f'action="{form}"' in said

    for name in (link, second):
        client.post(name, MINE)
        back = client.post(form, {"remark": TYPED, "put_back": "yes"})
        there = back.status_code == 200 and "Your text is back in the form." in back.content.decode()
        assert there == (name == link)

    for request in (asked, other):
        request.refresh_from_db()
        assert (request.status, request.remark) == (SignatureStatus.ASKED, "")


def test_e31_a_message_by_link_goes_back_into_the_form_when_the_link_is_open_again(
    client: Client, link: str, asked: SignatureRequest
) -> None:
    client.post(link, MINE)
    form = form_of(client)
    late = Client()

    said = late.post(form, {"choice": "change", "remark": TYPED, "typed_name": "Ada"}, headers=SENT)
    assert said.status_code == 403
    text = said.content.decode()
    assert f'action="{form}"' in text
    assert f'<input type="hidden" name="remark" value="{TYPED}">' in text
    assert "Put my text back into the form" in text
    late.post(link, MINE)
    back = late.post(form, {"remark": TYPED, "put_back": "yes"}, headers=SENT).content.decode()

    assert f"{TYPED}</textarea>" in back
    assert "Your text is back in the form. It has not been sent yet." in back
    assert "Choose one of the answers." not in back
    asked.refresh_from_db()
    assert (asked.status, asked.remark) == (SignatureStatus.ASKED, "")
