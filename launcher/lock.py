"""The two lock files: exact versions and hashes of everything, for every Python and machine we run on.

They are made from the package index alone. A version found in a folder on the machine that makes the lock has the hash
of one file there, and installs nowhere else.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from launcher.children import LaunchError
from launcher.environment import DEV_LOCK, RUN_LOCK
from launcher.places import ROOT
from launcher.progress import run_step
from launcher.venv import PYTHON

OLDEST_PYTHON = "3.11"
SOURCES = {RUN_LOCK: [ROOT / "requirements.txt"], DEV_LOCK: [ROOT / "requirements.txt", ROOT / "requirements-dev.txt"]}
ENTRY = re.compile(
    r"^(?P<name>[a-z0-9][a-z0-9._-]*)(?:\[[a-z0-9,._-]+\])?==(?P<version>[^ ;\\]+)(?P<marker> ; [^\\\n]+?)? \\\n"
    r"(?P<hashes>(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    re.MULTILINE,
)
COMMENT = re.compile(r"^ *#.*\n", re.MULTILINE)


@dataclass(frozen=True)
class LockedVersion:
    """One version in a lock, for the Pythons and machines that its marker names."""

    name: str
    version: str
    marker: str
    hashes: frozenset[str]

    @property
    def key(self) -> tuple[str, str]:
        """What an index has it under."""
        return self.name, self.version

    @property
    def pin(self) -> str:
        """The entry without its hashes."""
        return f"{self.name}=={self.version}{self.marker}"


def entries(text: str) -> list[LockedVersion]:
    return [
        LockedVersion(
            match["name"],
            match["version"],
            match["marker"] or "",
            frozenset(re.findall("[0-9a-f]{64}", match["hashes"])),
        )
        for match in ENTRY.finditer(text)
    ]


def first_line(lock: Path) -> str:
    """Return the line by which a lock shows that it was made from the requirements as they are."""
    wishes = b"\0".join(source.read_bytes() for source in SOURCES[lock])
    return (
        f"# Made by `python3 run.py lock`, from requirements with the SHA-256 {hashlib.sha256(wishes).hexdigest()}.\n"
    )


def check_locks() -> None:
    """Stop with a sentence where a lock was made from other requirements, or holds what no lock may."""
    stale = [lock.name for lock in SOURCES if not lock.read_text().startswith(first_line(lock))]
    if stale:
        message = f"Made from other requirements: {', '.join(stale)}. Run: python3 run.py lock"
        raise LaunchError(message)
    for lock in SOURCES:
        # An address or an option would come from the machine that made the lock, and go for all others too.
        rest = COMMENT.sub("", ENTRY.sub("", lock.read_text())).split("\n")[0]
        if rest:
            message = f"{lock.name} holds a line that is no version with hashes: {rest} Run: python3 run.py lock"
            raise LaunchError(message)


def make_locks(environment: Mapping[str, str], *, upgrade: bool) -> dict[Path, str]:
    """Return the text of both locks, made anew in the environment of the index alone.

    Versions that still fit are kept unless we are asked to upgrade.
    """
    common = ["--universal", "--generate-hashes", "--python-version", OLDEST_PYTHON, "--no-header", "--quiet"]
    made: dict[Path, str] = {}
    with tempfile.TemporaryDirectory(prefix="whetstone-lock-") as folder:
        home = Path(folder)
        for source in {source for group in SOURCES.values() for source in group}:
            shutil.copy(source, home)
        for lock, wishes in SOURCES.items():
            if not upgrade:
                # Without the hashes, which uv would keep with the versions, whatever the index has.
                pins = [entry.pin for entry in entries(lock.read_text())]
                (home / lock.name).write_text("\n".join(pins) + "\n")
            # What runs for people is what was tested.
            same = ["--constraints", RUN_LOCK.name] if lock == DEV_LOCK else []
            run_step(
                f"Locking {lock.stem}",
                [PYTHON, "-m", "uv", "pip", "compile", *common, *same, wishes[-1].name, "--output-file", lock.name],
                environment=environment,
                place=home,
            )
            made[lock] = first_line(lock) + (home / lock.name).read_text()
    return made


def write_locks(made: Mapping[Path, str]) -> None:
    """Put locks in place, each whole or not at all."""
    for lock, text in made.items():
        unfinished = lock.with_suffix(".new")
        unfinished.write_text(text)
        unfinished.replace(lock)
