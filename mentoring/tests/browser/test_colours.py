"""That contrast is still measured, although each combination of colours only once in a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from mentoring.testing import LOOKED_AT
from mentoring.tests.browser.colours import hard_to_read, new_texts, note

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PALE = "color: #999; background: #fff"


@pytest.fixture(autouse=True)
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(LOOKED_AT, str(tmp_path))


def found_in(page: Page, body: str) -> list[str]:
    """Look at the colours of a page."""
    page.set_content(f"<html lang=en><body style='color: #000; background: #fff'>{body}</body></html>")
    page.evaluate(AXE_SCRIPT)
    return [finding.split(":")[0] for finding in hard_to_read(page)]


def test_a_pale_text_is_found_once_in_a_run_and_each_combination_for_itself(page: Page) -> None:
    assert found_in(page, f"<p>Fine</p><p id=a style='{PALE}'>Pale</p><p id=b style='{PALE}'>As pale</p>") == [
        "color-contrast at #a"
    ]
    assert found_in(page, f"<p id=c style='{PALE}'>As pale</p>") == []
    assert found_in(page, f"<p id=d style='{PALE}; font-size: 12px'>Smaller</p>") == ["color-contrast at #d"]
    assert found_in(page, "<div style='background: #666'><p id=e>As dark as what is behind it</p></div>") == [
        "color-contrast at #e"
    ]
    assert found_in(page, f"<div style='opacity: .9'><p id=f style='{PALE}'>Seen through</p></div>") == [
        "color-contrast at #f"
    ]


def test_what_something_else_lies_behind_is_measured_wherever_it_is_met(page: Page) -> None:
    below = "<div style='position: absolute; inset: 0; background: #222; z-index: -1'></div>"
    assert found_in(page, "<p>Black on white</p>") == []

    for name in ("g", "h"):
        found = found_in(page, f"<div style='position: relative; z-index: 0'>{below}<p id={name}>Black</p></div>")
        assert found == [f"color-contrast at #{name}"]


def test_colours_that_need_not_be_read_in_one_place_are_measured_in_the_next(page: Page) -> None:
    field = "<label for=x id={} style='{}'>Name</label><input id=x {}>"

    assert found_in(page, field.format("i", PALE, "disabled")) == []
    assert found_in(page, field.format("j", PALE, "")) == ["color-contrast at #j"]


def test_processes_of_a_run_tell_each_other_what_they_have_measured() -> None:
    assert new_texts(["black on white", None, "black on white", "grey on white"]) == [0, 1, 3]
    note(["black on white", None])
    assert new_texts([None, "black on white", "grey on white"]) == [0, 2]
