"""Telling the person at the keyboard what takes so long."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from launcher.children import LaunchError, spawn, stop
from launcher.places import ROOT, VAR

LINE_EVERY = 10  # seconds, where the output is a file and a line cannot be written over
WIDTH = 100
LAST_LINES = 15


def say(text: str = "") -> None:
    """Print a line now."""
    print(text, flush=True)


class RunningCommand:
    """One long command: what it prints goes to a log, its last line is shown beside the time it has taken."""

    def __init__(
        self, label: str, command: Sequence[str | Path], *, environment: Mapping[str, str], place: Path = ROOT
    ) -> None:
        """Start the command in a folder."""
        self.label = label
        name = "-".join(label.lower().split())
        folder = VAR / "log"
        folder.mkdir(parents=True, exist_ok=True)
        self.log = folder / f"{name}.log"
        self.started = time.monotonic()
        self.shown = self.started
        with self.log.open("wb") as output:
            self.process = spawn(command, output=output, environment=environment, folder=place)

    def finish(self) -> float:
        """Wait to the end, showing progress, and return the seconds it took; when it failed, say why."""
        try:
            while self.process.poll() is None:
                self._show()
                time.sleep(0.1)
        finally:
            stop(self.process)
        took = time.monotonic() - self.started
        how = "failed after" if self.process.returncode else "done in"
        self._overwrite(f"  {self.label}: {how} {took:.0f} s\n")
        if self.process.returncode:
            output = "\n    ".join(self._words()[-LAST_LINES:])
            message = f"“{self.label}” failed. The end of its log, {self.log}:\n    {output}"
            raise LaunchError(message)
        return took

    def _show(self) -> None:
        now = time.monotonic()
        if now - self.shown < (1 if sys.stdout.isatty() else LINE_EVERY):
            return
        self.shown = now
        output = self._words()
        line = f"  {self.label}: {now - self.started:.0f} s  {output[-1] if output else ''}"[:WIDTH]
        self._overwrite(line if sys.stdout.isatty() else line + "\n")

    def _overwrite(self, line: str) -> None:
        start = "\r\x1b[K" if sys.stdout.isatty() else ""
        print(start + line, end="", flush=True)

    def _words(self) -> list[str]:
        """Return what the command printed; a progress bar counts as its latest state."""
        lines = self.log.read_text(errors="replace").replace("\r", "\n").splitlines()
        return [line.strip() for line in lines if line.strip()]


def run_step(label: str, command: Sequence[str | Path], *, environment: Mapping[str, str], place: Path = ROOT) -> float:
    """Run one long command to its end."""
    return RunningCommand(label, command, environment=environment, place=place).finish()


def last_words(log: Path, count: int = LAST_LINES) -> list[str]:
    """Return the last lines of a log."""
    try:
        return log.read_text(errors="replace").strip().splitlines()[-count:]
    except OSError:
        return []
