"""Someone at a browser of their own: a phone for most, a desk for coordinators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.test import Client

from mentoring.tests.browser.inspection import DESK, PHONE, Inspection

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

    from mentoring.tests.browser.stack import Stack
    from people.models import User


class Visitor:
    """Opens pages, presses buttons, reads; every new page is inspected."""

    def __init__(self, browser: Browser, url: str, inspection: Inspection, *, desk: bool = False) -> None:
        self.url = url
        self.inspection = inspection
        self.context = browser.new_context(base_url=url, viewport=DESK if desk else PHONE, locale="en-GB")
        self.context.set_default_timeout(30_000)
        self.page: Page = self.context.new_page()
        inspection.listen(self.page)

    @property
    def main(self) -> Locator:
        """The page's content."""
        return self.page.locator("main, [role=main]").first

    def become(self, user: User) -> None:
        """Be signed in as someone, where the test shares its database with the pages."""
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        self.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.url}])

    def arrive(self) -> None:
        """Wait until the page is there, and inspect it."""
        self.page.wait_for_load_state()
        self.inspection.look_at(self.page)

    def open(self, *paths: str) -> None:
        """Go to an address, or to one after the other."""
        for path in paths:
            self.page.goto(path)
            self.arrive()

    def press(self, name: str) -> None:
        """Press a button."""
        self.main.get_by_role("button", name=name).first.click()
        self.arrive()

    def follow(self, name: str) -> None:
        """Follow a link."""
        self.main.locator("a:visible", has_text=name).first.click()
        self.arrive()

    def save(self, *, and_stay: bool = False) -> None:
        """Save a form of the desk."""
        self.page.locator("[name=_continue]" if and_stay else "[name=_save]").click()
        self.arrive()

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


class Person(Visitor):
    """One of the people of a whole installation. `email` is where their mail comes."""

    def __init__(
        self, stack: Stack, browser: Browser, inspection: Inspection, email: str, *, name: str, desk: bool = False
    ) -> None:
        super().__init__(browser, stack.url, inspection, desk=desk)
        self.stack = stack
        self.email = email
        self.name = name

    def open_mail(self, words: str) -> str:
        """Wait for a mail, follow its button, and return its text."""
        mail = self.stack.mail(self.email, words)
        self.open(mail.link)
        return mail.text

    def sign_in(self, path: str = "/") -> None:
        """Sign in by a code from a real mail, and go on to the address."""
        self.open(path)
        self.page.get_by_label("Work email").first.fill(self.email)
        self.page.get_by_role("button", name="Send me a code").click()
        self.arrive()
        self.page.get_by_label("Code").fill(self.stack.mail(self.email, "code").code)
        self.page.get_by_role("button", name="Continue").click()
        self.arrive()
