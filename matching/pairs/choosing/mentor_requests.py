"""The self-match: a mentee sees who would fit, asks up to three mentors, and the first yes makes the match (P-09)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from matching.errors import MatchingError
from matching.models import Match, MatchStatus, MentorRequest, Origin, Reply, RequestStatus
from matching.models.match_status import OPEN, RUNNING
from matching.models.mentor_request import AT_MOST
from matching.pairs import emails
from matching.pairs.asking_both import REPLY_WITHIN
from matching.pairs.confirming import close_requests, confirm
from matching.pairs.proposals import LAST_CALL, REMIND_AFTER
from matching.pairs.waiting.offers import TAKES_PEOPLE_IN
from matching.pairs.waiting.pairing import choices_of
from people import audit
from people.status import move
from pool.joining.participants import require_owner
from pool.models import Mentee, Mentor
from pool.not_with import keep_apart

if TYPE_CHECKING:
    from datetime import datetime

    from matching.pairs.waiting.pairing import ScoredPair
    from people.models import User
    from programs.models import Program

SHOWN = 5
# So many people may wait for one mentor's answer, for each free place. Then the mentor is not suggested any more.
CROWD = 3


@dataclass(frozen=True)
class Suggestion:
    """A mentor who would fit, and why."""

    mentor: Mentor
    pair: ScoredPair


def may_ask(mentee: Mentee) -> bool:
    """Whether this mentee chooses among suggestions, and has nobody yet of whom they know."""
    on = mentee.cohort.status in TAKES_PEOPLE_IN and mentee.cohort.is_self_match
    return on and mentee.status == "enrolled" and not mentee.matches.known_to_mentees().open().exists()


def suggestions(mentee: Mentee, *, now: datetime) -> list[Suggestion]:
    """Return the five who fit best of those with a place and time to answer; nobody who was asked already."""
    asked = set(mentee.requests.open().values_list("mentor", flat=True))
    shown = choices_of(mentee, without=asked | crowded(mentee.program), most=SHOWN, now=now)
    people = Mentor.objects.select_related("user__department", "user__site").prefetch_related("topics", "topics_back")
    mentors = people.in_bulk([pair.mentor for pair in shown])
    return [Suggestion(mentors[pair.mentor], pair) for pair in shown]


def crowded(program: Program) -> set[int]:
    """Return the mentors of a program for whom enough people wait."""
    asked = Count("requests", filter=Q(requests__status=RequestStatus.OPEN), distinct=True)
    taken = Count("matches", filter=Q(matches__status__in=OPEN), distinct=True)
    mentors = Mentor.objects.in_pool().filter(program=program, requests__status=RequestStatus.OPEN)
    counts = mentors.annotate(asked=asked, taken=taken).order_by().values_list("pk", "asked", "capacity", "taken")
    return {pk for pk, waiting, capacity, held in counts if waiting >= CROWD * max(0, capacity - held)}


@transaction.atomic
def ask(mentee: Mentee, *, mentor: Mentor, by: User, now: datetime) -> MentorRequest:
    """Ask one of the suggested mentors. Asking is the mentee's yes."""
    mentee = (
        Mentee.objects.select_for_update(of=("self",))
        .select_related("cohort__guidelines", "cohort__program")
        .get(pk=mentee.pk)
    )
    require_owner(mentee, by)
    if not may_ask(mentee):
        raise MatchingError(_("You cannot ask a mentor yourself now."))
    used = set(mentee.requests.open().values_list("slot", flat=True))
    slot = next((number for number in range(1, AT_MOST + 1) if number not in used), None)
    if slot is None:
        raise MatchingError(_("You have asked three mentors. Wait for an answer, or take one mentor request back."))
    # Locked, so that two who ask at once do not both take the last turn.
    list(Mentor.objects.select_for_update().filter(pk=mentor.pk))
    found = next((one.pair for one in suggestions(mentee, now=now) if one.mentor.pk == mentor.pk), None)
    if found is None:
        raise MatchingError(_("%(name)s cannot be asked just now. Look at your suggestions again.") % {"name": mentor})
    request = MentorRequest.objects.create(
        mentee=mentee,
        mentor=mentor,
        slot=slot,
        score=found.score,
        reasons=found.reasons,
        asked_at=now,
        reply_by=now + REPLY_WITHIN,
    )
    audit.record("request.asked", request, by=by, now=now)
    emails.mentor_asked(request, now=now)
    return request


@transaction.atomic
def say_yes(request: MentorRequest, *, by: User, now: datetime) -> Match:
    """Become this mentee's mentor: the match is confirmed at once, as the mentee has said yes by asking."""
    request = _lock(request)
    if not request.can_be_answered_by(by):
        raise _not_open(request, by)
    mentor = Mentor.objects.select_for_update(of=("self",)).select_related("user").get(pk=request.mentor_id)
    if request.mentee.status != "enrolled" or request.mentee.matches.open().exists():
        raise MatchingError(_("%(name)s cannot be matched just now. The coordinator can tell you more.") % {
            "name": request.mentee
        })  # fmt: skip
    if mentor.status != "accepted" or mentor.capacity <= Match.objects.open().filter(mentor=mentor).count():
        raise MatchingError(_("You have as many mentees as you wanted. Raise the number on your page first."))
    _close(request, RequestStatus.ACCEPTED, by=by, now=now)
    match = Match(
        cohort=request.mentee.cohort,
        mentee=request.mentee,
        mentor=mentor,
        origin=Origin.ASKED,
        score=request.score,
        reasons=request.reasons,
        created_at=request.asked_at,
        proposed_at=request.asked_at,
        reply_by=request.reply_by,
        mentee_reply=Reply.ACCEPTED,
        mentee_replied_at=request.asked_at,
        mentor_reply=Reply.ACCEPTED,
        mentor_replied_at=now,
        status=MatchStatus.PROPOSED,
    )
    confirm(match, now=now)
    return match


@transaction.atomic
def say_no(request: MentorRequest, *, by: User, now: datetime, not_again: bool = False) -> MentorRequest:
    """Say no, without a reason. The mentee is told kindly, and can ask somebody else."""
    request = _lock(request)
    if not request.can_be_answered_by(by):
        raise _not_open(request, by)
    _close(request, RequestStatus.DECLINED, by=by, now=now)
    if not_again:
        keep_apart(by, other=request.mentee.user, now=now)
    emails.request_closed(request, recipient=request.mentee.user, now=now)
    return request


@transaction.atomic
def take_back(request: MentorRequest, *, by: User, now: datetime) -> MentorRequest:
    """Take a question back; the mentor need not answer it any more, and gets no mail about it."""
    request = _lock(request)
    if not request.can_be_taken_back_by(by):
        raise _not_open(request, by)
    _close(request, RequestStatus.WITHDRAWN, by=by, now=now)
    return request


def take_all_back(mentee: Mentee, *, now: datetime) -> None:
    """Close what a mentee who withdraws has asked. Call it in their transaction."""
    for request in mentee.requests.open().select_for_update().order_by("pk"):
        _close(request, RequestStatus.WITHDRAWN, by=mentee.user, now=now)


def remind_asked(*, now: datetime) -> int:
    """Remind mentors who have not answered after three days, and on the last day; return how many."""
    waiting = MentorRequest.objects.open().with_people().filter(asked_at__lte=now - REMIND_AFTER)
    for request in waiting:
        emails.request_reminder(request, last=request.reply_by <= now + LAST_CALL, now=now)
    return len(waiting)


def lapse_asked(*, now: datetime) -> int:
    """Close requests that nobody answered in seven days, and tell the mentees; return how many.

    Those of which nothing can come any more, and which were being changed when that was found, are closed too.
    """
    for request in MentorRequest.objects.open().filter(mentee__matches__status__in=RUNNING):
        close_requests(MentorRequest.objects.filter(pk=request.pk), now=now)
    overdue = MentorRequest.objects.open().filter(reply_by__lte=now).order_by("pk")
    return sum(_lapse(request, now=now) for request in list(overdue))


@transaction.atomic
def _lapse(request: MentorRequest, *, now: datetime) -> bool:
    request = _lock(request)
    if not request.is_open or request.reply_by > now:
        return False
    _close(request, RequestStatus.EXPIRED, by=None, now=now)
    emails.request_closed(request, recipient=request.mentee.user, now=now)
    return True


def _lock(request: MentorRequest) -> MentorRequest:
    """Lock the mentee, then the request, as everybody does."""
    list(Mentee.objects.select_for_update().filter(pk=request.mentee_id))
    list(MentorRequest.objects.select_for_update().filter(pk=request.pk))
    return MentorRequest.objects.with_people().get(pk=request.pk)


def _close(request: MentorRequest, status: RequestStatus, *, by: User | None, now: datetime) -> None:
    move(request, status, MatchingError(_("This mentor request is no longer open.")))
    request.closed_at = now
    request.save(update_fields=["status", "closed_at"])
    audit.record(f"request.{status.value}", request, by=by, now=now)


def _not_open(request: MentorRequest, by: User) -> Exception:
    if by.pk not in {request.mentor.user_id, request.mentee.user_id}:
        return PermissionDenied()
    return MatchingError(_("This mentor request is no longer open."))
