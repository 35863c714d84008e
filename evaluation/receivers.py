"""What evaluation does on news from matching."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.dispatch import receiver

from evaluation import emails
from matching.models import MatchStatus
from matching.signals import match_ended

if TYPE_CHECKING:
    from datetime import datetime

    from matching.models import Match


@receiver(match_ended, dispatch_uid="evaluation.ask_for_summaries")
def ask_for_summaries(match: Match, now: datetime, **_kwargs: object) -> None:
    """Ask both for their summaries when a relationship is completed; who ends early is not asked (P-24, P-34)."""
    if match.status == MatchStatus.COMPLETED:
        for person in (match.mentee.user, match.mentor.user):
            emails.summary_asked(match, recipient=person, now=now)
