"""What people may be told when something with evaluation cannot be done."""

from __future__ import annotations

from people.errors import RefusedError


class EvaluationError(RefusedError):
    """A sentence for the person who asked."""
