"""A clone for tests to start things in: the files of this one, its environment, and data of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from launcher.places import ROOT, shared_temporary_folder

LEFT_OUT = (".venv", "var", ".git", "__pycache__", ".*_cache", "test-results")


def make_clone() -> Path:
    """Copy this clone to where the database's account can get to."""
    folder = Path(tempfile.mkdtemp(prefix="whetstone-clone-", dir=shared_temporary_folder()))
    folder.chmod(0o755)
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*LEFT_OUT), dirs_exist_ok=True)
    (folder / ".venv").symlink_to(Path(sys.prefix))
    return folder


class Launcher:
    """`python3 run.py` in a clone, and what it printed so far."""

    def __init__(self, clone: Path, *words: str, **environment: str) -> None:
        self.output = clone / "output.txt"
        left_out = {"DATABASE_URL", "REDIS_URL", "WHETSTONE_MODE", "DJANGO_ALLOW_ASYNC_UNSAFE"} - environment.keys()
        inherited = {name: value for name, value in os.environ.items() if name not in left_out}
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "run.py", *words],
                cwd=clone,
                env={**inherited, **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def says(self) -> str:
        """Return what was printed."""
        return self.output.read_text()

    def wait_until_it_says(self, text: str, *, seconds: float = 300) -> None:
        """Wait for a text; fail with what was printed instead."""
        deadline = time.monotonic() + seconds
        while text not in self.says():
            assert self.process.poll() is None, self.says()
            assert time.monotonic() < deadline, self.says()
            time.sleep(0.1)

    def end(self) -> int:
        """Return the exit code, once it has ended by itself."""
        return self.process.wait(60)


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
