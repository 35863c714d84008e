"""Claims about the broker of the demo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from launcher.valkey import Valkey


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valkey]:
    """Return a running server."""
    server = Valkey(tmp_path_factory.mktemp("valkey"))
    server.start()
    yield server
    server.stop()


def test_it_answers_at_its_address(server: Valkey) -> None:
    with redis.Redis.from_url(server.url) as client:
        assert client.ping()


def test_it_asks_for_the_password(server: Valkey) -> None:
    with (
        redis.Redis(host="127.0.0.1", port=server.port) as client,
        pytest.raises(redis.exceptions.AuthenticationError),
    ):
        client.ping()


def test_the_password_is_not_on_its_command_line(server: Valkey) -> None:
    assert server.process
    words = Path(f"/proc/{server.process.pid}/cmdline").read_text()

    assert server.password not in words
    assert (server.home / "valkey.conf").stat().st_mode & 0o077 == 0
