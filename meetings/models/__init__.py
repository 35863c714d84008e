"""Standing appointments, the meetings they put into the calendar, and what is noted about them."""

from meetings.models.appointment import Appointment, new_uid
from meetings.models.coordinator_notes import LetterKind, PairLetter, PairNote
from meetings.models.goal import GoalProgress, Progress
from meetings.models.meeting import Attendance, Meeting, MeetingStatus
from meetings.models.note import PrivateNote
from meetings.models.pair import Pair

__all__ = [
    "Appointment",
    "Attendance",
    "GoalProgress",
    "LetterKind",
    "Meeting",
    "MeetingStatus",
    "Pair",
    "PairLetter",
    "PairNote",
    "PrivateNote",
    "Progress",
    "new_uid",
]
