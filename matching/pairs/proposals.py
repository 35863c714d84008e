"""Proposals: both are asked, both answer, and only two yeses make a match (P-22, E-12).

Both are asked at once, or the mentor first and the mentee after the mentor's yes. A no needs no reason. It moves
nobody who is confirmed: the mentee's next choice is asked instead, see `matching.pairs.waiting.next_choice`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from matching.errors import MatchingError
from matching.models import Match, MatchStatus, Reply
from matching.pairs import emails
from matching.pairs.asking_both import REPLY_WITHIN, propose
from matching.pairs.confirming import confirm
from matching.pairs.relationships import lock_match
from matching.pairs.waiting.next_choice import ask_next_choices
from matching.pairs.waiting.offers import wake_offers
from people import audit, policy
from people.policy import Action
from people.status import move
from pool.models import Mentee
from pool.not_with import keep_apart

if TYPE_CHECKING:
    from people.models import User
    from programs.models import Cohort

__all__ = [
    "accept_match", "ask_for_time", "decline_all", "decline_match", "lapse_unanswered", "propose", "remind_unanswered",
    "take_back",
]  # fmt: skip

REMIND_AFTER = timedelta(days=3)
LAST_CALL = timedelta(hours=24)


@transaction.atomic
def accept_match(match: Match, *, by: User, now: datetime) -> Match:
    """Say yes. With the second yes the match is confirmed; where the mentor is asked first, the mentee is asked now."""
    match = _answer(match, Reply.ACCEPTED, by=by, now=now)
    if match.mentor_reply == match.mentee_reply == Reply.ACCEPTED:
        confirm(match, now=now)
    elif match.staged and not match.mentee_knows:
        # The mentee's own week begins here, and with it another week more, if they ask for it.
        match.mentee_asked_at, match.reply_by, match.extended_at = now, now + REPLY_WITHIN, None
        match.save(update_fields=["mentee_asked_at", "reply_by", "extended_at"])
        audit.record("match.mentee_asked", match, by=None, now=now)
        emails.match_proposed(match, recipient=match.mentee.user, now=now)
    return match


@transaction.atomic
def decline_match(match: Match, *, by: User, now: datetime, not_again: bool = False) -> Match:
    """Say no, without a reason. The mentee's next choice is asked at once.

    With `not_again` the two are kept apart from now on, in confidence (P-21).
    """
    match = _decline(match, by=by, now=now)
    if not_again:
        keep_apart(by, other=match.other(by), now=now)
    ask_next_choices(match.cohort, [match], now=now)
    return match


@transaction.atomic
def take_back(match: Match, *, ask_next: bool = False, by: User, now: datetime) -> Match:
    """A coordinator takes back a proposal that nobody has answered. Those who were asked are told, without a reason.

    With `ask_next` the mentee's next choice is asked at once; else they wait, as before the proposal.
    """
    policy.require(by, Action.RUN_MATCHING, match)
    match = lock_match(match)
    if not match.can_be_taken_back:
        raise MatchingError(_("This proposal has been answered, or is no longer open. It cannot be taken back now."))
    _close(match, MatchStatus.WITHDRAWN, by=by, now=now)
    emails.not_going_ahead(match, recipient=match.mentor.user, now=now)
    if ask_next:
        ask_next_choices(match.cohort, [match], now=now)
        return match
    if match.mentee_knows:
        emails.not_going_ahead(match, recipient=match.mentee.user, now=now)
    wake_offers(match.cohort)
    return match


def decline_all(matches: list[Match], *, by: User, now: datetime) -> None:
    """Decline every open proposal of someone who leaves, then look for all the others together.

    Call it in a transaction, with the mentees and then the pool locked.
    """
    declined = [
        _decline(match, leaving=True, by=by, now=now) for match in sorted(matches, key=lambda match: match.mentee_id)
    ]
    cohorts = {match.cohort_id: match.cohort for match in declined}
    for pk, cohort in sorted(cohorts.items()):
        ask_next_choices(cohort, [match for match in declined if match.cohort_id == pk], now=now)


@transaction.atomic
def ask_for_time(match: Match, *, by: User, now: datetime) -> Match:
    """Give another week to answer; once for each proposal, and where the mentor is asked first, once for each (F-16)."""
    match = lock_match(match)
    if not match.can_be_extended_by(by):
        raise MatchingError(_("You cannot get any more time. Please answer, or talk to the coordinator."))
    match.extended_at = now
    match.reply_by = (match.reply_by or now) + REPLY_WITHIN
    match.save(update_fields=["extended_at", "reply_by"])
    audit.record("match.extended", match, by=by, now=now)
    return match


def _decline(match: Match, *, leaving: bool = False, by: User, now: datetime) -> Match:
    """Close one proposal. A mentee who leaves before they were asked leaves no answer: they never knew."""
    if leaving and by.pk == match.mentee.user_id and not match.mentee_knows:
        match = lock_match(match)
    else:
        match = _answer(match, Reply.DECLINED, by=by, now=now)
    _close(match, MatchStatus.DECLINED, now=now)
    if not match.is_mentor(by):
        emails.not_going_ahead(match, recipient=match.mentor.user, now=now)
    return match


def _answer(match: Match, reply: Reply, *, by: User, now: datetime) -> Match:
    match = lock_match(match)
    if not match.includes(by):
        raise PermissionDenied
    allowed = match.can_be_answered_by(by) if reply == Reply.ACCEPTED else match.can_be_declined_by(by)
    if not allowed:
        raise MatchingError(_("You have answered already, or this proposal is no longer open."))
    if match.is_mentor(by):
        match.mentor_reply, match.mentor_replied_at = reply, now
    else:
        match.mentee_reply, match.mentee_replied_at = reply, now
    match.save(update_fields=["mentor_reply", "mentor_replied_at", "mentee_reply", "mentee_replied_at"])
    audit.record("match.answered", match, by=by, now=now)
    return match


def _close(match: Match, status: MatchStatus, *, by: User | None = None, now: datetime) -> None:
    move(match, status, MatchingError(_("This proposal is no longer open.")))
    match.ended_at = now
    match.save(update_fields=["status", "ended_at"])
    audit.record(f"match.{status.value}", match, by=by, now=now)


def remind_unanswered(*, now: datetime) -> int:
    """Remind who has not answered after three days, and once more on the last day; return how many were reminded."""
    reminded = 0
    for match in Match.objects.with_people().filter(status=MatchStatus.PROPOSED, proposed_at__lte=now - REMIND_AFTER):
        last = match.reply_by is not None and match.reply_by <= now + LAST_CALL
        for person in (match.mentor.user, match.mentee.user):
            since = match.asked_at(person)
            if since and since <= now - REMIND_AFTER and match.can_be_answered_by(person):
                emails.answer_reminder(match, recipient=person, last=last, now=now)
                reminded += 1
    return reminded


def lapse_unanswered(*, now: datetime) -> int:
    """Close proposals whose time is over, and ask the next choices of the mentees together; return how many.

    Someone who has not answered themselves gets no further proposal by machine: the coordinator asks them. A mentee
    who was not asked yet, as the mentor came first, hears nothing and is not counted among them.
    """
    overdue = Match.objects.filter(status=MatchStatus.PROPOSED, reply_by__lte=now).select_related("cohort__program")
    cohorts = {match.cohort_id: match.cohort for match in overdue}
    return sum(_lapse_in(cohort, now=now) for _pk, cohort in sorted(cohorts.items()))


@transaction.atomic
def _lapse_in(cohort: Cohort, *, now: datetime) -> int:
    overdue = cohort.matches.filter(status=MatchStatus.PROPOSED, reply_by__lte=now)
    mentees = Mentee.objects.select_for_update().filter(pk__in=overdue.values("mentee")).order_by("pk")
    lapsed = [
        match
        for match in [lock_match(match) for match in overdue.filter(mentee__in=list(mentees)).order_by("mentee_id")]
        if match.status == MatchStatus.PROPOSED and match.reply_by is not None and match.reply_by <= now
    ]
    go_on: list[Match] = []
    for match in lapsed:
        _close(match, MatchStatus.EXPIRED, now=now)
        emails.not_going_ahead(match, recipient=match.mentor.user, now=now)
        if match.mentee_knows and match.mentee_reply == Reply.NONE:
            emails.not_going_ahead(match, recipient=match.mentee.user, now=now)
        else:
            go_on.append(match)
    ask_next_choices(cohort, go_on, now=now)
    return len(lapsed)
