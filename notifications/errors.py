"""What people may be told when something with notifications cannot be done."""

from __future__ import annotations

from people.errors import RefusedError


class NotificationError(RefusedError):
    """A sentence for the person who asked."""
