"""Claims about ports."""

from __future__ import annotations

import socket

import pytest

from launcher.children import LaunchError
from launcher.ports import chosen_port, free_port, refuse_taken_port


@pytest.mark.parametrize(("environment", "port"), [({}, 8000), ({"PORT": ""}, 8000), ({"PORT": "8123"}, 8123)])
def test_port_is_what_was_asked_for(environment: dict[str, str], port: int) -> None:
    assert chosen_port(environment) == port


@pytest.mark.parametrize("text", ["abc", "-1", "0", "65536", "80.5", "٨٠٠٠"])
def test_what_is_no_port_gets_a_sentence(text: str) -> None:
    with pytest.raises(LaunchError, match=f"PORT is “{text}”. It must be a number from 1 to 65535"):
        chosen_port({"PORT": text})


def test_a_free_port_is_let_pass() -> None:
    refuse_taken_port(free_port())


def test_a_taken_port_gets_a_sentence_with_a_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(LaunchError, match=f"Port {port} is taken. Choose another one: PORT=\\d+ python3 run.py"):
            refuse_taken_port(port, patience=0.2)
