"""The mails about meetings. Rows hold ids; what is written, is written from what is true when it is sent."""

from meetings.emails.calendar import meeting_cancelled, meeting_moved, series_ended, series_planned
from meetings.emails.letters import letter, written
from meetings.emails.nudges import check_in, did_you_meet, reminder

__all__ = [
    "check_in",
    "did_you_meet",
    "letter",
    "meeting_cancelled",
    "meeting_moved",
    "reminder",
    "series_ended",
    "series_planned",
    "written",
]
