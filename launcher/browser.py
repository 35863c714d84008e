"""Chromium for the browser tests: the one that the operating system has, never a download of its own."""

from __future__ import annotations

import os
import shutil

from launcher.children import LaunchError, run_quietly

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# It talks to nobody but the pages under test.
ARGUMENTS = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = "no Chromium found; on Debian: apt-get install chromium"


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
    """Install Debian's Chromium where it is missing and we may; the tests say so where it stays missing."""
    if find_chromium() or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print("Installing Chromium for the browser tests", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        run_quietly(["apt-get", "update", "-q"], environment=environment)
        run_quietly(
            ["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium", "fonts-liberation"],
            environment=environment,
        )
    except LaunchError as error:
        print(f"Chromium could not be installed: {error}", flush=True)
