"""Proposals: both are asked, both answer, and only two yeses make a match (P-22, E-12).

A no needs no reason. It moves nobody who is confirmed: the mentee's next choice is asked instead.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from matching import emails
from matching.errors import MatchingError
from matching.models import Match, MatchStatus, Mentee, Mentor, Origin, Reply
from matching.models.match_status import OPEN, TRANSITIONS
from matching.relationships import lock_match
from matching.roster import read_roster
from matching.rules import judge
from matching.scoring import score
from matching.signals import match_confirmed
from people import audit
from programs.models.cohort import CohortStatus

if TYPE_CHECKING:
    from people.models import User

REPLY_WITHIN = timedelta(days=7)
REMIND_AFTER = timedelta(days=3)
LAST_CALL = timedelta(hours=24)


def propose(match: Match, *, now: datetime) -> Match:
    """Ask both people about a draft, by one mail each. Belongs into the transaction of whoever decided it."""
    if MatchStatus.PROPOSED not in TRANSITIONS[match.status]:
        raise MatchingError(_("Only a draft can be proposed."))
    match.status, match.proposed_at, match.reply_by = MatchStatus.PROPOSED, now, now + REPLY_WITHIN
    match.save()
    audit.record("match.proposed", match, by=None, now=now, origin=match.origin)
    for person in (match.mentor.user, match.mentee.user):
        emails.match_proposed(match, recipient=person, now=now)
    return match


@transaction.atomic
def accept_match(match: Match, *, by: User, now: datetime) -> Match:
    """Say yes. With the second yes the match is confirmed."""
    match = _answer(match, Reply.ACCEPTED, by=by, now=now)
    if match.mentor_reply == match.mentee_reply == Reply.ACCEPTED:
        match.status, match.confirmed_at = MatchStatus.CONFIRMED, now
        match.save(update_fields=["status", "confirmed_at"])
        audit.record("match.confirmed", match, by=None, now=now)
        match_confirmed.send(sender=Match, match=match, now=now)
        for person in (match.mentor.user, match.mentee.user):
            emails.match_confirmed(match, recipient=person, now=now)
    return match


@transaction.atomic
def decline_match(match: Match, *, by: User, now: datetime) -> Match:
    """Say no, without a reason. The mentee's next choice is asked at once."""
    match = _answer(match, Reply.DECLINED, by=by, now=now)
    _close(match, MatchStatus.DECLINED, now=now)
    if not match.is_mentor(by):
        emails.not_going_ahead(match, recipient=match.mentor.user, now=now)
    go_on(match, now=now)
    return match


@transaction.atomic
def ask_for_time(match: Match, *, by: User, now: datetime) -> Match:
    """Give both another week to answer; once for each proposal (F-16)."""
    match = lock_match(match)
    if not match.can_be_extended_by(by):
        raise MatchingError(_("There is no more time to give. Please answer, or talk to the coordinator."))
    match.extended_at = now
    match.reply_by = (match.reply_by or now) + REPLY_WITHIN
    match.save(update_fields=["extended_at", "reply_by"])
    audit.record("match.extended", match, by=by, now=now)
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


def _close(match: Match, status: MatchStatus, *, now: datetime) -> None:
    if status not in TRANSITIONS[match.status]:
        raise MatchingError(_("This proposal is no longer open."))
    match.status, match.ended_at = status, now
    match.save(update_fields=["status", "ended_at"])
    audit.record(f"match.{status.value}", match, by=None, now=now)


def go_on(match: Match, *, now: datetime) -> Match | None:
    """Propose the mentee's next choice; where there is none, tell the mentee, and the coordinator's desk shows it."""
    following = next_choice(match, now=now)
    if following is None:
        emails.no_next_choice(match, now=now)
    return following


def next_choice(match: Match, *, now: datetime) -> Match | None:
    """Propose the best mentor who is left: by the mentee's own ranking, then by score. Moves nobody else (M-13)."""
    if match.cohort.status == CohortStatus.CLOSED:
        return None
    roster = read_roster(match.cohort, Mentee.objects.waiting().filter(pk=match.mentee_id), now=now)
    if not roster.mentees:
        return None
    verdict = judge(roster)
    scores = score(roster, match.scenario.weights if match.scenario else {})
    asked = set(
        Match.objects.filter(mentee=match.mentee).exclude(status=MatchStatus.DRAFT).values_list("mentor", flat=True)
    )
    ranks = roster.mentees[0].ranks
    candidates = sorted(
        (ranks.get(facts.pk, len(ranks) + 1), -int(scores.total[0, column]), facts.public_id, column)
        for column, facts in enumerate(roster.mentors)
        if verdict.allowed[0, column] and facts.places and facts.pk not in asked
    )
    free = _lock_free([roster.mentors[column].pk for *_rest, column in candidates])
    column = next((column for *_rest, column in candidates if roster.mentors[column].pk in free), None)
    if column is None:
        return None
    following = Match(
        cohort=match.cohort,
        scenario=match.scenario,
        mentee=match.mentee,
        mentor=free[roster.mentors[column].pk],
        origin=Origin.NEXT_CHOICE,
        score=int(scores.total[0, column]),
        reasons=scores.reasons(0, column),
        created_at=now,
    )
    return propose(following, now=now)


def _lock_free(mentors: list[int]) -> dict[int, Mentor]:
    """Lock these mentors, and return those who still have a place once they are locked."""
    locked = Mentor.objects.select_for_update(of=("self",)).select_related("user").in_pool()
    found = {mentor.pk: mentor for mentor in locked.filter(pk__in=mentors).order_by("pk")}
    taken = list(Match.objects.filter(mentor__in=found, status__in=OPEN).values_list("mentor", flat=True))
    return {pk: mentor for pk, mentor in found.items() if mentor.capacity > taken.count(pk)}


def remind_unanswered(*, now: datetime) -> int:
    """Remind who has not answered after three days, and once more on the last day; return how many were reminded."""
    reminded = 0
    for match in Match.objects.with_people().filter(status=MatchStatus.PROPOSED, proposed_at__lte=now - REMIND_AFTER):
        last = match.reply_by is not None and match.reply_by <= now + LAST_CALL
        for person in (match.mentor.user, match.mentee.user):
            if match.can_be_answered_by(person):
                emails.answer_reminder(match, recipient=person, last=last, now=now)
                reminded += 1
    return reminded


def lapse_unanswered(*, now: datetime) -> int:
    """Close proposals whose time is over, and ask the next choice of mentees who had said yes; return how many.

    Somebody who has not answered themselves gets no further proposal by machine: the coordinator asks them.
    """
    overdue = Match.objects.filter(status=MatchStatus.PROPOSED, reply_by__lte=now).order_by("pk")
    return sum(_lapse(match, now=now) for match in list(overdue))


@transaction.atomic
def _lapse(match: Match, *, now: datetime) -> bool:
    match = lock_match(match)
    if match.status != MatchStatus.PROPOSED or match.reply_by is None or match.reply_by > now:
        return False
    _close(match, MatchStatus.EXPIRED, now=now)
    emails.not_going_ahead(match, recipient=match.mentor.user, now=now)
    if match.mentee_reply == Reply.ACCEPTED:
        go_on(match, now=now)
    else:
        emails.not_going_ahead(match, recipient=match.mentee.user, now=now)
    return True
