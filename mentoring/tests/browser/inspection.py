"""Looks at every page that people reach, in four forms: on a desk and a phone, light and dark.

Findings are collected, so that one run shows all. A page counts as looked at by its address (without numbers and
tokens) and its headings, so that the states of a page are looked at each. With WHETSTONE_PICTURES set to a folder, each form is also kept there as a picture.
"""

from __future__ import annotations

import hashlib
import os
import re
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT

from mentoring.testing import LOOKED_AT
from mentoring.tests.browser.colours import hard_to_read

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page, Response, Route, ViewportSize

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1360, "height": 900}
# In this order only one thing changes from one form to the next: all styles are worked out anew for each change.
FORMS: tuple[tuple[ViewportSize, Literal["light", "dark"]], ...] = (
    (DESK, "light"),
    (DESK, "dark"),
    (PHONE, "dark"),
    (PHONE, "light"),
)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# Contrast is measured for itself (colours.py). Target size is of 2.2 AA, but off unless asked for.
RULES = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}},
    "resultTypes": ["violations"],
}
# A dark page is the light one in other colours: of the other rules, this one looks at colours.
IN_DARK = {
    "runOnly": {"type": "rule", "values": ["link-in-text-block"]},
    "resultTypes": ["violations"],
}
TOKEN = r"[^/]{20,}|\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}\b"

# The desk's theme reads the scheme once, at loading; colours must have arrived before they are measured.
SETTLE = """dark => {
    if (document.querySelector("[x-data]")) document.documentElement.classList.toggle("dark", dark);
    for (const animation of document.getAnimations()) {
        if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
    }
}"""
AXE = """async options => (await axe.run(document, options)).violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id} at ${node.target.join(" ")}: ${node.failureSummary.split("\\n").slice(1).join(" ").trim()}`))"""
TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > width + 1);
    return [`wider than the window (${document.documentElement.scrollWidth} px): ` +
        wide.slice(0, 3).map(e => `${e.tagName.toLowerCase()}.${e.className}`).join(", ")];
}"""


class Inspection:
    """Shared by all people of a test. A page that one test has looked at need not be looked at by the next one."""

    looks: ClassVar[int] = 0

    def __init__(self) -> None:
        self.findings: list[str] = []
        self.pictures = os.environ.get("WHETSTONE_PICTURES", "")

    def listen(self, page: Page) -> None:
        """Count what the browser complains about as findings."""
        page.on("console", lambda message: self.hear(page, message))
        page.on("pageerror", lambda error: self.findings.append(f"{urlsplit(page.url).path} · {error}"))
        page.on("response", self.receive)

    def hear(self, page: Page, message: ConsoleMessage) -> None:
        """Keep an error; that a page itself answers 403 or 404 is what some tests ask for."""
        if message.type == "error" and message.location.get("url") != page.url:
            self.findings.append(f"{urlsplit(page.url).path} · console: {message.text}")

    def receive(self, response: Response) -> None:
        """Keep every answer that something went wrong on our side."""
        if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self.findings.append(f"{urlsplit(response.url).path} · answers {response.status}")

    def look_at(self, page: Page, state: str = "") -> None:
        """Look at the page in its four forms, unless its like was seen; typed words and the address stay."""
        name, parts = f"{name_of(page)} {state}".rstrip(), tuple(page.locator("h2").all_text_contents())
        if not is_first_to_look(name, *parts):
            return
        Inspection.looks += 1
        if page.locator("h1").count() != 1 or not page.title().strip():
            self.findings.append(f"{name} · {page.locator('h1').count()} h1, title “{page.title()}”")
        if page.locator("[data-look-again]").count():
            # The page fetches itself until its work is done, and would be shown anew under our eyes.
            page.route(page.url, keep_waiting)
        before = page.viewport_size
        page.evaluate(AXE_SCRIPT)
        for size, scheme in FORMS:
            if size != page.viewport_size:
                page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            page.evaluate(SETTLE, scheme == "dark")
            found: list[Any] = page.evaluate(AXE, IN_DARK if scheme == "dark" else RULES)
            found += hard_to_read(page)
            found += page.evaluate(TOO_WIDE)
            self.findings += [f"{name} · {size['width']} {scheme} · {finding}" for finding in found]
            self.picture(page, f"{self.looks:03} {name} {size['width']} {scheme}")
        page.unroute_all()
        if before and before != page.viewport_size:
            page.set_viewport_size(before)

    def picture(self, page: Page, name: str) -> None:
        """Keep the whole page as a picture, if somebody asked for pictures."""
        if self.pictures:
            file = re.sub(r"\W+", "-", name.replace("#", "n")).strip("-")[:150]
            page.screenshot(path=Path(self.pictures) / f"{file}.png", full_page=True)

    def report(self) -> str:
        """Return all findings, one a line."""
        return "\n".join(self.findings)


def is_first_to_look(*page: str) -> bool:
    """Note that a page is looked at, and tell whether no process of this run has looked at its like before."""
    like = hashlib.sha256("\n".join(page).encode()).hexdigest()
    try:
        (Path(os.environ[LOOKED_AT]) / like).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def keep_waiting(route: Route) -> None:
    """Let a page that looks whether its work is done find nothing out; going to an address stays possible."""
    if route.request.resource_type == "fetch":
        route.abort()
    else:
        route.fallback()


def name_of(page: Page) -> str:
    """Say what kind of page it is: its path without numbers and tokens, its title and its heading."""
    path = re.sub(TOKEN, "…", re.sub(r"\b\d+\b", "#", urlsplit(page.url).path))
    headings = " ".join(" ".join(text.split()) for text in page.locator("h1").all_text_contents())
    state = " (error)" if page.title().startswith("Error") else ""
    return f"{path}{state} “{headings}”"
