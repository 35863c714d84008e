"""News from agreements for the apps to the left."""

from __future__ import annotations

from django.dispatch import Signal

# Sent with `version` and `now` inside the transaction of the last signature, after the match became active.
agreement_in_force = Signal()

# A question, sent with `match` and `now`: the app that keeps the meetings answers with an `agreements.hours.hours_used.TimeUsed`.
time_used = Signal()
