"""Invitations, changes and cancellations as whole calendars (C-02, C-06 to C-10).

The method says what the reader is asked to do: REQUEST to answer, CANCEL to remove, PUBLISH to take note (a file
that was downloaded; it names no attendees, RFC 5546 section 3.2.1). All events of one calendar that is sent have
one UID: the series, and meetings of it that were moved or cancelled, each known by its RECURRENCE-ID.
"""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from meetings.calendar.instants import instant, wall
from meetings.calendar.recurrence import Series
from meetings.calendar.revisions import Revision
from meetings.calendar.text import Component, ContentLine, line, text_line, write
from meetings.calendar.vtimezone import vtimezone

PRODUCT = "-//Whetstone//Mentoring//EN"


class Method(StrEnum):
    """What a calendar asks of its reader."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


@dataclass(frozen=True)
class Party:
    """Someone with a name and a mail address."""

    name: str
    email: str


@dataclass(frozen=True, kw_only=True)
class Event:
    """A series, or one meeting. `starts` and `instead_of` (the RECURRENCE-ID) are wall times in `zone`.

    `series` gives the days of a recurring event; it begins on the day of `starts`.
    """

    uid: str
    zone: str
    starts: datetime
    minutes: int
    revision: Revision
    created_at: datetime
    organizer: Party
    attendees: tuple[Party, ...]
    summary: str
    description: str = ""
    place: str = ""
    url: str = ""
    series: Series | None = None
    instead_of: datetime | None = None
    cancelled: bool = False

    @property
    def starts_at(self) -> datetime:
        """The instant of the (first) start."""
        return instant(self.starts.date(), self.starts.time(), zoneinfo.ZoneInfo(self.zone))

    @property
    def ends_at(self) -> datetime:
        """The instant at which the last meeting ends."""
        last = self.series.all_days()[-1] if self.series else self.starts.date()
        return instant(last, self.starts.time(), zoneinfo.ZoneInfo(self.zone)) + timedelta(minutes=self.minutes)


def calendar(method: Method, events: list[Event]) -> bytes:
    """Write a calendar with these events and the zones that they name."""
    return write(
        Component(
            "VCALENDAR",
            (
                line("PRODID", PRODUCT),
                line("VERSION", "2.0"),
                line("CALSCALE", "GREGORIAN"),
                line("METHOD", method),
                *(_zone(key, events) for key in dict.fromkeys(event.zone for event in events)),
                *(_vevent(event, method) for event in events),
            ),
        ),
    )


def _zone(key: str, events: list[Event]) -> Component:
    """Describe a zone for as long as the events that use it last; an original start may lie outside that."""
    mine = [event for event in events if event.zone == key]
    margin = timedelta(days=1)
    replaced = [event.instead_of.replace(tzinfo=UTC) for event in mine if event.instead_of]
    begin = min([*(event.starts_at for event in mine), *replaced])
    end = max([*(event.ends_at for event in mine), *replaced])
    return vtimezone(key, begin - margin, end + margin)


def _vevent(event: Event, method: Method) -> Component:
    status = "CANCELLED" if event.cancelled else "CONFIRMED"
    attendees = [] if method is Method.PUBLISH else [_attendee(attendee, method) for attendee in event.attendees]
    return Component(
        "VEVENT",
        (
            line("UID", event.uid),
            *([_local("RECURRENCE-ID", event.instead_of, event.zone)] if event.instead_of else []),
            line("SEQUENCE", str(event.revision.sequence)),
            line("DTSTAMP", _utc(event.revision.stamped_at)),
            line("CREATED", _utc(event.created_at)),
            line("LAST-MODIFIED", _utc(event.revision.stamped_at)),
            _local("DTSTART", event.starts, event.zone),
            _end(event),
            *_recurrence(event),
            text_line("SUMMARY", event.summary),
            *([text_line("DESCRIPTION", event.description)] if event.description else []),
            *([text_line("LOCATION", event.place)] if event.place else []),
            *([line("URL", event.url)] if event.url else []),
            line("ORGANIZER", f"mailto:{event.organizer.email}", CN=event.organizer.name),
            *attendees,
            line("STATUS", status),
            line("CLASS", "PRIVATE"),
            line("TRANSP", "OPAQUE"),
            line("X-MICROSOFT-CDO-BUSYSTATUS", "FREE" if event.cancelled else "BUSY"),
        ),
    )


def _attendee(party: Party, method: Method) -> ContentLine:
    asked = {"PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"} if method is Method.REQUEST else {}
    parameters = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", **asked, "CN": party.name}
    return line("ATTENDEE", f"mailto:{party.email}", **parameters)


def _recurrence(event: Event) -> list[ContentLine]:
    rule = event.series.rule() if event.series else None
    if not event.series or not rule:
        return []
    left_out = [datetime.combine(day, event.starts.time()) for day in sorted(event.series.without)]
    # One line each: some readers take only the first of several values.
    return [line("RRULE", rule), *(_local("EXDATE", moment, event.zone) for moment in left_out)]


def _end(event: Event) -> ContentLine:
    """Return DTEND; on the one night a year when wall time cannot say when the meeting ends, DURATION."""
    zone = zoneinfo.ZoneInfo(event.zone)
    ends_at = event.starts_at + timedelta(minutes=event.minutes)
    ends = wall(ends_at, zone)
    if instant(ends.date(), ends.time(), zone) == ends_at:
        return _local("DTEND", ends, event.zone)
    return line("DURATION", f"PT{event.minutes}M")


def _local(name: str, moment: datetime, zone: str) -> ContentLine:
    return line(name, moment.strftime("%Y%m%dT%H%M%S"), TZID=zone)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
