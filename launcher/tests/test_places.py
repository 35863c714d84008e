"""Claims about where servers keep their files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher import places
from launcher.children import Account, LaunchError
from launcher.places import copy_once, everyone_may_enter, private_folder, servers_home, shared_temporary_folder

SOMEBODY = Account(65534, 65534)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Return a folder that every account may enter; pytest's own are closed."""
    folder = shared_temporary_folder() / f"whetstone-test-places-{os.getpid()}"
    folder.mkdir(mode=0o755, exist_ok=True)
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_a_closed_parent_keeps_others_out(open_folder: Path) -> None:
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700, exist_ok=True)

    assert everyone_may_enter(open_folder)
    assert not everyone_may_enter(closed)
    assert not everyone_may_enter(closed / "not" / "there" / "yet")


def test_data_lies_in_the_clone_where_the_account_can_get_there(
    monkeypatch: pytest.MonkeyPatch, open_folder: Path
) -> None:
    monkeypatch.setattr(places, "ROOT", open_folder)
    monkeypatch.setattr(places, "VAR", open_folder / "var")

    assert servers_home(SOMEBODY) == open_folder / "var"


def test_data_lies_in_the_clone_for_an_ordinary_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    monkeypatch.setattr(places, "ROOT", tmp_path)
    monkeypatch.setattr(places, "VAR", tmp_path / "var")

    assert servers_home(None) == tmp_path / "var"


def test_data_lies_outside_a_closed_clone_and_each_clone_has_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tmp_path.chmod(0o700)
    homes = []
    for name in ("one", "two"):
        monkeypatch.setattr(places, "ROOT", tmp_path / name)
        homes.append(servers_home(SOMEBODY))

    assert homes[0] != homes[1]
    assert all(home.name.startswith("whetstone-") and everyone_may_enter(home) for home in homes)
    for home in homes:
        home.rmdir()


def test_a_link_laid_by_a_stranger_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    monkeypatch.setattr(places, "ROOT", tmp_path)
    home = servers_home(SOMEBODY)
    home.rmdir()
    home.symlink_to(tmp_path)
    try:
        with pytest.raises(LaunchError, match="belongs to another account"):
            servers_home(SOMEBODY)
    finally:
        home.unlink()


def test_private_means_private(tmp_path: Path) -> None:
    folder = private_folder(tmp_path / "a" / "b", None)

    assert folder.stat().st_mode & 0o777 == 0o700


def test_copying_happens_once(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "file").write_text("first")
    copy_once(source, tmp_path / "target")
    (source / "file").write_text("second")

    copy_once(source, tmp_path / "target")

    assert (tmp_path / "target" / "file").read_text() == "first"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["source", "target"]
