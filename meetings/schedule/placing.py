"""Taking time of two people. Each process that takes or frees it locks both people first, in the order of their ids.

So two plans that share a person wait for each other instead of failing, and never wait in a circle. The database
refuses overlaps all the same (`attendance_no_overlap`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q

from matching.models import Match
from meetings.calendar.instants import instant
from meetings.models import Attendance, Meeting
from people.models import User

Span = tuple[datetime, datetime]


def lock_people(match: Match) -> list[User]:
    """Lock both people of a pair until the end of the transaction, and return them."""
    pks = [match.mentor.user_id, match.mentee.user_id]
    # Weaker than FOR UPDATE: rows that merely point to these people can be written meanwhile.
    return list(User.objects.get_queryset().filter(pk__in=pks).order_by("pk").select_for_update(no_key=True))


def timed(meeting: Meeting) -> Meeting:
    """Compute the instants of a meeting from its wall time, its zone and its length."""
    meeting.starts_at = instant(meeting.local_date, meeting.local_time, meeting.zone)
    meeting.ends_at = meeting.starts_at + timedelta(minutes=meeting.minutes)
    return meeting


def spans_taken(
    people: Sequence[User], begin: datetime, end: datetime, *, besides: Meeting | None = None
) -> list[Span]:
    """Return when one of these people is taken by a meeting between two moments."""
    attendances = Attendance.objects.filter(user__in=people, during__overlap=DateTimeTZRange(begin, end))
    if besides:
        attendances = attendances.filter(~Q(meeting=besides))
    return [(during.lower, during.upper) for during in attendances.values_list("during", flat=True)]


def overlaps(meeting: Meeting, spans: Sequence[Span]) -> bool:
    """Tell whether a meeting collides with one of these times; touching is fine."""
    return any(meeting.starts_at < end and begin < meeting.ends_at for begin, end in spans)


def take(meetings: Sequence[Meeting], people: Sequence[User]) -> None:
    """Take the time of saved meetings. The people are locked, and the times were looked at under that lock."""
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, user=person, during=DateTimeTZRange(meeting.starts_at, meeting.ends_at))
        for meeting in meetings
        for person in people
    )


def free(meetings: Sequence[Meeting]) -> None:
    """Give the time of these meetings back."""
    Attendance.objects.filter(meeting__in=meetings).delete()


def is_free(meeting: Meeting, people: Sequence[User]) -> bool:
    """Tell whether nobody has another meeting at its time. The people are locked."""
    return not overlaps(meeting, spans_taken(people, meeting.starts_at, meeting.ends_at, besides=meeting))
