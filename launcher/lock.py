"""The two lock files: exact versions and hashes of everything, for every Python and machine we run on."""

from __future__ import annotations

import hashlib
from pathlib import Path

from launcher.environment import DEV_LOCK, PYTHON, RUN_LOCK, pip_settings
from launcher.packages import uv_environment, uv_options
from launcher.places import ROOT
from launcher.progress import run_step

OLDEST_PYTHON = "3.11"
SOURCES = {RUN_LOCK: [ROOT / "requirements.txt"], DEV_LOCK: [ROOT / "requirements.txt", ROOT / "requirements-dev.txt"]}


def first_line(lock: Path) -> str:
    """Return the line by which a lock shows that it was made from the requirements as they are."""
    wishes = b"\0".join(source.read_bytes() for source in SOURCES[lock])
    return (
        f"# Made by `python3 run.py lock`, from requirements with the SHA-256 {hashlib.sha256(wishes).hexdigest()}.\n"
    )


def stale_locks() -> list[str]:
    """Return the names of the locks that were made from other requirements."""
    return [lock.name for lock in SOURCES if not lock.read_text().startswith(first_line(lock))]


def make_locks(*, upgrade: bool) -> None:
    """Make both locks, keeping versions that still fit unless asked to upgrade."""
    settings = pip_settings()
    common = ["--universal", "--generate-hashes", "--python-version", OLDEST_PYTHON, "--no-header", "--quiet"]
    for lock, sources in SOURCES.items():
        # What runs for people is what was tested.
        same = ["--constraints", RUN_LOCK.name] if lock == DEV_LOCK else []
        run_step(
            f"Locking {lock.stem}",
            [
                *(PYTHON, "-m", "uv", "pip", "compile", *common, *uv_options(settings), *same),
                *(["--upgrade"] if upgrade else []),
                *(sources[-1].name, "--output-file", lock.name),
            ],
            environment=uv_environment(settings),
        )
        lock.write_text(first_line(lock) + lock.read_text())
