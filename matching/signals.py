"""News from matching for the apps to the left."""

from __future__ import annotations

from django.dispatch import Signal

# Both said yes. Sent with `match` and `now`, inside the transaction of the second answer.
match_confirmed = Signal()

# A relationship is over, whatever the reason. Sent with `match` and `now`, inside the same transaction.
match_ended = Signal()
