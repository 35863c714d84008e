"""What RFC 5546 lets stand in an event, for the methods that we send (its tables in sections 3.2.1, 3.2.2, 3.2.5)."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import Any, cast

from django.core.mail import EmailMessage
from icalendar import Calendar, Component

# Property: (fewest, most) occurrences in a VEVENT. What is not listed here, and is not X-, may not be there.
ANY = 10**6
COMMON = {
    "DTSTAMP": (1, 1),
    "ORGANIZER": (1, 1),
    "UID": (1, 1),
    "RECURRENCE-ID": (0, 1),
    "CLASS": (0, 1),
    "CREATED": (0, 1),
    "DESCRIPTION": (0, 1),
    "LAST-MODIFIED": (0, 1),
    "LOCATION": (0, 1),
    "RRULE": (0, 1),
    "EXDATE": (0, ANY),
    "TRANSP": (0, 1),
    "URL": (0, 1),
    "DURATION": (0, 1),
    "DTEND": (0, 1),
}
TABLES = {
    "REQUEST": COMMON
    | {"ATTENDEE": (1, ANY), "DTSTART": (1, 1), "SUMMARY": (1, 1), "SEQUENCE": (0, 1), "STATUS": (0, 1)},
    "CANCEL": COMMON
    | {"ATTENDEE": (0, ANY), "DTSTART": (0, 1), "SUMMARY": (0, 1), "SEQUENCE": (1, 1), "STATUS": (0, 1)},
    "PUBLISH": COMMON
    | {"ATTENDEE": (0, 0), "DTSTART": (1, 1), "SUMMARY": (1, 1), "SEQUENCE": (0, 1), "STATUS": (0, 1)},
}
STATUSES = {
    "REQUEST": {"CONFIRMED", "TENTATIVE"},
    "CANCEL": {"CANCELLED"},
    "PUBLISH": {"CONFIRMED", "TENTATIVE", "CANCELLED"},
}


def events_of(octets: bytes) -> list[dict[str, Any]]:
    """Return the events of a calendar as icalendar reads them."""
    return cast("list[dict[str, Any]]", Calendar.from_ical(octets.decode()).walk("VEVENT"))


@dataclass(frozen=True)
class Sent:
    """A calendar as it travelled in a mail: the method of its MIME part and of its text, its octets, its events."""

    method: str
    octets: bytes
    events: list[dict[str, Any]]


def calendars_in(email: EmailMessage) -> list[Sent]:
    """Return the calendars of a sent mail (an item of `django.core.mail.outbox`), as a mail program finds them."""
    message = message_from_bytes(email.message().as_bytes(), policy=policy.default)
    found = []
    for part in message.walk():
        if part.get_content_type() == "text/calendar":
            octets = cast("bytes", part.get_payload(decode=True))
            method = part["Content-Type"].params["method"]
            assert f"\r\nMETHOD:{method}\r\n".encode() in octets
            found.append(Sent(method, octets, events_of(octets)))
    return found


def problems(octets: bytes) -> list[str]:
    """Return what is wrong with a calendar, as sentences; an empty list means that it may be sent."""
    calendar = Calendar.from_ical(octets.decode())
    method = str(calendar["METHOD"])
    found = [
        f"{name} {count} times" for name in ("PRODID", "VERSION", "METHOD") if (count := _count(calendar, name)) != 1
    ]
    events = calendar.walk("VEVENT")
    zones = {str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")}
    if not events:
        found.append("no event")
    if method != "PUBLISH" and len({str(event["UID"]) for event in events}) != 1:
        found.append("several UIDs in one message")
    for event in events:
        found += [f"error: {name} {text}" for name, text in event.errors]
        found += _event_problems(event, method, zones)
    return found


def _event_problems(event: Component, method: str, zones: set[str]) -> list[str]:
    table = TABLES[method]
    names = {name for name in event if not name.startswith("X-")}
    found = [f"{name} may not stand in {method}" for name in names - set(table)]
    for name, (fewest, most) in table.items():
        if not fewest <= _count(event, name) <= most:
            found.append(f"{name} {_count(event, name)} times in {method}")
    if "DURATION" in event and "DTEND" in event:
        found.append("DURATION and DTEND")
    if str(event.get("STATUS", "")) not in STATUSES[method] | {""}:
        found.append(f"STATUS {event['STATUS']} in {method}")
    found += [
        f"{name} in a zone that is not described"
        for name in ("DTSTART", "DTEND", "RECURRENCE-ID")
        if name in event and event[name].params.get("TZID") not in zones
    ]
    if event.subcomponents:
        found.append("components inside an event")
    return found


def _count(component: Component, name: str) -> int:
    value = component.get(name, [])
    return len(value) if isinstance(value, list) else 1
