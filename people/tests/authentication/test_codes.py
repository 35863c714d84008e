"""Codes are made from tickets, and taken as people paste them (E-28)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from people.authentication import codes

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

HARD_SPACE, ZERO_WIDTH, SOFT_HYPHEN, LONG_DASH = "\u00a0", "\u200b", "\u00ad", "\u2014"


@pytest.mark.parametrize(
    "typed",
    [
        "BCDF-GHJK",
        "bcdf-ghjk",
        "BCDFGHJK",
        "  BCDF-GHJK\r\n",
        "BCDF GHJK",
        f"BCDF{HARD_SPACE}GHJK",
        f"BCDF{LONG_DASH}GHJK",
        f"BCDF{SOFT_HYPHEN}GHJK",
        f"{ZERO_WIDTH}BCDF-GHJK{ZERO_WIDTH}",
        "BCDF-\nGHJK",
        "BCDF - GHJK",
        "B C D F - G H J K",
        "code: BCDF-GHJK",
        "Code: b c d f g h j k",
        "\uff22\uff23\uff24\uff26\uff0d\uff27\uff28\uff2a\uff2b",
        "“BCDF-GHJK”.",
        "Type or paste this code on the page where you asked for it.\n\nBCDF-GHJK\n\nIf it was not you, do nothing.",
    ],
)
def test_e28_a_code_is_taken_as_people_paste_it(typed: str) -> None:
    assert codes.read_code(typed) == "BCDFGHJK"


@pytest.mark.parametrize("typed", ["", "   ", "BCDF", "BCDF-GHJL", "no code at all", "-", "\u200b"])
def test_e28_what_is_no_code_becomes_none(typed: str) -> None:
    assert codes.read_code(typed) != "BCDFGHJK"


@pytest.mark.parametrize(
    "typed",
    ["123456", " 123 456 ", f"123{HARD_SPACE}456", "123-456", "code: 123456", "\uff11\uff12\uff13456", "١٢٣٤٥٦"],
)
def test_e28_digits_are_read_in_any_dress(typed: str) -> None:
    assert codes.read_digits(typed) == "123456"


def test_e28_a_code_is_the_same_each_time_and_looks_like_nothing_that_is_kept() -> None:
    ticket = codes.new_ticket()

    assert codes.code_of(ticket) == codes.code_of(ticket)
    assert codes.code_of(ticket) != codes.code_of(codes.new_ticket())
    assert codes.CODE.fullmatch(codes.code_of(ticket))
    assert codes.code_of(ticket).replace("-", "") not in ticket.upper()


def test_e28_a_code_from_before_a_change_of_the_secret_still_fits(settings: SettingsWrapper) -> None:
    ticket = codes.new_ticket()
    mailed = codes.code_of(ticket)

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another secret", [settings.SECRET_KEY]

    assert codes.code_of(ticket) != mailed
    assert mailed in codes.codes_of(ticket)


def test_e28_without_a_ticket_no_code_fits() -> None:
    assert codes.codes_of("") == []
