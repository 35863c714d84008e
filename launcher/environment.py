"""The virtual environment in `.venv`, made from the hashed lock once and again when the lock changes."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from functools import cache
from pathlib import Path

from launcher.children import LaunchError, run_quietly
from launcher.packages import parse_pip_config, uv_environment, uv_options
from launcher.places import ROOT
from launcher.progress import run_step, say

VENV = ROOT / ".venv"
PYTHON = str(VENV / "bin" / "python")
STAMP = VENV / "whetstone.json"
RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
# The first pip that knows `--python`.
PIP_FOR_OTHERS = (22, 3)


def prepare(*, dev: bool) -> None:
    """Make `.venv` hold what the lock says; a stamp in it tells that there is nothing to do.

    The lock for developers contains the other one, so it serves for both.
    """
    locks = [DEV_LOCK, RUN_LOCK] if dev else [RUN_LOCK]
    wanted = {lock.name: hashlib.sha256(lock.read_bytes()).hexdigest() for lock in locks}
    python = f"{platform.python_implementation()} {platform.python_version()}"
    stamp = read_stamp()
    if not (stamp.get("python") == python and wanted.items() <= stamp.items() and works()):
        if stamp.get("python", python) != python or not works():
            make_venv()
        install(locks[0])
        STAMP.write_text(json.dumps({"python": python, **wanted}, indent=1) + "\n")
    # From here on the packages can be found, and with them the servers that some of them bring along.
    sys.path.append(sysconfig.get_path("purelib", scheme="venv", vars={"base": str(VENV)}))


def read_stamp() -> dict[str, str]:
    """Return what the environment was made from; nothing, if it was not finished."""
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamp


def works() -> bool:
    """Tell whether the environment is there and its Python still is."""
    if not Path(PYTHON).exists():
        return False
    return runs("")


def runs(statement: str) -> bool:
    """Tell whether the environment's Python gets through a statement."""
    return subprocess.run([PYTHON, "-c", statement], capture_output=True, check=False).returncode == 0  # noqa: S603 - our own


@cache
def pip() -> tuple[str, ...]:
    """Return the pip to install with: the one of the Python that runs this, or one inside the environment.

    Putting a pip of its own into the environment takes longer than installing everything else.
    """
    plain = ("--disable-pip-version-check", "--no-input")
    if has_good_pip():
        return (sys.executable, "-m", "pip", "--python", PYTHON, *plain)
    if not runs("import pip"):
        run_step("Getting pip", [PYTHON, "-m", "ensurepip"], environment=dict(os.environ))
    return (PYTHON, "-m", "pip", *plain)


def has_good_pip() -> bool:
    """Tell whether the Python that runs this has a pip that can install into another environment."""
    try:
        major, minor = importlib.metadata.version("pip").split(".")[:2]
        return (int(major), int(minor)) >= PIP_FOR_OTHERS
    except (importlib.metadata.PackageNotFoundError, ValueError):
        return False


def make_venv() -> None:
    """Make an empty environment with the Python that runs this."""
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        message = (
            "This Python cannot make virtual environments, because its modules venv and ensurepip are not installed. "
            f"On Debian and Ubuntu: apt install python{version}-venv"
        )
        raise LaunchError(message)
    shutil.rmtree(VENV, ignore_errors=True)
    command = [sys.executable, "-m", "venv", "--without-pip", str(VENV)]
    run_step("Making the environment", command, environment=dict(os.environ))


def install(lock: Path) -> None:
    """Install the lock: with uv, which is several times faster, or with pip where uv cannot be had."""
    STAMP.unlink(missing_ok=True)
    packages = len(re.findall(r"^[a-z0-9][^ ]*==", lock.read_text(), re.MULTILINE))
    label = f"Installing {packages} packages"
    try:
        get_uv()
        settings = pip_settings()
        uv = [PYTHON, "-m", "uv", "pip", "install", "--python", PYTHON, "--no-progress", *uv_options(settings)]
        run_step(label, [*uv, "--require-hashes", "-r", str(lock)], environment=uv_environment(settings))
    except LaunchError as error:
        say(f"  uv could not do it, so pip tries, which takes longer. {error}")
        run_step(label, [*pip(), "install", "--require-hashes", "-r", str(lock)], environment=dict(os.environ))


def pip_settings() -> dict[str, str]:
    """Return what pip was told by its files and by the environment."""
    return parse_pip_config(run_quietly([*pip(), "config", "list"], environment=dict(os.environ)))


def get_uv() -> None:
    """Install the version of uv that stands in the lock for developers."""
    found = re.search(r"^uv==(?:.*\\\n)+.*$", DEV_LOCK.read_text(), re.MULTILINE)
    if not found:
        message = f"{DEV_LOCK.name} names no uv."
        raise LaunchError(message)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as lock:
        lock.write(found[0] + "\n")
        lock.flush()
        run_step(
            "Getting uv, which installs faster",
            [*pip(), "install", "--require-hashes", "--no-deps", "-r", lock.name],
            environment=dict(os.environ),
        )
