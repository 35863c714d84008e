"""From two yeses to a match, and what that makes of requests that are still open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.models import Match, MatchStatus, MentorRequest, RequestStatus
from matching.models.match_status import OPEN
from matching.pairs import emails
from matching.pairs.asking_both import drop_offer
from matching.signals import match_confirmed
from people import audit
from people.status import move
from pool.models.mentor import MentorStatus

if TYPE_CHECKING:
    from datetime import datetime

    from matching.models.mentor_request import MentorRequestQuerySet
    from pool.models import Mentor


def confirm(match: Match, *, now: datetime) -> None:
    """Confirm a match to which both have said yes. Requests that can come to nothing now are closed kindly."""
    move(match, MatchStatus.CONFIRMED)
    match.confirmed_at = now
    match.save()
    drop_offer(match)
    audit.record("match.confirmed", match, by=None, now=now, origin=match.origin)
    match_confirmed.send(sender=Match, match=match, now=now)
    for person in (match.mentor.user, match.mentee.user):
        emails.match_confirmed(match, recipient=person, now=now)
    close_requests(MentorRequest.objects.filter(mentee=match.mentee_id), now=now)
    close_requests_without_place(match.mentor, now=now)


def close_requests_without_place(mentor: Mentor, *, now: datetime) -> None:
    """Tell those who have asked a mentor that no place is left, so that they need not wait for an answer."""
    taken = Match.objects.filter(mentor=mentor, status__in=OPEN).count()
    if mentor.status != MentorStatus.ACCEPTED or mentor.capacity <= taken:
        close_requests(MentorRequest.objects.filter(mentor=mentor), now=now)


def close_requests(requests: MentorRequestQuerySet, *, now: datetime) -> None:
    """Close open requests of which nothing can come any more, and tell the other side without a reason.

    The other side are those who do not know it yet: the mentors who were asked, or the mentees who asked a mentor whose
    places went to others. What someone else is changing at this moment is left to the sweep: waiting here for rows of
    several mentees could make two mentors wait for each other.
    """
    for request in requests.open().with_people().select_for_update(of=("self",), skip_locked=True):
        move(request, RequestStatus.CLOSED)
        request.closed_at = now
        request.save(update_fields=["status", "closed_at"])
        audit.record("request.closed", request, by=None, now=now)
        matched = Match.objects.running().filter(mentee=request.mentee_id).exists()
        emails.request_closed(request, recipient=request.mentor.user if matched else request.mentee.user, now=now)
