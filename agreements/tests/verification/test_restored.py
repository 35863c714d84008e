"""A backup that was brought back verifies: a real dump, restored into another database (A-20)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection

from agreements.documents import documents
from agreements.record import chain
from agreements.tests.stories import in_force
from agreements.verification import walk
from launcher.children import LaunchError
from launcher.postgres import installed_binaries

CLONE = Path(__file__).resolve().parents[3]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def tool(name: str, *words: str) -> None:
    """Run one of PostgreSQL's programs as the owner of the tests' database; without a fitting one leave the test out."""
    settings: dict[str, Any] = {**connection.settings_dict, **django_settings.DATABASE_OWNER}
    try:
        program = installed_binaries() / name
    except LaunchError as error:
        pytest.skip(str(error))
    if not program.exists():
        pytest.skip(f"{name} is not among the embedded programs")
    where = ["-h", settings["HOST"], "-p", str(settings["PORT"]), "-U", settings["USER"]]
    environment = {**os.environ, "PGPASSWORD": settings["PASSWORD"]}
    done = subprocess.run([program, *where, *words], env=environment, capture_output=True, text=True, check=False)
    if "server version mismatch" in done.stderr:
        pytest.skip("the server is newer than the embedded programs")
    assert done.returncode == 0, done.stderr


@pytest.fixture
def restored(now: datetime, tmp_path: Path) -> Iterator[str]:
    """Dump a database with an agreement in force, restore it beside, and return the address of the copy."""
    documents.make_document(in_force(now=now), now=now)
    settings: dict[str, Any] = connection.settings_dict
    name, dump = f"{settings['NAME']}_restored", tmp_path / "backup.dump"
    tool("pg_dump", "--format=custom", f"--file={dump}", settings["NAME"])
    tool("createdb", "--template=template0", name)
    try:
        tool("pg_restore", "--exit-on-error", "--no-owner", f"--dbname={name}", str(dump))
        yield f"postgres://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}/{name}"
    finally:
        tool("dropdb", name)


def test_a20_a_restored_backup_verifies(restored: str, tmp_path: Path) -> None:
    heads = tmp_path / "heads.jsonl"
    heads.write_text(walk.export(chain.heads()))
    environment = {**os.environ, "WHETSTONE_MODE": "test", "DATABASE_URL": restored}
    command = [sys.executable, "manage.py", "verify_agreements", "--against", str(heads)]

    done = subprocess.run(command, cwd=CLONE, env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert "1 agreements," in done.stdout
    assert "1 sealed PDFs." in done.stdout
    assert done.stdout.endswith("Everything checks out.\n")
