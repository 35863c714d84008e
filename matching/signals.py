"""News from matching for the apps to the left. Both are sent with `match` and `now`, inside the transaction."""

from __future__ import annotations

from django.dispatch import Signal

# Both have said yes.
match_confirmed = Signal()
# The relationship is over: completed, or ended early by one of the two.
match_ended = Signal()
