"""The whole demo, started as people start it: real servers, real processes, the real demo organisation."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher.ports import free_port
from launcher.tests.clones import Launcher, make_clean_clone, processes_of
from launcher.tests.first_day import READY, Demo, get_mail_delivered
from launcher.tests.pythons import candidates

pytestmark = [
    pytest.mark.slow(minutes=4),
    pytest.mark.skipif(sys.platform != "linux", reason="the wait for mail needs inotify"),
]


# The one that runs this, and not that of its environment: a clone makes its own.
PYTHON = next(iter(candidates().values()))[0]


@pytest.fixture(scope="module")
def clone() -> Iterator[Path]:
    """Return a clean clone of its own."""
    clone = make_clean_clone()
    yield clone
    shutil.rmtree(clone, ignore_errors=True)


@pytest.fixture(scope="module")
def first_day(clone: Path) -> Demo:
    """Start for the first time, which fills the database, and do what a person does then; return what was started."""
    demo = Demo(clone, PYTHON)
    try:
        demo.wait()
        get_mail_delivered(demo)
    finally:
        print(demo.last_words())  # seen where a test fails
        demo.stop()
    return demo


@pytest.fixture
def started(clone: Path, first_day: Demo) -> Iterator[Launcher]:
    """Return a demo that is ready, on its second day or later."""
    assert first_day.launcher.process.returncode == 0
    launcher = Launcher(clone, python=PYTHON, PORT=str(free_port()))
    launcher.wait_until_it_says(READY)
    yield launcher
    launcher.process.terminate()
    launcher.end()
    assert nothing_runs(clone)


def nothing_runs(clone: Path) -> bool:
    """Wait a little for the last process of the clone to end."""
    deadline = time.monotonic() + 30
    while processes_of(clone) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not processes_of(clone)


def read(launcher: Launcher, path: str) -> str:
    """Return a page of the site."""
    address = launcher.says().partition(f"{READY}: ")[2].splitlines()[0]
    with urllib.request.urlopen(address + path, timeout=30) as answer:
        return str(answer.read().decode())


def child(launcher: Launcher, word: str) -> int:
    """Return the number of the launcher's own child whose command line has this word."""
    pid = launcher.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return next(int(each) for each in children if word in command_line(each))


def command_line(pid: str) -> str:
    """Return the words of a process, a space on each side."""
    return f" {Path(f'/proc/{pid}/cmdline').read_bytes().replace(bytes(1), b' ').decode()} "


def test_a_fresh_start_delivers_mail(first_day: Demo) -> None:
    """With the Python that runs this; the others of this machine are tried in test_fresh_start.py."""
    assert first_day.launcher.end() == 0


def test_it_says_where_to_go_and_who_to_be(started: Launcher, clone: Path) -> None:
    accounts = json.loads((clone / "var" / "demo-accounts.json").read_text())

    assert accounts
    assert all(account["email"] in started.says() for account in accounts)
    assert "/demo/mail/" in started.says()
    assert json.loads(read(started, "/health/")) == {"status": "ok", "mail": "ok"}
    assert "<h1" in read(started, "/accounts/login/")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_in_order_when_asked(started: Launcher, clone: Path, number: signal.Signals) -> None:
    started.process.send_signal(number)

    assert started.end() == 0
    assert started.says().endswith("Stopping.\nWhetstone has stopped.\n")
    assert nothing_runs(clone)
    assert not (clone / "var" / "postgres" / "data" / "postmaster.pid").exists()


def test_a_signal_that_comes_twice_is_taken_once(started: Launcher, clone: Path) -> None:
    started.process.send_signal(signal.SIGINT)
    started.process.send_signal(signal.SIGTERM)

    assert started.end() == 0
    assert "Traceback" not in started.says(), started.says()[-3000:]
    assert nothing_runs(clone)


@pytest.mark.parametrize(("word", "name"), [(" beat ", "beat"), (" worker ", "worker"), ("gunicorn", "web server")])
def test_when_one_process_dies_it_says_which_and_stops_the_others(
    started: Launcher, clone: Path, word: str, name: str
) -> None:
    os.kill(child(started, word), signal.SIGKILL)

    assert started.end() == 1
    assert f"The {name} was ended by SIGKILL." in started.says()
    assert nothing_runs(clone)


def test_a_launcher_that_was_killed_leaves_nothing_in_the_way(started: Launcher, clone: Path) -> None:
    started.process.kill()
    started.end()

    again = Launcher(clone, python=PYTHON, PORT=str(free_port()))
    again.wait_until_it_says(READY)
    again.process.terminate()

    assert again.end() == 0
    assert "Building" not in again.says()
