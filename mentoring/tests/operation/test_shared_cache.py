"""Limits of tries count for all web servers together, and no page fails while the server they share is away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.cache import caches
from django.urls import reverse

from launcher.valkey import Valkey
from mentoring import environment
from mentoring.celery import app
from mentoring.operation.shared_cache import SharedCache

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

NOBODY_THERE = "redis://127.0.0.1:1/0"


@pytest.fixture(autouse=True)
def _asked_at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let no test leave a server alone because of the one before."""
    monkeypatch.setattr(SharedCache, "left_alone_until", 0.0)
    SharedCache(NOBODY_THERE, {}).spare.clear()
    yield
    SharedCache(NOBODY_THERE, {}).spare.clear()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Valkey]:
    """Start a server of this test's own."""
    valkey = Valkey(tmp_path / "valkey")
    valkey.start()
    yield valkey
    valkey.stop()


def test_what_one_process_counts_the_others_see(server: Valkey) -> None:
    one, other = (
        SharedCache(server.url, {"KEY_PREFIX": "whetstone"}),
        SharedCache(server.url, {"KEY_PREFIX": "whetstone"}),
    )

    assert one.add("tries", 1, 60)
    assert not other.add("tries", 1, 60)
    assert other.incr("tries") == 2
    one.set_many({"a": 1, "b": None})
    assert other.get_many(["a", "b", "tries", "nothing"]) == {"a": 1, "b": None, "tries": 2}
    assert (other.touch("a", 60), other.delete("a"), one.has_key("a")) == (True, True, False)


def test_while_the_server_is_away_the_process_counts_alone_and_then_goes_back(
    server: Valkey, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = SharedCache(server.url, {})
    cache.set("tries", "together")
    away = SharedCache(NOBODY_THERE, {})

    assert away.get("tries") is None
    away.set("tries", "alone")
    assert away.get("tries") == "alone"
    assert [record.getMessage() for record in caplog.records] == ["Cache not reached: ConnectionError"], "asked once"

    assert cache.get("tries") == "alone", "left alone for some seconds"
    monkeypatch.setattr(SharedCache, "left_alone_until", 0.0)
    assert cache.get("tries") == "together"


def test_nobody_empties_the_server_that_work_waits_in() -> None:
    with pytest.raises(NotImplementedError):
        SharedCache(NOBODY_THERE, {}).clear()


@pytest.mark.django_db
def test_without_the_server_people_sign_in_and_guessing_stays_limited(
    client: Client, settings: SettingsWrapper
) -> None:
    settings.CACHES = {"default": {"BACKEND": "mentoring.operation.shared_cache.SharedCache", "LOCATION": NOBODY_THERE}}
    assert isinstance(caches["default"], SharedCache)

    answers = [
        client.post(reverse("account_login"), {"login": "ada@example.org", "password": f"a wrong guess {number}"})
        for number in range(12)
    ]

    assert {answer.status_code for answer in answers} == {200}
    assert "Too many failed login attempts" in answers[-1].content.decode()
    assert "Too many failed login attempts" not in answers[0].content.decode()


@pytest.mark.parametrize(
    ("url", "backend"),
    [
        ("redis://127.0.0.1:6379/0", "mentoring.operation.shared_cache.SharedCache"),
        ("rediss://cache.example.org:6380/1", "mentoring.operation.shared_cache.SharedCache"),
        ("memory://", "django.core.cache.backends.locmem.LocMemCache"),
    ],
)
def test_the_cache_is_where_the_broker_is(monkeypatch: pytest.MonkeyPatch, url: str, backend: str) -> None:
    monkeypatch.setenv("REDIS_URL", url)

    assert environment.cache()["BACKEND"] == backend


def test_a_worker_waits_for_its_broker_however_long_that_takes() -> None:
    assert app.conf.broker_connection_max_retries is None
    assert app.conf.broker_connection_retry_on_startup
