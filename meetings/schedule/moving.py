"""Another time for one meeting, or none. The other meetings of its series stay as they are (C-07, C-08)."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from matching.pairs.relationships import hold_match
from meetings import emails
from meetings.calendar.revisions import EventChange
from meetings.errors import MeetingError
from meetings.models import Meeting, MeetingStatus
from meetings.schedule import placing
from meetings.schedule.revising import change_status, revise
from people import audit

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def move(
    meeting: Meeting, *, local_date: date, local_time: time, edition: int | None = None, by: User, now: datetime
) -> Meeting:
    """Give a meeting another time: wall time in the meeting's own zone. Refused when one of the two is taken then.

    With `edition`, also refused when the meeting is no longer the one that the person looked at (its `sequence`).
    """
    meeting = _locked_meeting(meeting, by)
    if edition not in {None, meeting.sequence}:
        name = meeting.match.other(by).first_name
        raise MeetingError(
            _("%(name)s has changed this meeting in the meantime. Look at the new time first.") % {"name": name}
        )
    if not meeting.can_be_moved():
        raise MeetingError(_("This meeting can no longer be moved."))
    before = meeting.starts_at
    was_invited = meeting.original_on is not None or meeting.status != MeetingStatus.UNPLACED
    meeting.local_date, meeting.local_time = local_date, local_time
    placing.timed(meeting)
    _check_time(meeting, now=now)
    people = placing.lock_people(meeting.match)
    if not placing.is_free(meeting, people):
        raise MeetingError(_("One of you has another mentoring meeting at that time. Choose another time."))
    change_status(meeting, MeetingStatus.PLANNED)
    meeting.recorded_at = meeting.recorded_by = None
    # A meeting that was in nobody's calendar yet goes there as its first edition.
    revise(meeting, EventChange.TIME if was_invited else EventChange.TEXT, now=now)
    meeting.save()
    placing.free([meeting])
    placing.take([meeting], people)
    audit.record("meeting.moved", meeting, by=by, now=now, sequence=meeting.sequence)
    for person in people:
        emails.meeting_moved(meeting, recipient=person, by=by, before=before, now=now)
    return meeting


@transaction.atomic
def cancel(meeting: Meeting, *, by: User, now: datetime) -> Meeting:
    """Call one meeting off; the others stay."""
    meeting = _locked_meeting(meeting, by)
    if not meeting.can_be_cancelled(now):
        raise MeetingError(_("Only a meeting that is still to come can be cancelled."))
    was_invited = meeting.status == MeetingStatus.PLANNED
    people = placing.lock_people(meeting.match)
    change_status(meeting, MeetingStatus.CANCELLED)
    revise(meeting, EventChange.CANCELLATION, now=now)
    meeting.save()
    placing.free([meeting])
    audit.record("meeting.cancelled", meeting, by=by, now=now, sequence=meeting.sequence)
    for person in people:
        emails.meeting_cancelled(meeting, recipient=person, by=by, was_invited=was_invited, now=now)
    return meeting


def _locked_meeting(meeting: Meeting, by: User) -> Meeting:
    """Lock a meeting of the person's own, its match first."""
    hold_match(meeting.match)
    meeting = Meeting.objects.with_people().select_for_update(of=("self",)).get(pk=meeting.pk)
    if not meeting.match.includes(by):
        raise MeetingError(_("Only the two people who meet can change their meetings."))
    return meeting


def _check_time(meeting: Meeting, *, now: datetime) -> None:
    """Refuse times that lie in the past or after the relationship."""
    if meeting.starts_at <= now:
        raise MeetingError(_("That time has passed. Choose a time that is still to come."))
    ends_on = meeting.appointment.until_on if meeting.appointment else meeting.match.ends_on
    if ends_on and meeting.local_date > ends_on:
        raise MeetingError(_("Your agreement ends before that day. Choose an earlier day."))
