"""Slows down whoever tries links that do not open: twenty in ten minutes from one network address, then a pause (A-14).

Counted in the cache that web servers share, never in the database: opening a link changes no row (A-05).
"""

from __future__ import annotations

from django.core.cache import cache

MOST = 20
SECONDS = 600


def _key(address: str | None) -> str:
    return f"agreements.guesses:{address or 'unknown'}"


def has_guessed_too_often(address: str | None) -> bool:
    """Whether links from this address open nothing for a while, right ones neither."""
    return int(cache.get(_key(address), 0)) >= MOST


def count(address: str | None) -> None:
    """Count a link that did not open. The ten minutes begin with the first."""
    if cache.add(_key(address), 1, SECONDS):
        return
    try:
        cache.incr(_key(address))
    except ValueError:  # it ran out between the two calls
        cache.add(_key(address), 1, SECONDS)
