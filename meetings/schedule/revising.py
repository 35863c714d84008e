"""What every change of a meeting has in common: its status follows the table, and its edition is counted (C-04)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from meetings.calendar import revisions
from meetings.errors import MeetingError
from meetings.models import Meeting, MeetingStatus
from people.status import move

if TYPE_CHECKING:
    from datetime import datetime

    from meetings.calendar.revisions import EventChange


def change_status(meeting: Meeting, status: MeetingStatus) -> None:
    """Change the status if its table of transitions says so; moving leaves a planned meeting planned."""
    if status == meeting.status == MeetingStatus.PLANNED:
        return
    move(meeting, status, MeetingError(_("This meeting has changed in the meantime. Please look at it again.")))


def revise(meeting: Meeting, change: EventChange, *, now: datetime) -> None:
    """Count a change. A meeting of a series goes on from the number of its series."""
    part_of_series = meeting.original_on is not None and meeting.appointment is not None
    series = meeting.appointment.revision if part_of_series and meeting.appointment else None
    revision = revisions.revised(meeting.revision, change, now=now, series=series)
    meeting.sequence, meeting.stamped_at = revision.sequence, revision.stamped_at
