"""A worker has the engine's loops compiled before anyone waits for them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from matching import worker

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper


@pytest.fixture(autouse=True)
def not_the_demo(settings: SettingsWrapper) -> None:
    """As in production."""
    settings.DEMO = False


def test_a_worker_that_starts_compiles_in_a_process_of_its_own() -> None:
    worker.start_warming()
    (process,) = worker.running

    assert process.wait(timeout=300) == 0
    worker.stop_warming()


def test_a_worker_that_stops_leaves_no_process_behind() -> None:
    worker.start_warming()
    (process,) = worker.running

    worker.stop_warming()

    assert process.returncode is not None
    assert worker.running == []


def test_without_a_place_to_keep_it_nothing_is_compiled_ahead(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "file"))

    worker.start_warming()

    assert worker.running == []


def test_the_demo_compiles_nothing_ahead(settings: SettingsWrapper) -> None:
    settings.DEMO = True

    worker.start_warming()

    assert worker.running == []
