"""From the signed agreement to the end: a confirmed match becomes active, and is completed or ended early (P-24)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from matching.errors import MatchingError
from matching.models import Match, MatchStatus
from matching.pairs import emails
from matching.pairs.waiting.offers import wake_offers_of
from matching.signals import match_ended
from people import audit, policy
from people.policy import Action
from people.status import can_move, move
from pool.models import Mentee, MenteeStatus
from pool.not_with import keep_apart

if TYPE_CHECKING:
    from datetime import date, datetime

    from people.models import User


def hold_match(match: Match) -> None:
    """Lock a match until the transaction ends.

    Each change of a match locks its mentee first, then mentors by number, then matches: so nobody waits in a circle.
    """
    for rows, pk in ((Mentee.objects, match.mentee_id), (Match.objects, match.pk)):
        rows.select_for_update().values_list("pk").get(pk=pk)


def lock_match(match: Match) -> Match:
    """Return the match as it is now, with both people, locked until the transaction ends."""
    hold_match(match)
    return Match.objects.with_people().get(pk=match.pk)


@transaction.atomic
def activate(match: Match, *, starts_on: date, ends_on: date, now: datetime) -> Match:
    """Begin the relationship when its agreement comes into force; an amendment moves its end, and a start to come (L-14)."""
    match = lock_match(match)
    begins = match.status != MatchStatus.ACTIVE
    if begins:
        refusal = MatchingError(_("This match has ended or is not confirmed, so its agreement cannot begin."))
        move(match, MatchStatus.ACTIVE, refusal)
        match.active_at = now
    if begins or match.starts_on is None or match.starts_on > now.date():
        match.starts_on = starts_on
    match.ends_on = ends_on
    match.save(update_fields=["status", "active_at", "starts_on", "ends_on"])
    audit.record("match.active" if begins else "match.dates_agreed", match, by=None, now=now)
    return match


@transaction.atomic
def complete(match: Match, *, by: User | None, now: datetime) -> Match:
    """Close a relationship whose time is over. The mentee waits for nobody after it, unless they sign up again (H-19)."""
    match = lock_match(match)
    move(match, MatchStatus.COMPLETED, MatchingError(_("Only an active relationship can be completed.")))
    match.ended_at, match.ended_by = now, by
    match.save(update_fields=["status", "ended_at", "ended_by"])
    if can_move(match.mentee, MenteeStatus.COMPLETED):
        move(match.mentee, MenteeStatus.COMPLETED)
        match.mentee.save(update_fields=["status"])
    audit.record("match.completed", match, by=by, now=now)
    match_ended.send(sender=Match, match=match, now=now)
    wake_offers_of(match.cohort.program)
    return match


@transaction.atomic
def end_early(match: Match, *, by: User, now: datetime, not_again: bool = False) -> Match:
    """End without fault: either of the two, no reason asked. The other is told so, and both can be matched again (E-23).

    A coordinator can end one for them, for example when someone has left; then both are told. With `not_again` the two
    are kept apart from now on in every program and either role, which nobody but `by` knows (P-21).
    """
    match = lock_match(match)
    if not match.includes(by):
        policy.require(by, Action.RUN_MATCHING, match)
    move(match, MatchStatus.ENDED, MatchingError(_("This relationship is no longer active.")))
    match.ended_at, match.ended_by = now, by
    match.save(update_fields=["status", "ended_at", "ended_by"])
    # Who of the two it was stays out of the trail that others read; the row keeps it.
    audit.record("match.ended", match, by=None, now=now)
    match_ended.send(sender=Match, match=match, now=now)
    if not_again and match.includes(by):
        keep_apart(by, other=match.other(by), now=now)
    wake_offers_of(match.cohort.program)
    for person in (match.mentor.user, match.mentee.user):
        if person.pk != by.pk:
            emails.relationship_ended(match, recipient=person, now=now)
    return match
