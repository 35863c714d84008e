"""Counting what comes from one place within some time, for callers that slow someone down.

Counted in the cache that all web servers share, by its own steps (`add`, `incr`), so that two requests at once count as
two; never in the database, where a page that anyone may open would change rows. Each caller says in its own words what
counts, and what happens then. Why this is not allauth's or django-ratelimit's: docs/decisions/0009-limits.md.
"""

from __future__ import annotations

from ipaddress import IPv6Address, IPv6Network, ip_address

from django.core.cache import cache

# What one household or office is given, of which it may use every address.
NETWORK_OF_SIX = 64


def count(key: str, *, seconds: int) -> int:
    """Count one more, and return how many that makes since the first; after `seconds` it begins anew."""
    if cache.add(key, 1, seconds):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out between the two calls
        cache.add(key, 1, seconds)
        return 1


def place_of(address: str | None) -> str:
    """Return whom a network address is counted for: itself, or with IPv6 the network that it was taken from."""
    if address is None:
        return "unknown"
    number = ip_address(address)
    if not isinstance(number, IPv6Address):
        return address
    # A server that listens to both writes an address of the old kind in the new way: all of them are one network.
    if number.ipv4_mapped:
        return str(number.ipv4_mapped)
    return str(IPv6Network((number, NETWORK_OF_SIX), strict=False).network_address)
