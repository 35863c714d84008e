"""What the list of meetings shows: the next one, what waits for an answer, and each relationship's past and future."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from meetings import times
from meetings.models import Meeting, MeetingStatus
from meetings.models.meeting import RECORDED

if TYPE_CHECKING:
    from matching.models import Match
    from meetings.models import Appointment
    from people.models import User

SHOWN, LATELY = 4, 3
PAST = {*RECORDED, MeetingStatus.CANCELLED, MeetingStatus.UNRECORDED}


@dataclass(frozen=True)
class Relationship:
    """One pair's meetings, as one of the two sees them. The balance (held, missed, minutes) is for the pair alone (D-23)."""

    match: Match
    other: User
    meetings: list[Meeting]
    now: datetime

    @property
    def appointment(self) -> Appointment | None:
        """The standing appointment that goes on."""
        running = [meeting.appointment for meeting in self.meetings if meeting.appointment]
        return next((appointment for appointment in running if not appointment.ended_at), None)

    @property
    def rhythm(self) -> str:
        """How often, in the agreement's words."""
        return times.rhythm_of(self.appointment) if self.appointment else ""

    @property
    def upcoming(self) -> list[Meeting]:
        """Planned and not over, soonest first."""
        return [
            meeting
            for meeting in self.meetings
            if meeting.status == MeetingStatus.PLANNED and not meeting.is_over(self.now)
        ]

    @property
    def soon(self) -> list[Meeting]:
        """The first few of them."""
        return self.upcoming[:SHOWN]

    @property
    def later(self) -> list[Meeting]:
        """The rest of them."""
        return self.upcoming[SHOWN:]

    @property
    def past(self) -> list[Meeting]:
        """What was recorded, and what was called off and would be over by now; newest first."""
        done = [meeting for meeting in self.meetings if meeting.status in PAST]
        return [meeting for meeting in reversed(done) if meeting.is_over(self.now)]

    @property
    def lately(self) -> list[Meeting]:
        """The newest few of them."""
        return self.past[:LATELY]

    @property
    def before(self) -> list[Meeting]:
        """The rest of them."""
        return self.past[LATELY:]

    @property
    def held(self) -> int:
        """How many took place."""
        return sum(meeting.status == MeetingStatus.HELD for meeting in self.meetings)

    @property
    def missed(self) -> int:
        """How many did not."""
        return sum(meeting.status == MeetingStatus.MISSED for meeting in self.meetings)

    @property
    def hours(self) -> float:
        """Time together, in hours."""
        return round(sum(meeting.held_minutes or 0 for meeting in self.meetings) / 60, 1)


@dataclass(frozen=True)
class Overview:
    """Everything about someone's meetings."""

    relationships: list[Relationship]
    next: Meeting | None
    next_other: User | None
    unrecorded: list[Meeting]
    unplaced: list[Meeting]


def overview_of(user: User, *, now: datetime) -> Overview:
    """Return all meetings of a person, grouped, in one query."""
    meetings = list(Meeting.objects.visible_to(user).with_people().order_by("match", "starts_at", "pk"))
    groups = [list(group) for _match, group in groupby(meetings, key=lambda meeting: meeting.match_id)]
    relationships = [Relationship(group[0].match, group[0].match.other(user), group, now) for group in groups]
    relationships.sort(key=lambda one: (not one.upcoming, one.upcoming[0].starts_at if one.upcoming else now))
    upcoming = sorted((one for each in relationships for one in each.upcoming), key=lambda one: one.starts_at)
    coming = upcoming[0] if upcoming else None
    return Overview(
        relationships=relationships,
        next=coming,
        next_other=coming.match.other(user) if coming else None,
        unrecorded=[one for one in meetings if one.status == MeetingStatus.PLANNED and one.is_over(now)],
        unplaced=[one for one in meetings if one.needs_a_time(now)],
    )
