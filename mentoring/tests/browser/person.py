"""Somebody at a browser of their own: a phone for most, a desk for coordinators."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

    from mentoring.tests.browser.stack import Stack

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1360, "height": 900}


class Person:
    """Opens pages, presses buttons, reads. `email` is where their mail comes."""

    def __init__(self, stack: Stack, browser: Browser, email: str, *, name: str, desk: bool = False) -> None:
        self.stack = stack
        self.email = email
        self.name = name
        self.errors: list[str] = []
        context = browser.new_context(base_url=stack.url, viewport=DESK if desk else PHONE)  # type: ignore[arg-type]
        context.set_default_timeout(30_000)
        self.page: Page = context.new_page()
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)

    @property
    def main(self) -> Locator:
        """The page's content."""
        return self.page.locator("main, [role=main]").first

    def open(self, path: str) -> None:
        """Go to an address."""
        self.page.goto(path)

    def open_mail(self, words: str) -> str:
        """Wait for a mail, follow its button, and return its text."""
        mail = self.stack.mail(self.email, words)
        self.page.goto(mail.link)
        return mail.text

    def press(self, name: str) -> None:
        """Press a button."""
        self.main.get_by_role("button", name=name).first.click()
        self.page.wait_for_load_state()

    def follow(self, name: str) -> None:
        """Follow a link."""
        self.main.locator("a:visible", has_text=name).first.click()
        self.page.wait_for_load_state()

    def save(self) -> None:
        """Save a form of the desk."""
        self.page.locator("[name=_save]").click()
        self.page.wait_for_load_state()

    def fill(self, label: str, value: str) -> None:
        """Type into a field."""
        self.main.get_by_label(label).first.fill(value)

    def choose(self, field: str, label: str) -> None:
        """Choose from a list by its words."""
        self.main.locator(f"select[name={field}]").select_option(label=label)

    def tick(self, *labels: str) -> None:
        """Tick boxes or choose radio buttons by their words."""
        for label in labels:
            self.main.get_by_label(label, exact=True).first.check(force=True)

    def sees(self, *words: str) -> None:
        """Wait until the page says something."""
        for word in words:
            self.main.get_by_text(word).first.wait_for()

    def sign_in(self, path: str = "/") -> None:
        """Sign in by a code from a real mail, and go on to the address."""
        self.page.goto(path)
        self.page.get_by_label("Work email").first.fill(self.email)
        self.page.get_by_role("button", name="Send me a code").click()
        self.page.get_by_label("Code").fill(self.stack.mail(self.email, "code").code)
        self.page.get_by_role("button", name="Go on").click()
        self.page.wait_for_load_state()
