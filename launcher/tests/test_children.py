"""Claims about child processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from launcher.children import LaunchError, run_quietly, spawn, stop

ROOT = Path(__file__).resolve().parent.parent.parent
SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)",
]
PARENT = f"""
import subprocess, sys, time
sys.path.insert(0, {str(ROOT)!r})
from launcher.children import spawn
print(spawn({SLEEPER!r}, output=subprocess.DEVNULL).pid, flush=True)
time.sleep(60)
"""

LATE = f"""
import os, signal, sys
sys.path.insert(0, {str(ROOT)!r})
from launcher.children import end_with_parent
end_too, parent = end_with_parent(signal.SIGTERM), os.getpid()
if os.fork():
    os._exit(0)
while os.getppid() == parent:
    pass
end_too()
print("outlived its parent", flush=True)
"""


def test_a_short_program_returns_what_it_printed() -> None:
    assert run_quietly([sys.executable, "-c", "print('hello')"]) == "hello\n"


def test_a_short_program_that_fails_is_named_with_its_last_words() -> None:
    with pytest.raises(LaunchError, match=r"python\S* failed: out of luck"):
        run_quietly([sys.executable, "-c", "import sys; sys.exit('first\\nout of luck')"])


def test_stopping_asks_first() -> None:
    process = spawn(SLEEPER, output=subprocess.DEVNULL)

    stop(process)

    assert process.returncode == -signal.SIGTERM


def test_stopping_kills_who_does_not_listen(tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as log:
        process = spawn(STUBBORN, output=log)
    while "up" not in (tmp_path / "log").read_text():
        time.sleep(0.02)

    stop(process, patience=0.2)

    assert process.returncode == -signal.SIGKILL


def test_stopping_what_has_ended_is_no_matter() -> None:
    process = spawn([sys.executable, "-c", ""], output=subprocess.DEVNULL)
    process.wait()

    stop(process)

    assert process.returncode == 0


def test_a_child_has_a_session_of_its_own() -> None:
    """Ctrl-C at the terminal reaches only the launcher, which stops its children in order."""
    process = spawn(SLEEPER, output=subprocess.DEVNULL)

    assert os.getsid(process.pid) == process.pid

    stop(process)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent is gone")
def test_a_child_ends_when_its_parent_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        os.kill(child, 0)

        parent.kill()

    assert ends_within(child, seconds=5)


def ends_within(pid: int, *, seconds: float) -> bool:
    """Wait for a process that is not our child; a zombie that nobody reaps counts as ended."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child")
def test_a_child_whose_parent_is_gone_before_it_asked_to_be_told_ends_too() -> None:
    """Else a start that is killed while its mail server is born leaves that behind."""
    assert subprocess.run([sys.executable, "-c", LATE], capture_output=True, check=True, timeout=60).stdout == b""
