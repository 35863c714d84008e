"""News about people that apps to the left receive, synchronously and in the same transaction."""

from __future__ import annotations

from django.dispatch import Signal

# user: User, by: User, now: datetime. Somebody is to learn that they can sign in.
person_invited = Signal()
