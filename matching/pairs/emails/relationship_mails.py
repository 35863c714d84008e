"""Mails about a relationship that ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from matching.models import MatchStatus
from matching.pairs.emails.parts import match_page, own_match
from matching.pairs.progress import is_free_again
from notifications.models import Category
from notifications.outbox import Button, Mail, queue, renders
from programs.emails import addresses_of_coordinators

if TYPE_CHECKING:
    from datetime import datetime

    from matching.models import Match
    from notifications.models import Message
    from people.models import User


def relationship_ended(match: Match, *, recipient: User, now: datetime) -> Message:
    """Tell one of the two, without blame, that the relationship has ended."""
    return queue("matching.relationship_ended", recipient=recipient, subject=match, now=now)


@renders("matching.relationship_ended", title=_("Mentoring relationship ended"), category=Category.TRANSACTIONAL)
def _relationship_ended(message: Message, *, now: datetime) -> Mail | None:
    match, reader = own_match(message, MatchStatus.ENDED), message.recipient
    if match is None:
        return None
    return Mail(
        "matching_relationship_ended",
        {
            "partner": match.other(reader),
            "match": match,
            "is_mentor": match.is_mentor(reader),
            "chooses": match.cohort.is_self_match,
            "is_free": is_free_again(match, is_mentor=match.is_mentor(reader)),
        },
        button=Button(_("See what happens next"), match_page(match)),
        reply_to=addresses_of_coordinators(match.cohort.program),
    )
