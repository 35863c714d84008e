"""Claims about the locks: what goes in, and what is refused. uv does it for real, with an index on loopback."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from launcher import lock
from launcher.children import LaunchError
from launcher.lock import check_locks, entries, make_locks, write_locks
from launcher.packages import index_alone
from launcher.tests.index import make_wheel, serve, sha256, write_pages
from launcher.wheels import check_wheels

PYTHONS = ("cp311", "cp312", "cp313")
MACHINES = ("x86_64", "aarch64")


@pytest.fixture
def index(tmp_path: Path) -> Iterator[str]:
    """Return the address of an index with a package for every Python and machine, and a pure one."""
    root = tmp_path / "index"
    make_wheel(root / "pure", "pure", "1.0", "py3-none-any")
    for python, machine in product(PYTHONS, MACHINES):
        make_wheel(root / "built", "built", "1.0", f"{python}-{python}-manylinux_2_17_{machine}")
    write_pages(root)
    with serve(root) as address:
        yield address


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return places on this machine that hold another build of a version, and a newer version of another."""
    wheels = tmp_path / "wheels"
    make_wheel(wheels, "built", "1.0", "cp311-cp311-manylinux_2_17_x86_64", build="this machine")
    make_wheel(wheels, "pure", "2.0", "py3-none-any")
    for name in os.environ:
        if name.startswith("UV_"):
            monkeypatch.delenv(name)
    (tmp_path / "constraints.txt").write_text("pure==2.0\n")
    for name in ("PIP_FIND_LINKS", "UV_FIND_LINKS"):
        monkeypatch.setenv(name, str(wheels))
    for name in ("PIP_CONSTRAINT", "UV_CONSTRAINT"):
        monkeypatch.setenv(name, str(tmp_path / "constraints.txt"))
    monkeypatch.setenv("UV_NO_INDEX", "1")
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    return {"find-links": str(wheels), "constraint": str(tmp_path / "constraints.txt"), "no-index": "true"}


@pytest.fixture
def locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Return two locks of a clone that were made with a folder of wheels in sight: one hash for each version."""
    run, dev = tmp_path / "requirements.lock", tmp_path / "requirements-dev.lock"
    wishes, more = tmp_path / "requirements.txt", tmp_path / "requirements-dev.txt"
    wishes.write_text("built\n")
    more.write_text("-r requirements.txt\npure\n")
    for path in (run, dev):
        path.write_text(f"built==1.0 \\\n    --hash=sha256:{'1f' * 32}\n    # via -r requirements.txt\n")
    monkeypatch.setattr(lock, "RUN_LOCK", run)
    monkeypatch.setattr(lock, "DEV_LOCK", dev)
    monkeypatch.setattr(lock, "SOURCES", {run: [wishes], dev: [wishes, more]})
    return run, dev


def environment_of(index: str, places: dict[str, str]) -> dict[str, str]:
    return index_alone({"index-url": index, **places}, on_this_machine=False).for_uv


def test_a_lock_has_every_hash_of_the_index_and_none_of_this_machine(
    tmp_path: Path, index: str, places: dict[str, str], locks: tuple[Path, Path]
) -> None:
    environment = environment_of(index, places)

    made = make_locks(environment, upgrade=False)
    check_wheels(made, environment)
    write_locks(made)
    check_locks()

    run, dev = (path.read_text() for path in locks)
    built, pure = (
        frozenset(sha256(path) for path in (tmp_path / "index" / name).glob("*.whl")) for name in ("built", "pure")
    )
    assert [(entry.pin, entry.hashes) for entry in entries(run)] == [("built==1.0", built)]
    assert [(entry.pin, entry.hashes) for entry in entries(dev)] == [("built==1.0", built), ("pure==1.0", pure)]
    assert not re.search(r"://|127\.0\.0\.1|wheels|^ *-i|^ *--(?!hash)", run + dev, re.MULTILINE)


def test_a_lock_with_the_hash_of_one_wheel_is_refused_with_package_python_and_machine(
    tmp_path: Path, index: str, places: dict[str, str], locks: tuple[Path, Path]
) -> None:
    only = sha256(tmp_path / "index" / "built" / "built-1.0-cp311-cp311-manylinux_2_17_x86_64.whl")
    cut = {locks[0]: f"built==1.0 \\\n    --hash=sha256:{only}\n"}

    with pytest.raises(LaunchError) as refusal:
        check_wheels(cut, environment_of(index, places))

    assert str(refusal.value).splitlines() == [
        (
            "requirements.lock: built 1.0 has no wheel for Python 3.11 on aarch64, Python 3.12 on x86-64, "
            "Python 3.12 on aarch64, Python 3.13 on x86-64, Python 3.13 on aarch64 among its hashes."
        ),
        "Make the locks again from the package index: python3 run.py lock",
    ]


def test_a_package_that_the_index_has_not_for_all_is_refused_before_the_locks_change(
    tmp_path: Path, index: str, places: dict[str, str], locks: tuple[Path, Path]
) -> None:
    (tmp_path / "index" / "built" / "built-1.0-cp313-cp313-manylinux_2_17_aarch64.whl").unlink()
    write_pages(tmp_path / "index")
    environment = environment_of(index, places)

    made = make_locks(environment, upgrade=False)

    with pytest.raises(
        LaunchError, match="For Python 3.13 on aarch64 the package index does not have everything: .*built"
    ):
        check_wheels(made, environment)
    assert "1f1f" in locks[0].read_text()


def test_what_only_some_need_is_asked_for_there_only(
    index: str, places: dict[str, str], locks: tuple[Path, Path]
) -> None:
    elsewhere = f"windows-only==1.0 ; sys_platform == 'win32' \\\n    --hash=sha256:{'1f' * 32}\n"

    check_wheels({locks[0]: elsewhere}, environment_of(index, places))
