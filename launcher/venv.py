"""The folder `.venv`: whether it can stay, and making it anew.

A stamp in it says which Python made it and where, and from which locks it was filled. Without a lock in its stamp an
environment is unfinished; without a stamp it is not ours, and is left alone: services may run from it, or it may hold
someone's work.
"""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from launcher.children import LaunchError
from launcher.places import ROOT
from launcher.progress import run_step, say

VENV = ROOT / ".venv"
PYTHON = str(VENV / "bin" / "python")
STAMP = VENV / "whetstone.json"
# How run.py makes environments and nearly nobody else does; before there was a stamp from the start, only this told.
SIGN = "-m venv --without-pip"


def present_python() -> str:
    """Return the name of the Python that runs this, as stamps have it."""
    return f"{platform.python_implementation()} {platform.python_version()}"


def outer_python() -> str | None:
    """Return the Python outside `.venv` where the one inside runs this, which cannot replace itself."""
    outer = str(getattr(sys, "_base_executable", sys.executable))
    inside = sys.prefix != sys.base_prefix and Path(sys.prefix).resolve() == VENV.resolve()
    return outer if inside and outer != sys.executable else None


def read_stamp() -> dict[str, str]:
    """Return what the stamp says; nothing where there is none."""
    try:
        stamp = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(locks: Mapping[str, str]) -> None:
    """Note which Python made the environment where, and the hashes of the locks it holds by now."""
    stamp = {"python": present_python(), "place": str(VENV.resolve()), **locks}
    unfinished = STAMP.with_suffix(".new")
    unfinished.write_text(json.dumps(stamp, indent=1) + "\n")
    unfinished.replace(STAMP)


def holds(locks: Mapping[str, str]) -> bool:
    """Tell whether the environment can be used as it is: by this Python, filled from these locks."""
    return locks.items() <= read_stamp().items() and trouble() is None


def trouble() -> str | None:
    """Return why the environment that is there cannot stay; None where it can."""
    stamp = read_stamp()
    if not any(name.endswith(".lock") for name in stamp):
        return "an earlier start did not finish it"
    if stamp.get("python") != present_python():
        return f"{stamp.get('python')} made it, and this is {present_python()}"
    # The programs in it name the place where they were installed: after a move they run what lies there now, or nothing.
    if stamp.get("place", str(VENV.resolve())) != str(VENV.resolve()):
        return f"it was made in {stamp['place']}"
    return None if runs("") else "its Python no longer runs"


def runs(statement: str) -> bool:
    """Tell whether the environment's Python gets through a statement."""
    try:
        return subprocess.run([PYTHON, "-c", statement], capture_output=True, check=False).returncode == 0  # noqa: S603 - our own
    except OSError:
        return False


def make_room() -> None:
    """See that a usable environment of ours is at `.venv`, empty or filled from other locks, and say what is replaced."""
    empty = VENV.is_dir() and not any(VENV.iterdir())
    if not empty and os.path.lexists(VENV) and not is_ours():
        message = (
            f"What is at {VENV} is not an environment that run.py made for this clone, so it is not touched. "
            "Move it or remove it, then start again."
        )
        raise LaunchError(message)
    if empty or not VENV.exists():
        make_venv()
    elif (reason := trouble()) is not None:
        say(f"  Replacing the environment in .venv: {reason}.")
        make_venv()


def is_ours() -> bool:
    """Tell whether run.py made what is at `.venv`, here; a link leads to what may be another clone's."""
    if VENV.is_symlink():
        return False
    try:
        return bool(read_stamp()) or SIGN in (VENV / "pyvenv.cfg").read_text()
    except OSError:
        return False


def make_venv() -> None:
    """Make an empty environment with the Python that runs this, in place of the one that is there."""
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        message = (
            "This Python cannot make virtual environments, because its modules venv and ensurepip are not installed. "
            f"On Debian and Ubuntu: apt install python{version}-venv"
        )
        raise LaunchError(message)
    VENV.mkdir(exist_ok=True)
    write_stamp({})  # first and last: whenever this is cut short, the next start knows the folder as ours
    for path in VENV.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path != STAMP:
            path.unlink()
    command = [sys.executable, "-m", "venv", "--without-pip", str(VENV)]
    run_step("Making the environment", command, environment=dict(os.environ))
