"""What the tests cost, file by file, in seconds of processors: their own, PostgreSQL's, Chromium's, those of all they start.

On a machine that does other things too the clock says little; these seconds say what a change saves.

    .venv/bin/python -m pytest -p benchmarks.suite -q people meetings

One process (no `-n`): what PostgreSQL does for several at once cannot be told apart. The table stands at the end of the
run, the dearest first: all seconds, then those of Python alone while it sets up, calls and clears up, then tests and
file. With SUITE_TABLE=/tmp/suite.tsv each file's line is also written there as soon as it is done.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

    from _pytest.terminal import TerminalReporter

TICK = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")
ACCOUNTS = Path("/sys/fs/cgroup/cpuacct")


class Costs:
    """Seconds of one file of tests."""

    def __init__(self) -> None:
        self.all = 0.0
        self.tests = 0
        self.phases: dict[str, float] = defaultdict(float)

    def line(self, name: str) -> str:
        """Return the figures as columns."""
        phases = "\t".join(f"{self.phases[when]:.1f}" for when in ("setup", "call", "teardown"))
        return f"{self.all:.1f}\t{phases}\t{self.tests}\t{name}"


class Meter:
    """Adds up per file; what is spent between two files belongs to the one that ends."""

    def __init__(self) -> None:
        self.costs: dict[str, Costs] = defaultdict(Costs)
        self.file = "(collecting, and making the tables)"
        self.since = 0.0
        self.group = own_group()
        self.table = os.environ.get("SUITE_TABLE", "")

    def turn_to(self, file: str) -> None:
        """Book what was spent since the last file, if this is another one."""
        if file == self.file:
            return
        spent = of_all_processes(self.group)
        self.costs[self.file].all += spent - self.since
        self.since = spent
        if self.table:
            with Path(self.table).open("a", encoding="utf-8") as table:
                table.write(self.costs[self.file].line(self.file) + "\n")
        self.file = file

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Turn to the file of the test."""
        self.turn_to(item.nodeid.split("::")[0])
        self.costs[self.file].tests += 1
        return (yield)

    def phase(self, when: str) -> Generator[None, object, object]:
        """Book what Python spends in one phase of a test."""
        began = time.process_time()
        try:
            return (yield)
        finally:
            self.costs[self.file].phases[when] += time.process_time() - began

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self) -> Generator[None, object, object]:
        """Book the first phase."""
        return (yield from self.phase("setup"))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_call(self) -> Generator[None, object, object]:
        """Book the second."""
        return (yield from self.phase("call"))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self) -> Generator[None, object, object]:
        """Book the third."""
        return (yield from self.phase("teardown"))

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> None:
        """Write the table."""
        self.turn_to("")
        terminalreporter.section("seconds of processors: all, setup, call, teardown; tests, file")
        for name, costs in sorted(self.costs.items(), key=lambda pair: -pair[1].all):
            terminalreporter.line(costs.line(name))
        everything = sum(costs.all for costs in self.costs.values())
        terminalreporter.line(f"{everything:.1f}\t\t\t\t{sum(costs.tests for costs in self.costs.values())}\ttogether")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Begin before the database is started, so that it is counted too."""
    early_config.pluginmanager.register(Meter(), "costs-of-the-suite")
    return (yield)


def own_group() -> Path | None:
    """Move this process into a control group of its own, where the machine lets us, and return where its seconds stand."""
    for place, file in ((ACCOUNTS, "cpuacct.usage"), (ACCOUNTS.parent, "cpu.stat")):
        group = place / f"whetstone-suite-{os.getpid()}"
        try:
            group.mkdir()
            (group / "cgroup.procs").write_text(str(os.getpid()))
        except OSError:
            with suppress(OSError):
                group.rmdir()
            continue
        return group / file
    return None


def of_all_processes(group: Path | None) -> float:
    """Return the seconds of this process and of all that it has started, those that have ended among them.

    Without a group, those that ended unseen by the process that started them are missing: most of Chromium's.
    """
    if group and group.name == "cpuacct.usage":
        return int(group.read_text()) / 1e9
    if group:
        return int(group.read_text().split()[1]) / 1e6
    return of_tree()


def of_tree() -> float:
    """Add up what the processes that still run say of themselves and of their children."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for folder in PROC.iterdir():
        if folder.name.isdecimal():
            try:
                words = (folder / "stat").read_text().rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            parents[int(folder.name)] = int(words[1])
            ticks[int(folder.name)] = sum(map(int, words[11:15]))
    return sum(ticks[process] for process in ticks if is_below(process, os.getpid(), parents)) / TICK


def is_below(process: int, above: int, parents: dict[int, int]) -> bool:
    """Tell whether one process is another, or was started by it or its children."""
    while process and process != above:
        process = parents.get(process, 0)
    return process == above
