"""Small questions run as plain Python unless a test asks for compiled loops, whatever ran before it."""

from __future__ import annotations

import pytest

from matching.engine.compiled import Mode


@pytest.fixture(autouse=True)
def plain_at_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Mode, "ready", False)
