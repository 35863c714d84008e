"""Claims about the test runner: what a missing browser means, and which files are begun first."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from launcher.browser import SHELL, arguments, install_chromium
from mentoring.environment import BASE_DIR
from mentoring.testing import LOOKED_AT, Portions
from mentoring.tests import tables
from mentoring.tests.browser.inspection import is_first_to_look

EXAMPLE = """
import pytest

@pytest.mark.browser
def test_opens_a_page(): pass

def test_opens_none(): pass
"""


def run_example(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a test that needs a browser and one that needs none, where no browser can be found."""
    (tmp_path / "test_example.py").write_text(EXAMPLE)
    words = ["-m", "pytest", "-c", f"{BASE_DIR}/pytest.ini", "--rootdir", str(tmp_path), "-p", "no:cacheprovider"]
    return subprocess.run(
        [sys.executable, *words, str(tmp_path)],
        cwd=BASE_DIR,
        env={**os.environ, "PATH": str(tmp_path), "CI": "", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_without_a_browser_its_tests_are_counted_as_not_run(tmp_path: Path) -> None:
    done = run_example(tmp_path)

    assert done.returncode == 0
    assert "1 browser test was not run: no Chromium found" in done.stdout
    assert "1 passed, 1 skipped" in done.stdout.splitlines()[-1]


def test_in_ci_a_missing_browser_fails(tmp_path: Path) -> None:
    done = run_example(tmp_path, CI="true")

    assert done.returncode == 1
    assert "1 passed, 1 error" in done.stdout.splitlines()[-1]


@pytest.mark.parametrize(("uid", "expected"), [(0, True), (1000, False)])
def test_the_sandbox_stays_on_for_everyone_but_root(uid: int, expected: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: uid)

    assert ("--no-sandbox" in arguments()) is expected


# Stands for apt-get on a release that has only some packages.
APT_GET = """#!/bin/sh
echo "$*" >> "${{0%/*}}/asked"
case "$*" in *{unknown}*) exit 100;; esac
"""


@pytest.mark.parametrize(
    ("there", "unknown", "installed"),
    [
        ([SHELL], "nothing", []),
        (["chromium"], "nothing", [SHELL]),
        ([], "nothing", [SHELL]),
        ([], SHELL, [SHELL, "chromium"]),
    ],
)
def test_root_gets_the_chromium_without_windows_or_the_one_that_the_release_has(
    there: list[str], unknown: str, installed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for program in ("apt-get", *there):
        (tmp_path / program).write_text(APT_GET.format(unknown=unknown))
        (tmp_path / program).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    install_chromium()

    asked = (tmp_path / "asked").read_text().splitlines() if (tmp_path / "asked").exists() else []
    assert [line.split()[-2] for line in asked if line.startswith("install")] == installed


def test_a_page_is_looked_at_once_in_a_run_whichever_process_comes_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(LOOKED_AT, str(tmp_path))

    assert is_first_to_look("/meetings/", "Agenda")
    assert is_first_to_look("/meetings/", "Agenda", "Notes")
    assert not is_first_to_look("/meetings/", "Agenda")
    words = (
        "from mentoring.tests.browser.inspection import is_first_to_look as look; print(look('/meetings/', 'Agenda'))"
    )
    other = subprocess.run([sys.executable, "-c", words], cwd=BASE_DIR, capture_output=True, text=True, check=True)
    assert other.stdout == "False\n"


def test_a_file_goes_to_one_process_unless_its_tests_share_nothing_or_files_share_what_is_compiled() -> None:
    tests = (
        "people/tests/test_names.py::test_one",
        "people/tests/test_names.py::test_other[a::b]",
        "launcher/tests/test_fresh_start.py::test_a_start[3.12]",
        "launcher/tests/test_fresh_start.py::test_a_start[3.13]",
        "matching/tests/engine/test_pricing.py::test_a_price",
        "matching/tests/test_warming.py::test_a_worker",
    )

    portions = [Portions._split_scope(Portions.__new__(Portions), test) for test in tests]

    assert portions[0] == portions[1]
    assert portions[2] != portions[3]
    assert portions[4] == portions[5] != portions[0]


@pytest.mark.django_db
def test_the_copied_tables_are_those_of_the_migrations() -> None:
    executor = MigrationExecutor(connection)

    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


@pytest.mark.django_db
@pytest.mark.skipif(not tables.can_be_copied(), reason="on a server that others use, tables are made anew")
def test_a_database_that_a_test_makes_has_its_tables_already() -> None:
    with tables.on_server() as server:
        assert tables.create("copied_once_more", server)
        server.execute('DROP DATABASE "copied_once_more"')


def test_two_processes_begin_with_the_files_that_take_longest(tmp_path: Path) -> None:
    """A file with few tests is not one that is done soon."""
    for name, mark in {"long": "slow(minutes=4)", "plain": "filterwarnings()", "slow": "slow"}.items():
        tests = "\n".join(f"def test_{number}(): pass" for number in range(8 if name == "plain" else 1))
        (tmp_path / f"test_{name}.py").write_text(f"import pytest\npytestmark = pytest.mark.{mark}\n{tests}\n")
    words = ["-c", f"{BASE_DIR}/pytest.ini", "--rootdir", str(tmp_path), "-p", "no:cacheprovider", "-v"]

    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words, "-n", "1", "--dist", "loadfile", "--no-loadscope-reorder", tmp_path],
        cwd=BASE_DIR, env=dict(os.environ), capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip

    order = [file for file in ("long", "slow", "plain") for _ in range(8 if file == "plain" else 1)]
    assert re.findall(r"PASSED \S*test_(\w+)\.py::", done.stdout) == order
