"""What `.venv` holds: the packages of the hashed lock, installed once and again when the lock changes."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import re
import sys
import sysconfig
import tempfile
from collections.abc import Callable
from functools import cache
from itertools import product
from pathlib import Path

from launcher.children import LaunchError, run_quietly
from launcher.packages import Source, parse_pip_config, sources
from launcher.places import ROOT
from launcher.progress import run_step, say
from launcher.venv import PYTHON, VENV, holds, make_room, runs, write_stamp

RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
# The first pip that knows `--python`.
PIP_FOR_OTHERS = (22, 3)


def wanted_locks(*, dev: bool) -> dict[str, str]:
    """Return the locks to install and their hashes, the larger one first. The one for developers contains the other."""
    locks = [DEV_LOCK, RUN_LOCK] if dev else [RUN_LOCK]
    return {lock.name: hashlib.sha256(lock.read_bytes()).hexdigest() for lock in locks}


def is_prepared(*, dev: bool) -> bool:
    """Tell whether `.venv` holds what the lock says."""
    return holds(wanted_locks(dev=dev))


def prepare(*, dev: bool) -> None:
    """Make `.venv` hold what the lock says; a stamp in it tells that there is nothing to do."""
    wanted = wanted_locks(dev=dev)
    if not holds(wanted):
        make_room()
        write_stamp({})
        install(ROOT / next(iter(wanted)))
        write_stamp(wanted)
    # From here on the packages can be found, and with them the servers that some of them bring along.
    sys.path.append(sysconfig.get_path("purelib", scheme="venv", vars={"base": str(VENV)}))


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


def install(lock: Path) -> None:
    """Install the lock: from the index alone before any other place, by uv before pip, which takes longer."""
    packages = len(re.findall(r"^[a-z0-9][^ ]*==", lock.read_text(), re.MULTILINE))
    label = f"Installing {packages} packages"
    attempts = list(product((install_with_uv, install_with_pip), sources(pip_settings())))
    for number, (installer, source) in enumerate(attempts, start=1):
        try:
            installer(label, lock, source)
        except LaunchError as error:
            if number == len(attempts):
                raise
            reason = str(error).splitlines()[-1].strip()
            say(f"  It did not work with {source.name}, so the next one is tried. ({reason})")
        else:
            return


Installer = Callable[[str, Path, Source], None]


def install_with_uv(label: str, lock: Path, source: Source) -> None:
    """Install a lock with uv, which is several times faster than pip."""
    get_uv(source)
    command = [PYTHON, "-m", "uv", "pip", "install", "--python", PYTHON, "--no-progress", *source.uv_options]
    run_step(label, [*command, "--require-hashes", "-r", str(lock)], environment=source.for_uv)


def install_with_pip(label: str, lock: Path, source: Source) -> None:
    """Install a lock with pip, where uv cannot be had or cannot do it."""
    run_step(label, [*pip(), "install", "--require-hashes", "-r", str(lock)], environment=source.for_pip)


def pip_settings() -> dict[str, str]:
    """Return what pip was told by its files and by the environment."""
    return parse_pip_config(run_quietly([*pip(), "config", "list"], environment=dict(os.environ)))


def get_uv(source: Source) -> None:
    """Install the version of uv that stands in the lock for developers."""
    pin = re.search(r"^uv==(?:.*\\\n)+.*$", DEV_LOCK.read_text(), re.MULTILINE)
    if not pin:
        message = f"{DEV_LOCK.name} names no uv."
        raise LaunchError(message)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as lock:
        lock.write(pin[0] + "\n")
        lock.flush()
        run_step(
            "Getting uv, which installs faster",
            [*pip(), "install", "--require-hashes", "--no-deps", "-r", lock.name],
            environment=source.for_pip,
        )
