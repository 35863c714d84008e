"""The README’s command on a clean clone, with every Python of this machine, and then what a person does over HTTP.

Nothing is used but what the command prints and the pages say: no one-click sign-in, no file that the demo wrote.
"""

from __future__ import annotations

import re
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

import pytest

from launcher.ports import free_port
from launcher.tests.arrivals import Arrivals
from launcher.tests.clones import Launcher, make_clean_clone, processes_of
from launcher.tests.pythons import candidates, working
from launcher.tests.visitor import Page, Visitor

pytestmark = [
    pytest.mark.slow(minutes=4.5),
    pytest.mark.skipif(sys.platform != "linux", reason="the wait for mail needs inotify"),
]
READY = "Whetstone is ready"
# Mail that waits for the next sweep of the outbox takes twenty seconds, and CI has other things to do beside it.
MAIL_WITHIN = 120
PYTHONS = candidates()
CODE = re.compile(r"\b[A-Z0-9]{3,}-?[A-Z0-9]{3,}\b")


@pytest.fixture
def clone() -> Iterator[Path]:
    """Return a clean clone, and see that nothing runs from it in the end."""
    clone = make_clean_clone()
    yield clone
    left = processes_of(clone)
    shutil.rmtree(clone, ignore_errors=True)
    assert left == []


def python(version: str) -> str:
    """Return a Python of that version."""
    return working(version, PYTHONS[version]) or pytest.skip(f"the Python {version} of this machine does not run")


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
        return Path(self.told(r"it is kept in ([^,]+),"))

    def last_words(self) -> str:
        """Return what the processes said last, for somebody who looks into a failure."""
        logs = sorted(self.logs.glob("*.log"))
        words = "".join(f"\n--- {log.name}\n" + "\n".join(log.read_text().splitlines()[-15:]) for log in logs)
        return f"{self.launcher.says()}{words}"

    def stop(self) -> None:
        """Stop as Ctrl-C does."""
        self.launcher.process.send_signal(signal.SIGINT)
        assert self.launcher.end() == 0, self.last_words()


@pytest.fixture
def start(clone: Path) -> Iterator[Callable[[str], Demo]]:
    """Return what starts the demo and waits until it is ready; what was started is stopped in the end."""
    started: list[Demo] = []

    def begin(program: str) -> Demo:
        started.append(Demo(clone, program))
        started[-1].wait()
        return started[-1]

    yield begin
    for demo in started:
        print(demo.last_words())  # seen where the test fails
        if demo.launcher.process.poll() is None:
            demo.stop()


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


@pytest.mark.parametrize("version", PYTHONS)
def test_a_fresh_start_delivers_mail(version: str, start: Callable[[str], Demo]) -> None:
    """A code to sign in, proposals after publishing, and the supervisor’s link and receipt: all over the real way."""
    demo = start(python(version))
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


def test_starts_that_were_cut_short_are_in_nobodys_way(clone: Path, start: Callable[[str], Demo]) -> None:
    """Killed while it installs, makes tables and builds the demo; begun by another Python too, where there is one."""
    programs = [program for version in PYTHONS if (program := working(version, PYTHONS[version]))]
    said = ""
    for program, reached in (
        (programs[-1], "Making the environment: done"),
        # The first words behind the stamp that says that all is installed: how far the tables are.
        (programs[0], "Preparing the database: "),
        (programs[0], "Collecting static files: done"),
    ):
        launcher = Launcher(clone, python=program, PORT=str(free_port()))
        launcher.wait_until_it_says(reached, seconds=600)
        launcher.process.kill()
        launcher.end()
        said += launcher.says()

    demo = start(programs[0])

    assert said.count("Replacing the environment in .venv: an earlier start did not finish it.") == 1
    assert "Replacing" not in demo.launcher.says()
    assert "Building the demo organisation" in demo.launcher.says()
    sign_in(demo, demo.told(r"  (\S[^(\n]*?)  +Organisation administrator \("), demo.told(r"administrator \((\S+)\)"))
