"""Saying whether a meeting took place. Either of the two can, and can correct it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from matching.models.match_status import OVER
from meetings.errors import MeetingError
from meetings.models import Meeting, MeetingStatus
from meetings.models.meeting import ASK_FOR
from people import audit
from people.status import move

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User

LONGEST_MINUTES = 600


@transaction.atomic
def record_held(meeting: Meeting, *, minutes: int | None = None, by: User, now: datetime) -> Meeting:
    """Say that it took place, and for how long; without a length, as long as planned."""
    meeting = _lock(meeting, by=by, now=now)
    minutes = meeting.minutes if minutes is None else minutes
    if not 0 < minutes <= LONGEST_MINUTES:
        raise MeetingError(_("Give the length in minutes, between 1 and 600."))
    return _record(meeting, MeetingStatus.HELD, minutes=minutes, by=by, now=now)


@transaction.atomic
def record_missed(meeting: Meeting, *, by: User, now: datetime) -> Meeting:
    """Say that it did not take place. Nobody is asked why."""
    return _record(_lock(meeting, by=by, now=now), MeetingStatus.MISSED, minutes=None, by=by, now=now)


@transaction.atomic
def close_unrecorded(*, now: datetime) -> int:
    """Let meetings of pairs that have parted count as not recorded, once both have been asked; return how many (L-16)."""
    over = Meeting.objects.unrecorded(now - ASK_FOR).filter(match__status__in=OVER, match__ended_at__lte=now - ASK_FOR)
    # What another sweep, or one of the two, holds just now is left to the next sweep.
    waiting = list(over.select_for_update(of=("self",), skip_locked=True).order_by("pk"))
    for meeting in waiting:
        move(meeting, MeetingStatus.UNRECORDED)
        audit.record("meeting.unrecorded", meeting, by=None, now=now)
    Meeting.objects.bulk_update(waiting, ["status"])
    return len(waiting)


def _lock(meeting: Meeting, *, by: User, now: datetime) -> Meeting:
    meeting = Meeting.objects.with_people().select_for_update(of=("self",)).get(pk=meeting.pk)
    if not meeting.match.includes(by):
        raise MeetingError(_("Only the two people who meet can say whether they met."))
    if not meeting.can_be_recorded(now):
        raise MeetingError(_("You can say whether you met once the meeting has begun."))
    return meeting


def _record(meeting: Meeting, status: MeetingStatus, *, minutes: int | None, by: User, now: datetime) -> Meeting:
    if status != meeting.status:
        move(meeting, status, MeetingError(_("This meeting has changed in the meantime. Please look at it again.")))
    meeting.held_minutes, meeting.recorded_at, meeting.recorded_by = minutes, now, by
    meeting.save(update_fields=["status", "held_minutes", "recorded_at", "recorded_by"])
    audit.record(f"meeting.{status}", meeting, by=by, now=now)
    return meeting
