"""What is sent around a meeting without anyone doing something: reminders, a question afterwards, a gentle nudge.

Each sweep looks at the meetings of the next days and writes the rows that are not there yet, with the time at which
they are due. A reminder's natural key holds the start, so a meeting that is moved gets new ones; the old ones find
out when they are sent that they are pointless (B-06).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from matching.models import Match, MatchStatus
from matching.models.match_status import OVER
from meetings import emails
from meetings.calendar.instants import morning_before, next_working_morning
from meetings.models import Meeting
from meetings.pairs import pair_health
from notifications.models import Message
from notifications.outbox import queue_all

if TYPE_CHECKING:
    from people.models import User

# Rows stand in the database this long before their meeting, so that they leave even if no sweep runs for a day.
AHEAD = timedelta(days=3)
# Nobody is asked about meetings that are older than this.
ASK_FOR = timedelta(days=7)
HOUR = timedelta(hours=1)
KINDS = ("meetings.reminder_day", "meetings.reminder_hour", "meetings.did_you_meet")
Known = set[tuple[str, str, int, object]]


def queue_reminders(*, now: datetime) -> int:
    """Write every reminder and question that is not written yet, and return how many were."""
    near = Meeting.objects.planned().filter(starts_at__lte=now + AHEAD, ends_at__gt=now - ASK_FOR)
    # What took place on the last day, or before an early end, is asked about after it (L-16).
    asked = Q(match__status=MatchStatus.ACTIVE) | Q(match__status__in=OVER, ends_at__lte=now)
    meetings = list(near.filter(asked).with_people())
    known = _known(meetings)
    missing = [message for meeting in meetings for message in _missing(meeting, known, now=now)]
    queue_all(missing, now=now)
    return len(missing)


@transaction.atomic
def queue_check_ins(*, now: datetime) -> int:
    """Ask both people of every pair that needs a check-in, once for each time that their meetings stop (P-31)."""
    active = pair_health.bare(Match.objects.filter(status=MatchStatus.ACTIVE))
    last_held: dict[int, datetime | None] = {
        row.pk: row.last_held_at  # type: ignore[attr-defined] # annotated
        for row in pair_health.with_dates(active, now=now)
        if pair_health.state_of(row, now=now).asks_the_pair
    }
    questions = [
        emails.check_in(match, recipient=person, since=_name_of(last_held[match.pk]), now=now)
        for match in Match.objects.with_people().filter(pk__in=last_held)
        for person in (match.mentor.user, match.mentee.user)
    ]
    queue_all(questions, now=now)
    return len(questions)


def _name_of(last: datetime | None) -> str:
    """Name the time since which a pair has not met, by its last meeting."""
    return last.date().isoformat() if last else "start"


def _missing(meeting: Meeting, known: Known, *, now: datetime) -> Iterator[Message]:
    """Yield what is to be said about a meeting and is not written yet."""
    for person in (meeting.match.mentor.user, meeting.match.mentee.user):
        for kind, due_at in _due(meeting, person, now=now):
            if (kind, str(meeting.pk), person.pk, meeting.starts_at.isoformat()) in known:
                continue
            if kind == "meetings.did_you_meet":
                yield emails.did_you_meet(meeting, recipient=person, due_at=due_at, now=now)
            else:
                when = kind.rpartition("_")[2]
                yield emails.reminder(meeting, recipient=person, when=when, due_at=due_at, now=now)


def _due(meeting: Meeting, person: User, *, now: datetime) -> Iterator[tuple[str, datetime]]:
    """Yield what is to be sent to one person about one meeting, and when.

    A reminder that would have been due before the meeting got its time is left out: the invitation has just come.
    """
    if meeting.is_over(now):
        yield "meetings.did_you_meet", next_working_morning(meeting.ends_at, person.zone)
    elif meeting.starts_at > now:
        day, hour = morning_before(meeting.starts_at, person.zone), meeting.starts_at - HOUR
        if meeting.stamped_at < day:
            yield "meetings.reminder_day", day
        if meeting.stamped_at < hour:
            yield "meetings.reminder_hour", hour


def _known(meetings: list[Meeting]) -> Known:
    """Return what is written already, in one query: (kind, meeting, person, start)."""
    rows = Message.objects.filter(kind__in=KINDS, subject_id__in=[str(meeting.pk) for meeting in meetings])
    return {
        (kind, subject_id, recipient, context.get("start"))
        for kind, subject_id, recipient, context in rows.values_list("kind", "subject_id", "recipient", "context")
    }
