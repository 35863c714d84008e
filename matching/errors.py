"""What people may be told when something with matching cannot be done."""

from __future__ import annotations

from people.errors import RefusedError


class MatchingError(RefusedError):
    """A sentence for the person who asked."""


class NewerDraftsError(MatchingError):
    """Someone else has changed the drafts since the page was opened (E-30)."""
