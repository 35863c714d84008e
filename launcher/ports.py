"""Ports on loopback: one that is free, or the one that was asked for."""

from __future__ import annotations

import socket
import time
from collections.abc import Mapping

from launcher.children import LaunchError

USUAL = "8000"
LARGEST = 65535


def free_port() -> int:
    """Return a port on loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def chosen_port(environment: Mapping[str, str]) -> int:
    """Return the port that PORT names, or the usual one."""
    text = environment.get("PORT") or USUAL
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= LARGEST):
        message = f"PORT is “{text}”. It must be a number from 1 to {LARGEST}, for example PORT=8001."
        raise LaunchError(message)
    return int(text)


def refuse_taken_port(port: int, *, patience: float = 3) -> None:
    """Stop with a sentence if someone listens on the port; one who is just ending gets a moment."""
    deadline = time.monotonic() + patience
    while (trouble := trouble_with(port)) and trouble[0] and time.monotonic() < deadline:
        time.sleep(0.1)
    if trouble:
        other = port + 1 if port < LARGEST else port - 1
        message = f"Port {port} {trouble[1]}. Choose another one: PORT={other} python3 run.py"
        raise LaunchError(message)


def trouble_with(port: int) -> tuple[bool, str] | None:
    """Return whether waiting may help, and what stands in the way of listening; None if nothing does."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            return False, "is for administrators only"
        except OSError:
            return True, "is taken"
    return None
