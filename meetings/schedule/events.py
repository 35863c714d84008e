"""From rows to calendar files: what an invitation, a change or a cancellation says (C-01 to C-10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.hours import protected_hours
from meetings.calendar.invitations import Event, Method, Party, calendar
from meetings.calendar.recurrence import WEEKS_BETWEEN, EventFrequency, Series, of_days
from meetings.models import Appointment, Meeting, MeetingStatus
from notifications.links import absolute

if TYPE_CHECKING:
    from matching.models import Match


def invitation(appointment: Appointment) -> bytes | None:
    """Ask both to accept the series; None where none of its meetings has a time."""
    event = _series(appointment)
    return calendar(Method.REQUEST, [event]) if event else None


def change(meeting: Meeting) -> bytes:
    """Ask both to accept a meeting's new time."""
    return calendar(Method.REQUEST, [_meeting(meeting)])


def cancellation(meeting: Meeting) -> bytes:
    """Take one meeting out of both calendars."""
    return calendar(Method.CANCEL, [replace(_meeting(meeting), cancelled=True)])


def end(appointment: Appointment, meetings: Sequence[Meeting]) -> bytes:
    """Take these meetings, the rest of a series, out of both calendars.

    A series of which nothing has been is cancelled whole. From one that has a past, the meetings to come are
    cancelled one by one, so that what took place stays in people's calendars.
    """
    series = _series(appointment)
    whole = len(meetings) == appointment.meetings.filter(original_on__isnull=False).count()
    if series and whole:
        return calendar(Method.CANCEL, [replace(series, cancelled=True)])
    about = _description(appointment)
    return calendar(Method.CANCEL, [replace(_meeting(meeting, about), cancelled=True) for meeting in meetings])


def download(appointment: Appointment) -> bytes | None:
    """Return the whole series as a file to import, with what was moved and what was cancelled (C-17: the same UIDs)."""
    series = _series(appointment)
    meetings = appointment.meetings.with_people().exclude(status=MeetingStatus.UNPLACED)
    changed = [meeting for meeting in meetings if not meeting.original_on or meeting.sequence]
    about = _description(appointment)
    events = [
        replace(_meeting(meeting, about), cancelled=meeting.status == MeetingStatus.CANCELLED) for meeting in changed
    ]
    events = [*([series] if series else []), *events]
    return calendar(Method.PUBLISH, events) if events else None


def download_one(meeting: Meeting) -> bytes:
    """Return one meeting as a file to import."""
    cancelled = meeting.status == MeetingStatus.CANCELLED
    return calendar(Method.PUBLISH, [replace(_meeting(meeting), cancelled=cancelled)])


def organizer() -> Party:
    """Return the mailbox from which the installation writes, and that it reads (C-09)."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return Party(name or address, address)


def series_of(appointment: Appointment) -> Series | None:
    """Return the days that the series has in people's calendars, whatever became of single meetings later."""
    days = appointment.meetings.filter(original_on__isnull=False).order_by("original_on")
    known: list[date] = [day for day in days.values_list("original_on", flat=True) if day]
    return of_days(known, every=WEEKS_BETWEEN[EventFrequency(appointment.rhythm)])


def _series(appointment: Appointment) -> Event | None:
    series = series_of(appointment)
    if not series:
        return None
    return Event(
        uid=appointment.uid,
        zone=appointment.time_zone,
        starts=datetime.combine(series.first, appointment.starts_at),
        minutes=appointment.minutes,
        revision=appointment.revision,
        created_at=appointment.created_at,
        organizer=organizer(),
        attendees=_attendees(appointment.match),
        summary=_("Mentoring"),
        description=_description(appointment),
        place=appointment.place,
        url=absolute(reverse("meetings:list")),
        series=series,
    )


def _meeting(meeting: Meeting, about: str = "") -> Event:
    """Return one meeting: of the series by its RECURRENCE-ID, or an event of its own. `about` is its description."""
    appointment = meeting.appointment
    original = None
    if appointment and meeting.original_on:
        original = datetime.combine(meeting.original_on, appointment.starts_at)
    return Event(
        uid=appointment.uid if appointment and original else meeting.uid,
        zone=meeting.time_zone,
        starts=datetime.combine(meeting.local_date, meeting.local_time),
        minutes=meeting.minutes,
        revision=meeting.revision,
        created_at=appointment.created_at if appointment else meeting.stamped_at,
        organizer=organizer(),
        attendees=_attendees(meeting.match),
        summary=_("Mentoring"),
        description=about or _description(appointment),
        place=meeting.place,
        url=absolute(reverse("meetings:show", args=[meeting.pk])),
        instead_of=original,
    )


def _attendees(match: Match) -> tuple[Party, ...]:
    return tuple(Party(person.name, person.email) for person in (match.mentor.user, match.mentee.user))


def _description(appointment: Appointment | None) -> str:
    """Say where to move or cancel, and what time is protected (P-27). Goals and notes never stand in a calendar (C-10)."""
    sentence = _("A meeting of the mentoring program. Move or cancel it here: %(url)s") % {
        "url": absolute(reverse("meetings:list"))
    }
    if appointment is None:
        return sentence
    protected = _("Protected working time: %(time)s.") % {"time": protected_hours.words(appointment.version)}
    return f"{sentence}\n{protected}"
