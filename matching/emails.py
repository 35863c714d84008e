"""What matching writes to people. Names, times and places of work; never what somebody wrote in a form (E-24)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from matching.models import Match, MatchStatus
from notifications.links import absolute
from notifications.models import Category
from notifications.outbox import Button, Mail, queue, renders
from people.policy import Role

if TYPE_CHECKING:
    from datetime import datetime

    from notifications.models import Message
    from people.models import User
    from programs.models import Program


def addresses_of_coordinators(program: Program) -> list[str]:
    """Where answers to a mail go."""
    return [person.email for person in program.people_with(Role.COORDINATOR)]


def own_match(message: Message, *statuses: MatchStatus) -> Match | None:
    """Return the recipient's match that a message is about, if it still stands where the message says."""
    own = Match.objects.visible_to(message.recipient).with_people().filter(status__in=statuses)
    return own.filter(pk=message.subject_id).first()


def relationship_ended(match: Match, *, recipient: User, now: datetime) -> Message:
    """Tell one of the two, without blame, that the relationship has ended."""
    return queue("matching.relationship_ended", recipient=recipient, subject=match, now=now)


@renders("matching.relationship_ended", category=Category.TRANSACTIONAL)
def _relationship_ended(message: Message, *, now: datetime) -> Mail | None:
    match = own_match(message, MatchStatus.ENDED)
    if match is None:
        return None
    return Mail(
        "matching_relationship_ended",
        {"partner": match.other(message.recipient), "match": match, "is_mentor": match.is_mentor(message.recipient)},
        button=Button(_("See what happens next"), absolute(reverse("matching:match", args=[match.pk]))),
        reply_to=addresses_of_coordinators(match.cohort.program),
    )
