"""Asking two people whether they would like to be a pair."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from matching.errors import MatchingError
from matching.models import Match, MatchStatus
from matching.pairs import emails
from people import audit
from people.status import move

if TYPE_CHECKING:
    from people.models import User
    from programs.models import Cohort

REPLY_WITHIN = timedelta(days=7)


def propose(match: Match, *, staged: bool = False, now: datetime) -> Match:
    """Ask both people about a draft, by one mail each; `staged`: the mentor first, the mentee after the mentor's yes.

    Belongs into the transaction of the decision.
    """
    as_proposed(match, staged=staged, now=now).save()
    drop_offer(match)
    audit.record("match.proposed", match, by=None, now=now, origin=match.origin, staged=staged)
    for person in asked_at_once(match):
        emails.match_proposed(match, recipient=person, now=now)
    return match


def as_proposed(match: Match, *, staged: bool, now: datetime) -> Match:
    """Return the row as it stands once it is proposed; nothing is saved."""
    move(match, MatchStatus.PROPOSED, MatchingError(_("Only a draft can be proposed.")))
    match.staged, match.held_back_at = staged, None
    match.proposed_at, match.reply_by = now, now + REPLY_WITHIN
    return match


def asked_at_once(match: Match) -> list[User]:
    """Return who gets a mail with the proposal: the mentor alone where they are asked first."""
    return [match.mentor.user] if match.staged else [match.mentor.user, match.mentee.user]


def drop_offer(match: Match) -> None:
    """Let go of an offer to a mentee who is asked about someone, or has someone, by another way."""
    Match.objects.offers().filter(mentee=match.mentee_id).exclude(pk=match.pk).delete()


def asks_mentors_first(cohort: Cohort) -> bool:
    """Say how this cohort was asked last, for proposals that nobody publishes by hand."""
    last = cohort.matches.filter(proposed_at__isnull=False).order_by("-proposed_at", "-pk").first()
    return last is not None and last.staged
