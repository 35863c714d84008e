"""What people may be told when something with the pool cannot be done."""

from __future__ import annotations

from people.errors import RefusedError


class PoolError(RefusedError):
    """A sentence for the person who asked."""
