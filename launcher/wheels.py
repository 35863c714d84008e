"""Whether everything in a lock can be installed, without a compiler, on each Python and machine that we name.

The judge is uv, which reads from the package index what there is for a Python and a machine; the hashes in the lock
must let one wheel of each package pass.
"""

from __future__ import annotations

import subprocess
import tempfile
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from launcher.children import LaunchError
from launcher.lock import LockedVersion, entries
from launcher.progress import say
from launcher.venv import PYTHON

PYTHONS = ("3.11", "3.12", "3.13")
# With the C library of 2018 or newer: Debian 10, Ubuntu 20.04, RHEL 8 and what came after them.
MACHINES = {"x86-64": "x86_64-manylinux_2_28", "aarch64": "aarch64-manylinux_2_28"}
AT_ONCE = 3


@dataclass(frozen=True)
class Target:
    """One Python on one kind of machine."""

    python: str
    machine: str

    def __str__(self) -> str:
        return f"Python {self.python} on {self.machine}"


# The hashes of the wheels that fit, for each version that a target needs.
Offer = Mapping[tuple[str, str], frozenset[str]]
TARGETS = tuple(Target(python, machine) for python, machine in product(PYTHONS, MACHINES))


def check_wheels(locks: Mapping[Path, str], environment: Mapping[str, str]) -> None:
    """Stop with a sentence for each package in a lock that has no wheel for one of our targets in the index."""
    pinned = {lock.name: entries(text) for lock, text in locks.items()}
    pins = sorted({entry.pin for group in pinned.values() for entry in group})
    say(f"  Asking the package index for the wheels of {len(pins)} packages, for {', '.join(map(str, TARGETS))}")
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        offers = dict(zip(TARGETS, crowd.map(lambda target: wheels(pins, target, environment), TARGETS), strict=True))
    missing_wheels = [f"{name}: {wheel}" for name, group in pinned.items() for wheel in missing(group, offers)]
    if missing_wheels:
        raise LaunchError(
            "\n".join([*missing_wheels, "Make the locks again from the package index: python3 run.py lock"])
        )


def missing(pinned: Sequence[LockedVersion], offers: Mapping[Target, Offer]) -> list[str]:
    """Return a sentence for each entry whose hashes let no wheel pass that the index has for a target which needs it."""
    without = {
        entry: [target for target, offer in offers.items() if not offer.get(entry.key, entry.hashes) & entry.hashes]
        for entry in pinned
    }
    return [
        f"{entry.name} {entry.version} has no wheel for {', '.join(map(str, targets))} among its hashes."
        for entry, targets in without.items()
        if targets
    ]


def wheels(pins: Iterable[str], target: Target, environment: Mapping[str, str]) -> Offer:
    """Ask the index for the wheels that fit a target, of the versions that it needs."""
    with tempfile.TemporaryDirectory(prefix="whetstone-wheels-") as folder:
        home = Path(folder)
        (home / "pins.txt").write_text("".join(f"{pin}\n" for pin in pins))
        done = subprocess.run(  # noqa: S603 - built here
            [
                *(PYTHON, "-m", "uv", "pip", "compile", "pins.txt", "--no-deps", "--no-header", "--quiet"),
                *("--only-binary", ":all:", "--format", "pylock.toml", "--output-file", "pylock.toml"),
                *("--python-version", target.python, "--python-platform", MACHINES[target.machine]),
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd=home,
            env=dict(environment),
        )
        if done.returncode:
            message = f"For {target} the package index does not have everything: {' '.join(done.stderr.split())}"
            raise LaunchError(message)
        answer = tomllib.loads((home / "pylock.toml").read_text())
    return {
        (package["name"], package["version"]): frozenset(
            wheel["hashes"]["sha256"] for wheel in package.get("wheels", ())
        )
        for package in answer["packages"]
    }
