"""What agreements do when something happens to a match."""

from __future__ import annotations

from datetime import datetime

from django.dispatch import receiver

from agreements import drafting, voiding
from matching.models import Match
from matching.signals import match_confirmed, match_ended


@receiver(match_confirmed)
def open_the_draft(sender: object, match: Match, now: datetime, **_kwargs: object) -> None:
    """Both said yes: their agreement waits for them, half filled."""
    drafting.open_draft(match, now=now)


@receiver(match_ended)
def void_what_is_open(sender: object, match: Match, now: datetime, **_kwargs: object) -> None:
    """The relationship is over: nobody has to write or sign any more."""
    voiding.abandon(match, now=now)
