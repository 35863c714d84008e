"""A PostgreSQL server for one run of the tests: fast, forgetful, and gone afterwards."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from launcher.places import shared_temporary_folder
from launcher.postgres import APPLICATION, NAME, Postgres

PREFIX = "whetstone-test-"
STALE_AFTER = 3600


def start_throwaway() -> dict[str, str]:
    """Start a server that ends with this process, and return what belongs into the environment.

    The application's role may become the owner there by `SET ROLE`, and has none of the owner's rights before: tests play
    the thief who owns the database in the transaction in which they made their rows.
    """
    home = shared_temporary_folder()
    remove_stale(home)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=home))
    folder.chmod(0o711)
    server = Postgres(folder / "postgres", spare=folder, forgetful=True)

    def remove() -> None:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)
    server.start()
    server.ask(f"GRANT {NAME} TO {APPLICATION} WITH INHERIT FALSE, SET TRUE")
    return server.environment


def remove_stale(home: Path) -> None:
    """Remove what killed runs left behind; a run that still goes on keeps its folder."""
    for folder in home.glob(f"{PREFIX}*"):
        with suppress(OSError):
            young = time.time() - folder.stat().st_mtime < STALE_AFTER
            if not young and not is_alive(folder / "postgres" / "data" / "postmaster.pid"):
                shutil.rmtree(folder, ignore_errors=True)


def is_alive(pid_file: Path) -> bool:
    """Tell whether the server that wrote this file still runs, or may do so."""
    try:
        os.kill(int(pid_file.read_text().splitlines()[0]), 0)
    except (FileNotFoundError, ProcessLookupError):
        return False
    except (OSError, ValueError, IndexError):
        return True
    return True
