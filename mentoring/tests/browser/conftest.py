"""What browser tests may ask for."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from mentoring.tests.browser.inspection import Inspection
from mentoring.tests.browser.person import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser
    from pytest_django.fixtures import SettingsWrapper
    from pytest_django.live_server_helper import LiveServer


PATIENCE = 30  # seconds


@pytest.fixture
def visitor(browser: Browser, live_server: LiveServer, settings: SettingsWrapper) -> Iterator[Visitor]:
    """Return someone at pages that the test serves itself, from its own database; nothing may be found wrong."""
    # Limits of tries count in the cache, which tests share.
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    visitor = Visitor(browser, live_server.url, Inspection())
    yield visitor
    visitor.context.close()
    # Each answers one connection of the browser, and holds one of the database until it has seen that it is closed.
    answering = [thread for thread in threading.enumerate() if "process_request_thread" in thread.name]
    for thread in answering:
        thread.join(PATIENCE)
    assert not [thread.name for thread in answering if thread.is_alive()]
