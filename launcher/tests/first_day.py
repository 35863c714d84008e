"""A start that is ready, and what a person does over HTTP on the first day.

Nothing is used but what the command prints and the pages say: no one-click sign-in, no file that the demo wrote.
"""

from __future__ import annotations

import re
import signal
import time
from pathlib import Path
from typing import Self

from launcher.ports import free_port
from launcher.tests.arrivals import Arrivals
from launcher.tests.clones import Launcher
from launcher.tests.visitor import Page, Visitor

READY = "Whetstone is ready"
# Mail that waits for the next sweep of the outbox takes twenty seconds, and CI has other things to do beside it.
MAIL_WITHIN = 120
CODE = re.compile(r"\b[A-Z0-9]{3,}-?[A-Z0-9]{3,}\b")


class Demo:
    """A start that is ready, as its lines tell it: the address, the people, the place of the mail."""

    def __init__(self, clone: Path, program: str) -> None:
        self.launcher = Launcher(clone, python=program, PORT=str(free_port()))
        self.logs = clone / "var" / "log"

    def wait(self) -> None:
        """Return when it is ready."""
        self.launcher.wait_until_it_says("Stop with Ctrl-C", seconds=900)

    def told(self, pattern: str) -> str:
        """Return what the start said at this place."""
        found = re.search(pattern, self.launcher.says())
        assert found, self.launcher.says()
        return found[1]

    @property
    def address(self) -> str:
        """Where to go."""
        return self.told(rf"{READY}: (\S+)")

    @property
    def mail(self) -> Path:
        """Where the mail lies."""
        return Path(self.told(r"kept in ([^,]+),"))

    def last_words(self) -> str:
        """Return what the processes said last, for somebody who looks into a failure."""
        logs = sorted(self.logs.glob("*.log"))
        words = "".join(f"\n--- {log.name}\n" + "\n".join(log.read_text().splitlines()[-15:]) for log in logs)
        return f"{self.launcher.says()}{words}"

    def stop(self) -> None:
        """Stop as Ctrl-C does."""
        self.launcher.process.send_signal(signal.SIGINT)
        assert self.launcher.end() == 0, self.last_words()


class Reader:
    """Somebody who reads a person’s mail on the page that shows all of it."""

    def __init__(self, demo: Demo, first_name: str) -> None:
        self.demo = demo
        self.browser = Visitor(demo.address)
        self.browser.follow("^Sign in as$")
        self.browser.follow(f"^{first_name}’s emails$")
        self.list = self.browser.page.address
        self.arrivals = Arrivals(demo.mail / "new")
        self.known = self.letters(".")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.arrivals.close()

    def letters(self, subject: str) -> list[str]:
        """Return where the letters with such a subject are, the newest first."""
        page = self.browser.visit(self.list)
        letters = [link for link in page.links if urlpath(link.to).startswith("/demo/mail/") and "?" not in link.to]
        return [link.to for link in letters if link.to != page.link("^Email$") and re.search(subject, link.words)]

    def wait_for(self, subject: str) -> Page:
        """Open the next new letter with such a subject, as soon as it is there."""
        deadline = time.monotonic() + MAIL_WITHIN
        while not (new := [letter for letter in self.letters(subject) if letter not in self.known]):
            came = self.arrivals.wait(seconds=deadline - time.monotonic())
            assert came, f"No mail came about “{subject}”. {self.demo.last_words()}"
        self.known.append(new[0])
        return self.browser.visit(new[0])


def urlpath(address: str) -> str:
    """Return an address without its host."""
    return "/" + address.split("/", 3)[3]


def sign_in(demo: Demo, name: str, email: str) -> Visitor:
    """Sign in on the real page, with a code out of the mail."""
    person = Visitor(demo.address)
    with Reader(demo, name.split(maxsplit=1)[0]) as reader:
        person.press("code", email=email)
        letter = reader.wait_for("(?i)code")
    found = CODE.search(letter.text.partition(email)[2])
    assert found, letter.text
    person.press("^(Go on|Continue|Sign in)$", code=found[0])
    assert name.split(maxsplit=1)[0] in person.page.text, person.page.text
    return person


def link_in(letter: Page, path: str) -> str:
    """Return the first link in a mail that leads there."""
    return next(link.to for link in letter.links if urlpath(link.to).startswith(path))


def get_mail_delivered(demo: Demo) -> None:
    """A code to sign in, proposals after publishing, and the supervisor’s link and receipt: all over the real way."""
    name, email = demo.told(r"  (\S[^(\n]*?)  +Coordinator \("), demo.told(r"Coordinator \((\S+)\)")

    assert demo.mail.stat().st_mode & 0o077 == 0
    coordinator = sign_in(demo, name, email)
    coordinator.follow("^Desk$")
    coordinator.follow("^Scenarios ready")
    coordinator.follow("^Wishes first$")
    coordinator.follow("^Publish")
    with Reader(demo, demo.told(r"  (\S+) .*Senior mentee")) as matched:
        coordinator.press("^Publish")
        assert link_in(matched.wait_for("Say yes or no"), "/matches/")

    with Reader(demo, demo.told(r"  (\S+) .*Supervisor \(")) as supervisor:
        newest = supervisor.letters("^Sign the mentoring agreement")[0]
        signer = Visitor(link_in(supervisor.browser.visit(newest), "/sign/"))
    page = signer.press("^Continue$", "came to me by email")
    assert "You sign as" in page.text
    assert "Protected time" in page.text
