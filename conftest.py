"""What every test may ask for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache

from launcher.browser import arguments, find_chromium


@pytest.fixture(autouse=True)
def _nothing_was_tried_before() -> None:
    """Limits of tries count in the cache, which the tests of one process share."""
    cache.clear()


@pytest.fixture
def now() -> datetime:
    """Return the moment at which tests happen: a Tuesday morning, 09:00 UTC, winter time in Europe."""
    return datetime(2026, 3, 3, 9, tzinfo=UTC)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Open pages in the machine's own Chromium."""
    return {**browser_type_launch_args, "executable_path": find_chromium(), "args": arguments()}
