"""Child processes that never outlive the one that started them."""

from __future__ import annotations

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1


class LaunchError(Exception):
    """Something stands in the way of starting; the text is a sentence for the person at the keyboard."""


@dataclass(frozen=True)
class Account:
    """An account of the operating system that a server runs as."""

    uid: int
    gid: int


def server_account() -> Account | None:
    """Return the account a database server has to run as, or None where the present one will do.

    PostgreSQL refuses to run as root.
    """
    if os.geteuid() != 0:
        return None
    for name in ("nobody", "daemon"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    message = "PostgreSQL does not run as root, and there is no account “nobody” here. Start as an ordinary user."
    raise LaunchError(message)


def end_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """Return what a child runs before its program, so that it gets this signal when its parent is gone.

    Only Linux can do this. Elsewhere children survive a parent that was killed, and the next start ends them.
    """
    if sys.platform != "linux":
        return None
    ask = partial(ctypes.CDLL(None, use_errno=True).prctl, PR_SET_PDEATHSIG, int(number), 0, 0, 0)
    parent = os.getpid()

    def end_too() -> None:
        ask()
        # Of a parent that was killed in the moment between the birth of the child and its wish nobody tells any more.
        if os.getppid() != parent:
            os._exit(1)

    return end_too


def spawn(
    command: Sequence[str | Path],
    *,
    output: IO[bytes] | int,
    account: Account | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path = Path("/"),
    last_signal: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own, so that Ctrl-C reaches only us and we stop things in order."""
    return subprocess.Popen(  # noqa: S603 - every command is built here
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        cwd=folder,
        env=environment,
        start_new_session=True,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        preexec_fn=end_with_parent(last_signal),  # noqa: PLW1509 - no threads are running yet
    )


def run_quietly(
    command: Sequence[str | Path], *, account: Account | None = None, environment: Mapping[str, str] | None = None
) -> str:
    """Run a short program and return what it printed; when it fails, say so with its last words."""
    done = subprocess.run(  # noqa: S603 - every command is built here
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env=environment,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )
    if done.returncode:
        output = (done.stderr or done.stdout).strip().splitlines() or [f"exit code {done.returncode}"]
        message = f"{Path(command[0]).name} failed: {output[-1]}"
        raise LaunchError(message)
    return done.stdout


def stop(process: subprocess.Popen[bytes], number: signal.Signals = signal.SIGTERM, *, patience: float = 15) -> None:
    """Ask a process to end, wait, and kill it if it does not."""
    if process.poll() is not None:
        return
    process.send_signal(number)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
