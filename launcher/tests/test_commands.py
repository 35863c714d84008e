"""Claims about what `run.py` says to the person at the keyboard."""

from __future__ import annotations

import ast
import fcntl
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher.commands import keep_bytecode
from launcher.places import ROOT, VAR
from launcher.tests.clones import Launcher, make_clone


@pytest.fixture(scope="module")
def clone() -> Iterator[Path]:
    """Return a clone in which nothing was started yet."""
    clone = make_clone()
    yield clone
    shutil.rmtree(clone)


def test_an_old_python_gets_as_far_as_the_sentence() -> None:
    """What Python 3.6 cannot read, it cannot run: then the person would see a syntax error."""
    ast.parse((ROOT / "run.py").read_text(), feature_version=(3, 6))


def test_help_names_every_command(clone: Path) -> None:
    launcher = Launcher(clone, "--help")

    assert launcher.end() == 0
    assert all(f"python3 run.py {word}" in launcher.says() for word in ("test", "reset", "install", "lock"))


@pytest.mark.parametrize("words", [["strat"], ["reset", "everything"], ["lock", "--now"]])
def test_words_that_mean_nothing_get_the_help(clone: Path, words: list[str]) -> None:
    launcher = Launcher(clone, *words)

    assert launcher.end() == 2
    assert "start everything" in launcher.says()


def test_a_taken_port_stops_the_start_before_anything_else(clone: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        launcher = Launcher(clone, PORT=str(port))

        assert launcher.end() == 1
    other_port = port + 1 if port < 65535 else port - 1
    assert launcher.says() == f"Port {port} is taken. Choose another one: PORT={other_port} python3 run.py\n"


def test_a_second_launcher_in_the_same_clone_is_refused(clone: Path) -> None:
    (clone / "var").mkdir(exist_ok=True)
    with (clone / "var" / "run.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        launchers = [Launcher(clone), Launcher(clone, "reset")]

        assert [launcher.end() for launcher in launchers] == [1, 1]
    assert launchers[0].says().startswith("Whetstone runs from this clone already, or is being installed. Stop it")


def test_an_environment_is_not_changed_while_something_runs_from_it(clone: Path) -> None:
    """Not even where it is of another Python: the demo that runs would lose what it has not loaded yet."""
    (clone / "var").mkdir(exist_ok=True)
    environment = clone / ".venv"
    kept = environment.readlink()
    environment.unlink()
    environment.mkdir()
    with (clone / "var" / "run.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        launchers = [Launcher(clone, word) for word in ("install", "test", "lock")]

        assert [launcher.end() for launcher in launchers] == [1, 1, 1]
    assert all("Stop it first" in launcher.says() for launcher in launchers)
    assert list(environment.iterdir()) == []
    environment.rmdir()
    environment.symlink_to(kept)


def test_a_folder_that_cannot_be_made_is_named_in_a_line(clone: Path) -> None:
    shutil.rmtree(clone / "var", ignore_errors=True)
    (clone / "var").write_text("in the way")

    launcher = Launcher(clone)

    assert launcher.end() == 1
    assert launcher.says() == f"Whetstone cannot use {clone / 'var'}: File exists.\n"
    (clone / "var").unlink()


def test_reset_removes_the_data_and_nothing_else(clone: Path) -> None:
    var = clone / "var"
    for name in ("postgres/data", "mail/new", "static/css", "log"):
        (var / name).mkdir(parents=True, exist_ok=True)
    (var / "demo-accounts.json").write_text("[]")
    (var / "sealing-key.p12").write_text("")

    launcher = Launcher(clone, "reset")

    assert launcher.end() == 0
    assert sorted(path.name for path in var.iterdir()) == ["log", "run.lock", "static"]


def test_reset_leaves_a_database_of_yours_alone(clone: Path) -> None:
    launcher = Launcher(clone, "reset", DATABASE_URL="postgres://u:p@db.example.org/whetstone")

    assert launcher.end() == 1
    assert "reset empties only run.py's own database" in launcher.says()


def test_where_no_bytecode_is_to_be_kept_it_goes_where_it_is_in_nobodys_way() -> None:
    told = {"PYTHONDONTWRITEBYTECODE": "1"}
    mine = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPYCACHEPREFIX": "/elsewhere"}
    silent: dict[str, str] = {}

    for environment in (told, mine, silent):
        keep_bytecode(environment)

    assert told == {"PYTHONPYCACHEPREFIX": str(VAR / "bytecode")}
    assert mine == {"PYTHONPYCACHEPREFIX": "/elsewhere"}
    assert silent == {}


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://mirror.example/simple\n",
        "left-pad @ file:///opt/wheels/left_pad-1.0-py3-none-any.whl\n",
        "left-pad==1.0\n",
    ],
)
def test_a_lock_holds_versions_with_hashes_and_nothing_else(clone: Path, line: str) -> None:
    lock = clone / "requirements.lock"
    before = lock.read_text()
    lock.write_text(before + line)

    launcher = Launcher(clone, "lock", "--check")

    assert launcher.end() == 1
    assert launcher.says().startswith("requirements.lock holds a line that is no version with hashes: " + line.strip())
    lock.write_text(before)


def test_stale_locks_are_named(clone: Path) -> None:
    assert Launcher(clone, "lock", "--check").end() == 0
    wishes = clone / "requirements.txt"
    before = wishes.read_text()
    wishes.write_text(before + "left-pad\n")
    try:
        launcher = Launcher(clone, "lock", "--check")

        assert launcher.end() == 1
        assert launcher.says().startswith("Made from other requirements: requirements.lock, requirements-dev.lock.")
    finally:
        wishes.write_text(before)
