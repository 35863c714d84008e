"""The README’s command on a clean clone, with every Python of this machine, and then what a person does over HTTP."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from launcher.ports import free_port
from launcher.tests.clones import Launcher, make_clean_clone, processes_of
from launcher.tests.first_day import Demo, get_mail_delivered, sign_in
from launcher.tests.pythons import candidates, working

pytestmark = [
    pytest.mark.slow(minutes=4.5),
    pytest.mark.skipif(sys.platform != "linux", reason="the wait for mail needs inotify"),
]
PYTHONS = candidates()
# The one that runs this is tried where its start is needed anyway: test_demo.py.
OTHERS = list(PYTHONS)[1:]


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


@pytest.mark.parametrize("version", OTHERS)
def test_a_fresh_start_delivers_mail(version: str, start: Callable[[str], Demo]) -> None:
    get_mail_delivered(start(python(version)))


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
