"""The Pythons of this machine, to start things with each."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

OLDEST_MINOR = 11
ELSEWHERE = ("~/.pyenv/versions/*/bin", "~/.local/share/uv/python/*/bin", "/opt/python/*/bin", "/usr/local/bin")
# One that cannot make environments is one that we tell to get what is missing.
QUESTION = "import ensurepip, sys, venv; print(*sys.version_info[:2], sep='.')"


def candidates() -> dict[str, list[str]]:
    """Return the programs that may be a Python of 3.11 or newer, by version; the one that runs this comes first."""
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    found: dict[str, list[str]] = {own: [str(getattr(sys, "_base_executable", sys.executable))]}
    pyenv = [Path(os.environ["PYENV_ROOT"], "versions")] if "PYENV_ROOT" in os.environ else []
    folders = [
        *map(Path, os.environ["PATH"].split(os.pathsep)),
        *(folder for root in pyenv for folder in root.glob("*/bin")),
        *(folder for pattern in ELSEWHERE for folder in Path("/").glob(os.path.expanduser(pattern).lstrip("/"))),  # noqa: PTH111 - a pattern
    ]
    for folder in folders:
        for program in sorted(folder.glob("python3.*")):
            name = re.fullmatch(r"python(3\.(\d+))", program.name)
            if name and int(name[2]) >= OLDEST_MINOR:
                found.setdefault(name[1], []).append(str(program))
    return found


def working(version: str, programs: list[str]) -> str | None:
    """Return the first of the programs that runs, is this version and can make environments; a shim may be nothing."""
    for program in programs:
        try:
            answer = subprocess.run(
                [program, "-c", QUESTION], capture_output=True, text=True, timeout=30, check=False
            ).stdout
        except (OSError, subprocess.TimeoutExpired):
            continue
        if answer.strip() == version:
            return program
    return None
