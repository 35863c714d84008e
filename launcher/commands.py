"""What `run.py` can do."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import sys
from collections.abc import Iterator, MutableMapping, Sequence
from contextlib import contextmanager
from typing import NoReturn

from launcher.browser import install_chromium
from launcher.children import LaunchError, server_account
from launcher.demo import Demo
from launcher.environment import is_prepared, pip_settings, prepare
from launcher.lock import SOURCES, check_locks, make_locks, write_locks
from launcher.organisation import OwnInstallation, beginning
from launcher.packages import index_alone
from launcher.places import ROOT, VAR, servers_home
from launcher.ports import chosen_port, refuse_taken_port
from launcher.progress import say
from launcher.venv import PYTHON, outer_python
from launcher.wheels import check_wheels

MOST_PROCESSES = 8
DATA = ("postgres", "valkey", "mail", "demo-accounts.json", "sealing-key.p12")


def main(arguments: Sequence[str], *, usage: str) -> int:
    """Do what the words say and return the exit code."""
    command, rest = (arguments[0], list(arguments[1:])) if arguments else ("start", [])
    step_outside(arguments)
    keep_bytecode(os.environ)
    try:
        if command == "test":
            test(rest)
        if command == "lock" and not set(rest) - {"--check", "--wheels", "--upgrade"}:
            return lock(rest)
        if command == "new" or (command in PLAIN and not rest):
            return PLAIN[command]() if command in PLAIN else new(rest)
    except LaunchError as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    except OSError as error:
        # A disk that is full or a folder of another account's: told in a line, where the place is known.
        if not error.filename:
            raise
        print(f"Whetstone cannot use {error.filename}: {error.strerror}.", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    asked = command in {"help", "-h", "--help"}
    print(usage, file=sys.stdout if asked else sys.stderr)
    return 0 if asked else 2


def keep_bytecode(environment: MutableMapping[str, str]) -> None:
    """Let the processes to come compile each module once between them, where machines are told to keep no bytecode.

    Without that every one of them spends its first seconds on compiling Django again.
    """
    if environment.pop("PYTHONDONTWRITEBYTECODE", ""):
        environment.setdefault("PYTHONPYCACHEPREFIX", str(VAR / "bytecode"))


def step_outside(arguments: Sequence[str]) -> None:
    """Go on in the Python that `.venv` was made from, where the one inside was called: it cannot replace itself."""
    if outer := outer_python():
        sys.stdout.flush()
        os.execv(outer, [outer, str(ROOT / "run.py"), *arguments])  # noqa: S606 - run.py once more


def start() -> int:
    """Run the demo until told to stop."""
    with only_one():
        port = chosen_port(os.environ)
        refuse_taken_port(port)
        prepare(dev=False)
        return Demo(port).run()


def new(arguments: Sequence[str]) -> int:
    """Run an organisation of one's own, which is empty at its first start, until told to stop."""
    with only_one():
        port = chosen_port(os.environ)
        refuse_taken_port(port)
        begins = beginning(arguments)
        prepare(dev=False)
        return OwnInstallation(port, begins).run()


def install() -> int:
    """Make the environment for tests and checks, and leave it at that."""
    prepare_for_developers()
    return 0


def prepare_for_developers() -> None:
    """Make the environment of tests and checks; not while something runs from the one that would be changed."""
    if is_prepared(dev=True):
        prepare(dev=True)
        return
    with only_one():
        prepare(dev=True)


def test(arguments: Sequence[str]) -> NoReturn:
    """Become pytest, with a process more than there are processors unless told otherwise; a file of tests is one process’s, with what it built.

    Files come in the order of `mentoring.testing`, the long ones first, and not by how many tests they have.
    The databases go with their server at the end: nobody waits for their last connection to drop them one by one.
    """
    prepare_for_developers()
    install_chromium()
    sys.stdout.flush()
    os.chdir(ROOT)
    # Tests of pages and of real starts wait for other processes much of the time.
    processes = min((os.cpu_count() or 1) + 1, MOST_PROCESSES)
    how = ("-n", str(processes), "--dist", "loadfile", "--no-loadscope-reorder", "--reuse-db", "--create-db")
    os.execv(PYTHON, [PYTHON, "-m", "pytest", *how, *arguments])  # noqa: S606 - its exit code is ours


def reset() -> int:
    """Remove the data of the demo, and nothing else."""
    if os.environ.get("DATABASE_URL"):
        message = "DATABASE_URL is set, and reset empties only run.py's own database. Unset it first."
        raise LaunchError(message)
    with only_one():
        for folder in {VAR, servers_home(server_account())}:
            for name in DATA:
                path = folder / name
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink(missing_ok=True)
    say("The demo is empty. `python3 run.py` builds it again.")
    return 0


def lock(arguments: Sequence[str]) -> int:
    """Make the lock files anew, or only look: at what they were made from, or at the wheels in the package index."""
    if {"--check", "--wheels"} & set(arguments):
        check_locks()
        if "--wheels" in arguments:
            prepare_for_developers()
            check_wheels({lock: lock.read_text() for lock in SOURCES}, index_environment())
        return 0
    prepare_for_developers()
    environment = index_environment()
    made = make_locks(environment, upgrade="--upgrade" in arguments)
    check_wheels(made, environment)
    write_locks(made)
    check_locks()
    return 0


def index_environment() -> dict[str, str]:
    """Return the environment in which uv knows the package index and nothing beside it."""
    return index_alone(pip_settings(), on_this_machine=False).for_uv


PLAIN = {"start": start, "reset": reset, "install": install}


@contextmanager
def only_one() -> Iterator[None]:
    """Hold the clone's lock, so that two launchers do not share one database folder."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "run.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = (
                "Whetstone runs from this clone already, or is being installed. "
                "Stop it first, with Ctrl-C where it was started, or wait until it is done."
            )
            raise LaunchError(message) from None
        yield
