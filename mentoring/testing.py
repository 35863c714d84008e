"""The pytest plugin of this project: settings for tests and a throw-away PostgreSQL.

It is named by `-p` in `pytest.ini`, because pytest-django reads the settings before any `conftest.py`.
With pytest-xdist the first process starts the one server; its workers inherit the address.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from launcher.places import shared_temporary_folder
from launcher.postgres import Postgres

if TYPE_CHECKING:
    from collections.abc import Generator

PREFIX = "whetstone-test-"


class ThrowAway:
    """The server of this run and the folder it lives in."""

    def __init__(self) -> None:
        """Start the server and say so in the environment."""
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=shared_temporary_folder()))
        self.folder.chmod(0o711)
        atexit.register(self.remove)
        self.server = Postgres(self.folder / "postgres", spare=self.folder, forgetful=True)
        self.server.start()
        os.environ["DATABASE_URL"] = self.server.url

    def remove(self) -> None:
        """Stop the server and remove every trace of it."""
        self.server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Say what kind of run this is and start the database, before the settings are read."""
    os.environ["WHETSTONE_MODE"] = "test"
    # Playwright keeps an event loop running in the thread of the tests; Django would refuse its own queries there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    asked = early_config.known_args_namespace
    if not (os.environ.get("DATABASE_URL") or asked.help or asked.version or asked.collectonly):
        ThrowAway()
    return (yield)
