"""Tokens: strong, kept as hashes, good for one thing, and dead after the decision (A-01 to A-04, A-13)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from agreements.models import LinkPurpose, SignatureRequest, SigningToken
from agreements.signing import decisions
from agreements.signing.links import signing_links
from agreements.tests.factories import SignatureRequestFactory
from agreements.tests.stories import request_of, sign, with_supervisors

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_to_sign() -> SignatureRequest:
    return SignatureRequestFactory.create()


def test_a01_a_token_has_256_bits_and_ten_thousand_never_collide() -> None:
    import secrets

    tokens = {secrets.token_urlsafe(signing_links.BYTES) for _number in range(10_000)}

    assert signing_links.BYTES * 8 == 256
    assert {len(token) for token in tokens} == {43}
    assert len(tokens) == 10_000


def test_a01_minting_gives_such_a_token(request_to_sign: SignatureRequest, now: datetime) -> None:
    assert len(signing_links.mint(request_to_sign, now=now)) == 43


def test_a02_the_row_holds_only_a_keyed_hash(request_to_sign: SignatureRequest, now: datetime) -> None:
    import hashlib

    token = signing_links.mint(request_to_sign, now=now)

    row = SigningToken.objects.get()
    assert len(row.digest) == 64
    assert row.digest not in {token, hashlib.sha256(token.encode()).hexdigest()}


def test_a03_a_second_token_leaves_the_first_valid(request_to_sign: SignatureRequest, now: datetime) -> None:
    first, second = signing_links.mint(request_to_sign, now=now), signing_links.mint(request_to_sign, now=now)

    assert [signing_links.exchange(token, now=now).pk for token in (first, second)] == [request_to_sign.pk] * 2


def test_a03_one_decision_kills_all_tokens_and_cookies_of_the_request(now: datetime) -> None:
    request = request_of(with_supervisors(now=now), "mentee_supervisor")
    tokens = [signing_links.mint(request, now=now) for _number in range(2)]
    cookie = signing_links.begin_session(request, purpose=LinkPurpose.SIGN, now=now)

    decisions.sign(request, typed_name=request.signer.name, consent=True, now=now)

    assert [signing_links.find(token, now=now) for token in tokens] == [None, None]
    assert signing_links.find_session(cookie, now=now) is None


def test_a04_a_token_for_reading_does_not_open_signing(request_to_sign: SignatureRequest, now: datetime) -> None:
    token = signing_links.mint(request_to_sign, purpose=LinkPurpose.RECEIPT, now=now)

    with pytest.raises(signing_links.LinkError):
        signing_links.exchange(token, now=now)


def test_a04_a_token_of_a_void_version_opens_nothing(now: datetime) -> None:
    version = with_supervisors(now=now)
    token = signing_links.mint(request_of(version, "mentor_supervisor"), now=now)

    decisions.ask_for_change(request_of(version, "mentee_supervisor"), remark="Later, please.", now=now)

    assert signing_links.find(token, now=now) is None


def test_a13_a_link_works_for_48_hours(request_to_sign: SignatureRequest, now: datetime) -> None:
    token = signing_links.mint(request_to_sign, now=now)

    assert signing_links.find(token, now=now + timedelta(hours=47, minutes=59)) is not None
    assert signing_links.find(token, now=now + timedelta(hours=48)) is None


def test_a13_a_link_works_for_five_exchanges(request_to_sign: SignatureRequest, now: datetime) -> None:
    token = signing_links.mint(request_to_sign, now=now)

    for _number in range(5):
        signing_links.exchange(token, now=now)
    with pytest.raises(signing_links.LinkError):
        signing_links.exchange(token, now=now)


def test_a06_a_cookie_opens_its_request_for_half_an_hour(request_to_sign: SignatureRequest, now: datetime) -> None:
    cookie = signing_links.begin_session(request_to_sign, purpose=LinkPurpose.SIGN, now=now)

    found = signing_links.find_session(cookie, now=now + timedelta(minutes=29))
    assert found is not None
    assert found.request == request_to_sign
    assert signing_links.find_session(cookie, now=now + timedelta(minutes=30)) is None


def test_a_signer_who_has_left_opens_nothing(request_to_sign: SignatureRequest, now: datetime) -> None:
    token = signing_links.mint(request_to_sign, now=now)
    request_to_sign.signer.left_on = now.date()
    request_to_sign.signer.save()

    assert signing_links.find(token, now=now) is None


def test_a_signed_request_is_opened_for_reading(now: datetime) -> None:
    request = sign(with_supervisors(now=now), "mentee_supervisor", now=now)

    assert signing_links.purpose_of(request) == LinkPurpose.RECEIPT
