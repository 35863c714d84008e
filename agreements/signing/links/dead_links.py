"""Slows down the person who tries links that do not open: twenty in ten minutes, then a pause (A-14).

A link that opens always opens: its 256 bits cannot be guessed, and the supervisors of one office share one address. What
does not open is counted for what it was: a link that was mailed once (used, run out, void) for its request and the address
together, so that a colleague with an old mail locks nobody else out; what was never a link for the address alone; and all
of it for the address, against anyone who mixes both.

Counted in the cache, never in the database: opening a link changes no row (A-05).
"""

from __future__ import annotations

from web import throttle

MOST = 20
MOST_OF_AN_ADDRESS = 200
SECONDS = 600


def count(address: str | None, *, request: int | None) -> bool:
    """Count a link that did not open, of this request if it ever was one; return whether it is one too many for now."""
    place = throttle.place_of(address)
    together = throttle.count(f"agreements.guesses:{place}", seconds=SECONDS)
    alone = throttle.count(f"agreements.guesses:{place}:{request or 'never'}", seconds=SECONDS)
    return alone > MOST or together > MOST_OF_AN_ADDRESS
