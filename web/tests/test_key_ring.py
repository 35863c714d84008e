"""One key ring: purposes apart, owners bound, and a changed secret loses nothing while the old one is listed."""

from __future__ import annotations

import re
from typing import Any

import pytest

from web.key_ring import UnsealError, digest, digests, seal, unseal

OLD = "the secret of last year, long enough to be one, 0123456789"
NEW = "the secret of this year, long enough to be one, 9876543210"


def change_secret(settings: Any, *, keep: bool = True) -> None:  # noqa: ANN401 - pytest-django's fixture
    earlier = settings.SECRET_KEY
    settings.SECRET_KEY = NEW
    settings.SECRET_KEY_FALLBACKS = [earlier] if keep else []


def test_e06_what_is_sealed_opens_for_the_same_purpose_and_owner() -> None:
    sealed = seal("Zürich, 7 °C", purpose="tests", bound_to="row 1 of person 2")

    assert unseal(sealed, purpose="tests", bound_to="row 1 of person 2") == "Zürich, 7 °C"
    assert "Zürich".encode() not in sealed


def test_e06_the_same_words_are_sealed_differently_each_time() -> None:
    assert seal("word", purpose="tests", bound_to="1") != seal("word", purpose="tests", bound_to="1")


@pytest.mark.parametrize(
    ("purpose", "bound_to"),
    [("tests", "row 2"), ("other tests", "row 1"), ("tests", ""), ("", "tests row 1"), ("tests:", "row 1")],
)
def test_e06_it_opens_for_no_other_purpose_or_owner(purpose: str, bound_to: str) -> None:
    sealed = seal("word", purpose="tests", bound_to="row 1")

    with pytest.raises(UnsealError):
        unseal(sealed, purpose=purpose, bound_to=bound_to)


@pytest.mark.parametrize(
    "spoil", [lambda b: b[:-1], lambda b: b[:5], lambda _: b"", lambda b: bytes([b[0] ^ 1]) + b[1:]]
)
def test_e06_changed_or_cut_bytes_do_not_open(spoil: Any) -> None:  # noqa: ANN401 - a function of bytes
    with pytest.raises(UnsealError):
        unseal(spoil(seal("word", purpose="tests", bound_to="1")), purpose="tests", bound_to="1")


def test_e06_the_secret_before_still_opens_and_without_it_nothing_does(settings: Any) -> None:  # noqa: ANN401 - pytest-django's fixture
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    sealed = seal("word", purpose="tests", bound_to="1")

    change_secret(settings)
    assert unseal(sealed, purpose="tests", bound_to="1") == "word"

    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(UnsealError):
        unseal(sealed, purpose="tests", bound_to="1")


def test_a02_a_digest_is_keyed_and_differs_by_purpose() -> None:
    assert re.fullmatch("[0-9a-f]{64}", digest("value", purpose="tests"))
    assert digest("value", purpose="tests") == digest("value", purpose="tests")
    assert digest("value", purpose="tests") != digest("value", purpose="other tests")


def test_a02_a_row_of_the_secret_before_is_found_and_new_rows_are_made_with_the_present_one(settings: Any) -> None:  # noqa: ANN401 - pytest-django's fixture
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    row = digest("value", purpose="tests")

    change_secret(settings)

    assert row in digests("value", purpose="tests")
    assert digests("value", purpose="tests")[0] == digest("value", purpose="tests") != row
