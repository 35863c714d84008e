"""The pytest plugin of this project: settings for tests, a throw-away PostgreSQL, and tests that need a browser.

It is named by `-p` in `pytest.ini`, because pytest-django reads the settings before any `conftest.py`.
With pytest-xdist the first process starts the one server; its workers inherit the address.
Its tables are made once, and copied for each of them (`mentoring/tests/tables.py`).
"""

from __future__ import annotations

import asyncio
import atexit
import gc
import os
import shutil
import tempfile
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from django.db import connections
from xdist.scheduler import LoadFileScheduling

from launcher.browser import MISSING, find_chromium, in_ci
from launcher.throwaway import start_throwaway

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from _pytest.terminal import TerminalReporter
    from xdist.remote import Producer


# Where this stands in the environment, the server is of this run alone; it names the database that is copied.
TEMPLATE = "WHETSTONE_TEST_TEMPLATE"
# The folder in which the processes of a run note which pages they have looked at (mentoring/tests/browser/inspection.py).
LOOKED_AT = "WHETSTONE_LOOKED_AT"
# Tests that share nothing with their file, each of which takes its time.
APART = ("launcher/tests/test_fresh_start.py", "mentoring/tests/browser/")
# Files for which the engine's loops are compiled: once, by the process that has them all.
COMPILING = ("matching/tests/engine/", "matching/tests/test_warming.py")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Say what kind of run this is and start the database, before the settings are read."""
    os.environ["WHETSTONE_MODE"] = "test"
    # Playwright keeps an event loop running in the thread of the tests; Django would refuse its own queries there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    asked = early_config.known_args_namespace
    if not (os.environ.get("DATABASE_URL") or asked.help or asked.version or asked.collectonly):
        os.environ |= {**start_throwaway(), TEMPLATE: "whetstone_template"}
    # A process of the run has it from the one that started it; what an earlier run has seen does not count.
    if "PYTEST_XDIST_WORKER" not in os.environ:
        os.environ[LOOKED_AT] = tempfile.mkdtemp(prefix="whetstone-looked-at-")
        atexit.register(shutil.rmtree, os.environ[LOOKED_AT], ignore_errors=True)
    return (yield)


class Portions(LoadFileScheduling):
    """What one process is given at a time: a file, or less where its tests share nothing, or files that share much."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(APART):
            return nodeid
        return COMPILING[0] if nodeid.startswith(COMPILING) else str(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Portions | None:
    """Hand out portions, where files would be."""
    return Portions(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what opens pages, so that `-m "not browser"` leaves it out; in a worker, begin with what takes longest."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    if "PYTEST_XDIST_WORKER" in os.environ:
        put_long_files_first(items)


def put_long_files_first(items: list[pytest.Item]) -> None:
    """Sort files by the minutes that their marks name, so that none goes on alone when all others are done.

    The rest stays in the order in which it comes, which may be random.
    """
    minutes: dict[Path, float] = defaultdict(float)
    for item in items:
        if mark := item.get_closest_marker("long") or item.get_closest_marker("slow"):
            minutes[item.path] = max(minutes[item.path], float(mark.kwargs.get("minutes", 0.5)))
    items.sort(key=lambda item: -minutes[item.path])


def pytest_collection_finish() -> None:
    """Let Python look for circles among the rubbish of the tests only, and seldom.

    Looking through all that was imported again and again takes a fifth of their time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Without a browser, leave its tests out where somebody sees the summary, and fail where nobody does."""
    if item.get_closest_marker("browser") and not find_chromium():
        if in_ci():
            pytest.fail(MISSING, pytrace=False)
        pytest.skip(MISSING)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Hide the event loop that Playwright keeps running in the process, from tests that run one of their own.

    From all that belongs to the test: Django has another connection where a loop runs.
    """
    running = asyncio._get_running_loop() if item.get_closest_marker("own_loop") else None  # noqa: SLF001 - no public name
    if running:
        asyncio._set_running_loop(None)  # noqa: SLF001
    try:
        return (yield)
    finally:
        if running:
            connections.close_all()
            asyncio._set_running_loop(running)  # noqa: SLF001


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Count the browser tests that were not run, in a line of their own."""
    skipped = terminalreporter.stats.get("skipped", [])
    missed = [report for report in skipped if MISSING in str(report.longrepr)]
    if missed:
        terminalreporter.section("browser tests", yellow=True)
        count = "1 browser test was" if len(missed) == 1 else f"{len(missed)} browser tests were"
        terminalreporter.line(f"{count} not run: {MISSING}.", yellow=True)
