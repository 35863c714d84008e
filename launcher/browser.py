"""Chromium for the browser tests: the one that the operating system has, never a download of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence

from launcher.children import LaunchError, run_quietly

# The same engine without windows: pages take a third less of the processors' time.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# It talks to nobody but the pages under test.
ARGUMENTS = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = f"no Chromium found; on Debian: apt-get install {SHELL}"


def find_chromium() -> str | None:
    """Return the path of a Chromium, or None."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


def arguments() -> list[str]:
    """Return what Chromium is started with; its sandbox does not work for root."""
    return [*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def in_ci() -> bool:
    """Tell whether nobody is watching, so that a missing browser has to fail the run."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def install_chromium() -> None:
    """Install Debian's Chromium where we may: the one without windows, or where there is none, any.

    The tests say so where it stays missing; one with windows that is there already does as well.
    """
    if shutil.which(SHELL) or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print("Installing Chromium for the browser tests", flush=True)
    packages = [SHELL] if find_chromium() else [SHELL, "chromium"]
    try:
        apt_get("update", "-q")
        install_first(packages)
    except LaunchError as error:
        print(f"Chromium could not be installed: {error}", flush=True)


def install_first(packages: Sequence[str]) -> None:
    """Install the first of the packages that this release of the operating system has."""
    for number, package in enumerate(packages, start=1):
        try:
            apt_get("install", "-q", "-y", "--no-install-recommends", package, "fonts-liberation")
        except LaunchError:
            if number == len(packages):
                raise
        else:
            return


def apt_get(*words: str) -> None:
    """Run it without questions."""
    run_quietly(["apt-get", *words], environment={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
