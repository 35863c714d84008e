"""What every test may ask for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest


@pytest.fixture
def now() -> datetime:
    """Return the moment at which tests happen: a Tuesday morning, 09:00 UTC, winter time in Europe."""
    return datetime(2026, 3, 3, 9, tzinfo=UTC)
