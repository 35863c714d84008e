"""A clone for tests to start things in: the files of this one, its environment, and data of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import Condition, Thread

from launcher.places import ROOT, shared_temporary_folder

# How long a launcher may take to stop everything, in seconds, while other tests have the processors.
PATIENCE = 180
LEFT_OUT = (".venv", "var", ".git", "__pycache__", ".*_cache", "test-results")
# What is about the run of the tests, and not about the machine that a person starts on.
NOT_INHERITED = {
    *("DATABASE_URL", "MIGRATE_DATABASE_URL", "REDIS_URL", "BASE_URL", "WHETSTONE_MODE", "DJANGO_ALLOW_ASYNC_UNSAFE"),
    *("VIRTUAL_ENV", "PYTHONPYCACHEPREFIX"),
}


def make_clean_clone() -> Path:
    """Copy this clone, as git would, to where the database's account can get to."""
    folder = Path(tempfile.mkdtemp(prefix="whetstone-clone-", dir=shared_temporary_folder()))
    folder.chmod(0o755)
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*LEFT_OUT), dirs_exist_ok=True)
    return folder


def make_clone() -> Path:
    """Copy this clone, and let the copy use its environment."""
    folder = make_clean_clone()
    (folder / ".venv").symlink_to(Path(sys.prefix))
    return folder


class Launcher:
    """`python3 run.py` in a clone, and what it printed so far."""

    def __init__(self, clone: Path, *words: str, python: str = sys.executable, **environment: str) -> None:
        self.printed: list[str] = []
        self.has_ended = False
        self.news = Condition()
        inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        self.process = subprocess.Popen(
            [python, "run.py", *words],
            cwd=clone,
            env={**inherited, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.reader = Thread(target=self.read)
        self.reader.start()

    def read(self) -> None:
        """Take in what is printed, and tell the person who waits for it."""
        assert self.process.stdout
        with self.process.stdout as lines:
            for line in lines:
                with self.news:
                    self.printed.append(line)
                    self.news.notify_all()
        with self.news:
            self.has_ended = True
            self.news.notify_all()

    def says(self) -> str:
        """Return what was printed."""
        with self.news:
            return "".join(self.printed)

    def wait_until_it_says(self, text: str, *, seconds: float = 300) -> None:
        """Wait for a text; fail with what was printed instead."""
        with self.news:
            self.news.wait_for(lambda: text in "".join(self.printed) or self.has_ended, seconds)
            assert text in "".join(self.printed), f"It did not say “{text}”, but:\n{''.join(self.printed)}"

    def end(self) -> int:
        """Return the exit code, once it has ended by itself."""
        try:
            code = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        self.reader.join(PATIENCE)
        return code


def processes_of(clone: Path) -> list[str]:
    """Return the command lines of everything that runs from a clone."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = entry.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if str(clone) in command:
            found.append(command)
    return found
