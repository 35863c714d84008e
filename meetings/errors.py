"""What people may be told when something with meetings cannot be done."""

from __future__ import annotations

from people.errors import RefusedError


class MeetingError(RefusedError):
    """A sentence for the person who asked."""


class NoteSealError(MeetingError):
    """A private note cannot be opened with any key that this installation has."""
