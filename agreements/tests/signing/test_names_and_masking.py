"""Names typed by people, and tokens kept out of logs."""

from __future__ import annotations

import logging

import pytest

from agreements.signing.links.log_filter import MaskTokens
from agreements.signing.typed_name import is_same_name

TOKEN = "x" * 43


@pytest.mark.parametrize(
    ("typed", "name", "same"),
    [
        ("siobhan ni dhomhnaill", "Siobhán Ní Dhomhnaill", True),
        ("Lukasz Wojcik", "Łukasz Wójcik", True),
        ("Soren Ostergard", "Søren Østergård", True),
        ("mei ling zhang", "Mei-Ling Zhang", True),
        ("O Brien", "O'Brien", True),
        ("ليلى حداد", "ليلى حداد", True),
        ("Weiss Gross", "Weiß Groß", True),
        ("Am\u200bara\u202e Okafor", "Amara Okafor", True),
        ("𝐀mara Okafor", "Amara Okafor", True),
        ("Аmara Okafor", "Amara Okafor", False),  # Cyrillic А
        ("", "", False),
        ("   ", "Amara", False),
        ("Amara", "Amara Okafor", False),
        ("Okafor Amara", "Amara Okafor", False),
    ],
)
def test_names_are_compared_without_case_accents_and_blanks(typed: str, name: str, *, same: bool) -> None:
    assert is_same_name(typed, name) is same


def written(message: str, *args: object) -> str:
    record = logging.LogRecord("x", logging.INFO, "x", 1, message, args or None, None)
    MaskTokens().filter(record)
    return record.getMessage()


def test_a11_tokens_are_masked_in_messages_and_arguments() -> None:
    assert written(f"GET /sign/{TOKEN}/ HTTP/1.1") == "GET /sign/***/ HTTP/1.1"
    assert written("%s: %s", "Not Found", f"/sign/{TOKEN}/fresh/") == "Not Found: /sign/***/fresh/"


def test_a11_other_addresses_stay_readable() -> None:
    assert written("GET /sign/agreement/ %d", 200) == "GET /sign/agreement/ 200"
    assert written("GET /sign/receipt/ABCD-EFGH-2345/") == "GET /sign/receipt/ABCD-EFGH-2345/"


def test_e28_keys_of_reset_links_and_of_addresses_are_masked_too() -> None:
    key = "1-d4x8kz-0123456789abcdef0123456789abcdef"

    assert (
        written(f"GET /accounts/password/reset/key/{key}/ HTTP/1.1") == "GET /accounts/password/reset/key/***/ HTTP/1.1"
    )
    assert (
        written("%s: %s", "Not Found", f"/accounts/confirm-email/{TOKEN}:1abc:x/")
        == "Not Found: /accounts/confirm-email/***/"
    )
    assert written("GET /accounts/confirm-email/ %d", 200) == "GET /accounts/confirm-email/ 200"
    assert written("GET /accounts/password/reset/ %d", 200) == "GET /accounts/password/reset/ 200"
