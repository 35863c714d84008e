"""C-02, C-06 to C-10: the calendars that we send, byte by byte and as other programs read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

import pytest
import vobject  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Timezone

from meetings.calendar.instants import instant
from meetings.calendar.invitations import Event, Method, Party, calendar
from meetings.calendar.recurrence import EventFrequency, Series, plan
from meetings.calendar.revisions import Revision
from meetings.tests.itip import events_of, problems

GOLDEN = Path(__file__).parent / "golden"
NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
SERIES = Event(
    uid="8c1d5a4e0f@mentoring.example.org",
    zone="Europe/Berlin",
    starts=datetime(2026, 3, 10, 10),
    minutes=60,
    revision=Revision(0, NOW),
    created_at=NOW,
    organizer=Party("Mentoring", "mentoring@example.org"),
    attendees=(Party("Okafor, Amara", "amara@example.org"), Party("Żaneta Wiśniewska-Größmann", "zaneta@example.org")),
    summary="Mentoring",
    description="Your standing appointment. To move or cancel one meeting, open\nhttps://mentoring.example.org/meetings/",
    place="Zimmer 3, Café Größenwahn – im Erdgeschoss links, hinter der großen Türe; notfalls per Videoanruf",
    url="https://mentoring.example.org/meetings/",
    series=Series(date(2026, 3, 10), 1, 6, frozenset({date(2026, 3, 24)})),
)
MOVED = replace(
    SERIES,
    series=None,
    starts=datetime(2026, 3, 19, 15, 30),
    instead_of=datetime(2026, 3, 17, 10),
    revision=Revision(1, NOW + timedelta(days=1)),
)
CANCELLED = replace(
    SERIES,
    series=None,
    starts=datetime(2026, 3, 31, 10),
    instead_of=datetime(2026, 3, 31, 10),
    revision=Revision(1, NOW + timedelta(days=2)),
    cancelled=True,
)
FILES = {
    "invitation": (Method.REQUEST, [SERIES]),
    "moved": (Method.REQUEST, [MOVED]),
    "cancelled": (Method.CANCEL, [CANCELLED]),
    "download": (Method.PUBLISH, [SERIES, MOVED]),
}


@pytest.mark.parametrize("name", FILES)
def test_c01_the_calendar_is_the_golden_file_byte_by_byte(name: str) -> None:
    method, events = FILES[name]

    octets = calendar(method, events)

    assert octets == (GOLDEN / f"{name}.ics").read_bytes()
    assert octets.count(b"\r\n") == octets.count(b"\n") == octets.count(b"\r")
    assert max(len(row) for row in octets.split(b"\r\n")) <= 75


@pytest.mark.parametrize("name", FILES)
def test_c20_two_independent_parsers_and_the_tables_of_itip_accept_it(name: str) -> None:
    octets = calendar(*FILES[name])

    events = [part for part in vobject.readOne(octets.decode()).components() if part.name == "VEVENT"]

    assert problems(octets) == []
    assert [event.uid.value for event in events] == [SERIES.uid] * len(FILES[name][1])
    assert {event.summary.value for event in events} == {"Mentoring"}


def test_c02_the_calendar_says_who_what_and_how_before_any_component() -> None:
    rows = calendar(Method.REQUEST, [SERIES]).decode().split("\r\n")

    assert rows[:6] == [
        "BEGIN:VCALENDAR",
        "PRODID:-//Whetstone//Mentoring//EN",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        "METHOD:REQUEST",
        "BEGIN:VTIMEZONE",
    ]
    assert rows.count("METHOD:REQUEST") == 1


def test_c02_both_people_are_asked_to_answer() -> None:
    event = events_of(calendar(Method.REQUEST, [SERIES]))[0]

    assert [str(one) for one in event["ATTENDEE"]] == ["mailto:amara@example.org", "mailto:zaneta@example.org"]
    for attendee, name in zip(event["ATTENDEE"], ["Okafor, Amara", "Żaneta Wiśniewska-Größmann"], strict=True):
        assert {key: str(value) for key, value in attendee.params.items()} == {
            "CN": name, "CUTYPE": "INDIVIDUAL", "PARTSTAT": "NEEDS-ACTION", "ROLE": "REQ-PARTICIPANT", "RSVP": "TRUE",
        }  # fmt: skip


def test_c07_one_moved_meeting_is_known_by_its_original_local_start() -> None:
    event = events_of(calendar(Method.REQUEST, [MOVED]))[0]

    assert event["RECURRENCE-ID"].params["TZID"] == "Europe/Berlin"
    assert event["RECURRENCE-ID"].dt.isoformat() == "2026-03-17T10:00:00+01:00"
    assert event["DTSTART"].dt.isoformat() == "2026-03-19T15:30:00+01:00"
    assert "RRULE" not in event
    assert "RANGE" not in event["RECURRENCE-ID"].params


def test_c08_a_cancellation_has_the_method_the_status_the_uid_and_a_higher_sequence() -> None:
    octets = calendar(Method.CANCEL, [CANCELLED])
    event = events_of(octets)[0]

    assert (b"\r\nMETHOD:CANCEL\r\n" in octets, str(event["STATUS"]), int(event["SEQUENCE"])) == (True, "CANCELLED", 1)
    assert (str(event["UID"]), str(event["ORGANIZER"])) == (SERIES.uid, "mailto:mentoring@example.org")


def test_c10_the_time_is_protected_and_the_entry_private() -> None:
    event = events_of(calendar(Method.REQUEST, [SERIES]))[0]

    assert [str(event[name]) for name in ("TRANSP", "CLASS", "X-MICROSOFT-CDO-BUSYSTATUS", "SUMMARY")] == [
        "OPAQUE",
        "PRIVATE",
        "BUSY",
        "Mentoring",
    ]


def test_c09_nobody_sends_on_behalf_of_somebody() -> None:
    assert b"SENT-BY" not in calendar(Method.REQUEST, [SERIES])


def test_b13_where_wall_time_cannot_say_when_it_ends_the_length_is_said() -> None:
    """02:30 to 03:30, as clocks go back from 03:00 to 02:00 in between: it ends at 02:30 again."""
    night = replace(SERIES, starts=datetime(2026, 10, 25, 2, 30), series=None)

    event = events_of(calendar(Method.REQUEST, [night]))[0]

    assert "DTEND" not in event
    assert event["DURATION"].dt == timedelta(hours=1)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(
        [
            "Europe/Berlin",
            "America/New_York",
            "Africa/Casablanca",
            "Africa/Cairo",
            "Australia/Lord_Howe",
            "Asia/Kathmandu",
            "UTC",
        ]
    ),
    st.sampled_from(EventFrequency),
    st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.sampled_from([30, 45, 60]),
)
def test_c06_a_reader_who_knows_only_our_vtimezone_finds_every_meeting_at_the_right_instant(
    zone: str, rhythm: EventFrequency, starts_on: date, at: time, minutes: int
) -> None:
    series = plan(rhythm, weekday=starts_on.weekday(), starts_on=starts_on, until_on=starts_on + timedelta(days=190))
    assert series is not None
    event = replace(SERIES, zone=zone, starts=datetime.combine(series.first, at), minutes=minutes, series=series)

    octets = calendar(Method.REQUEST, [event])

    read = Calendar.from_ical(octets.decode())
    described = cast("Timezone", read.walk("VTIMEZONE")[0]).to_tz(lookup_tzid=False)
    assert problems(octets) == []
    for day in series.days():
        here = datetime.combine(day, at)
        expected = instant(day, at, ZoneInfo(zone))
        told = here.replace(tzinfo=described).astimezone(UTC)
        # Where a time is missing or doubled, the parser's own class of zones has no rule; ours is tested elsewhere.
        ordinary = (
            here.replace(tzinfo=ZoneInfo(zone)).utcoffset() == here.replace(tzinfo=ZoneInfo(zone), fold=1).utcoffset()
        )
        assert told == expected or not ordinary
