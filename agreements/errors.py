"""What people may be told when something with agreements cannot be done."""

from __future__ import annotations

from people.errors import RefusedError


class AgreementError(RefusedError):
    """A sentence for the person who asked."""


class StaleDraftError(AgreementError):
    """Someone else saved the draft in the meantime."""


class AlreadyDecidedError(AgreementError):
    """The request was answered before, or is no longer open."""
