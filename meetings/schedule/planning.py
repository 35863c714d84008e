"""The standing appointment becomes meetings, and ends with its pair.

Every process locks the match, then both people, then its rows, in this order. What changes in people's calendars
is written into `sequence` and `stamped_at` (C-04), and a message with the calendar file goes to both.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.hours.appointment import of as standing_of
from matching.pairs.relationships import hold_match, lock_match
from meetings import emails
from meetings.calendar import revisions
from meetings.calendar.instants import instant
from meetings.calendar.recurrence import EventFrequency, plan
from meetings.calendar.revisions import EventChange, Revision
from meetings.errors import MeetingError
from meetings.models import Appointment, Meeting, MeetingStatus
from meetings.schedule import placing
from meetings.schedule.moving import cancel, move
from meetings.schedule.revising import change_status, revise
from people import audit

if TYPE_CHECKING:
    from agreements.models import AgreementVersion
    from matching.models import Match
    from people.models import User

__all__ = ["cancel", "end_series", "follow_the_clocks", "move", "plan_series"]


# What an agreement says about the series.
AGREED = ("weekday", "starts_at", "time_zone", "minutes", "rhythm", "channel", "place", "starts_on", "until_on")


@transaction.atomic
def plan_series(version: AgreementVersion, *, now: datetime) -> Appointment:
    """Put the standing appointment of a version in force into the calendar; a second call returns the first's.

    An earlier version's series ends, unless the new one says the same about it (P-28): then everything in the calendars
    stays as it is, with what was moved and prepared. Meetings at which one of the two is busy already become `UNPLACED` and ask for
    another time: planning never fails because of them, since it runs inside the transaction of the last signature.
    """
    match = lock_match(version.agreement.match)
    done = Appointment.objects.filter(version=version).first()
    if done:
        return done
    for earlier in match.appointments.open():
        if _says_the_same(earlier, version):
            return _carry_on(earlier, version, now=now)
        _end(earlier, now=now, replaced=True)
    appointment = _appointment(version, match, now=now)
    meetings = _meetings(appointment, now=now)
    people = placing.lock_people(match)
    _place(meetings, people)
    audit.record(
        "appointment.planned",
        appointment,
        by=None,
        now=now,
        meetings=len(meetings),
        unplaced=sum(meeting.status == MeetingStatus.UNPLACED for meeting in meetings),
    )
    for person in people if meetings else ():
        emails.series_planned(appointment, recipient=person, now=now)
    return appointment


@transaction.atomic
def end_series(match: Match, *, now: datetime) -> None:
    """End the standing appointment of a pair that has parted: what is still to come leaves the calendars."""
    match = lock_match(match)
    for appointment in match.appointments.open():
        _end(appointment, now=now, replaced=False)


def follow_the_clocks(*, now: datetime) -> int:
    """Compute the instants of coming meetings anew, and return how many changed (B-13).

    Wall time is what was agreed, so when a country changes its clocks and tzdata follows, the instants move. A
    meeting that would then collide with another one keeps its old instant until someone moves it.
    """
    return sum(
        _follow(meeting, now=now)
        for meeting in Meeting.objects.upcoming(now).with_people()
        if instant(meeting.local_date, meeting.local_time, meeting.zone) != meeting.starts_at
    )


@transaction.atomic
def _follow(meeting: Meeting, *, now: datetime) -> bool:
    hold_match(meeting.match)
    meeting = placing.timed(Meeting.objects.with_people().select_for_update(of=("self",)).get(pk=meeting.pk))
    people = placing.lock_people(meeting.match)
    if not placing.is_free(meeting, people) or meeting.status != MeetingStatus.PLANNED:
        return False
    meeting.save(update_fields=["starts_at", "ends_at"])
    placing.free([meeting])
    placing.take([meeting], people)
    audit.record("meeting.followed_the_clocks", meeting, by=None, now=now)
    return True


def _says_the_same(appointment: Appointment, version: AgreementVersion) -> bool:
    return all(getattr(appointment, name) == getattr(version, name) for name in AGREED)


def _carry_on(appointment: Appointment, version: AgreementVersion, *, now: datetime) -> Appointment:
    """Let a series go on under the version that replaces the one it came from."""
    appointment.version = version
    appointment.save(update_fields=["version"])
    audit.record("appointment.carried_on", appointment, by=None, now=now, version=version.number)
    return appointment


def _appointment(version: AgreementVersion, match: Match, *, now: datetime) -> Appointment:
    standing = standing_of(version)
    if standing is None:
        raise MeetingError(_("The agreement does not say when the pair meets."))
    first = revisions.first(now)
    return Appointment.objects.create(
        match=match,
        version=version,
        weekday=standing.weekday,
        starts_at=standing.starts_at,
        time_zone=standing.time_zone,
        minutes=standing.minutes,
        rhythm=standing.rhythm,
        channel=version.channel,
        place=version.place,
        starts_on=standing.starts_on,
        until_on=standing.until_on,
        created_at=now,
        sequence=first.sequence,
        stamped_at=first.stamped_at,
    )


def _meetings(appointment: Appointment, *, now: datetime) -> list[Meeting]:
    """Return the meetings of a new series that are still to come, not saved yet."""
    series = plan(
        EventFrequency(appointment.rhythm),
        weekday=appointment.weekday,
        starts_on=appointment.starts_on,
        until_on=appointment.until_on,
    )
    last = appointment.match.meetings.order_by("number").last()
    meetings = [
        placing.timed(
            Meeting(
                match=appointment.match,
                appointment=appointment,
                original_on=day,
                local_date=day,
                local_time=appointment.starts_at,
                time_zone=appointment.time_zone,
                minutes=appointment.minutes,
                channel=appointment.channel,
                place=appointment.place,
                stamped_at=appointment.stamped_at,
            )
        )
        for day in (series.days() if series else [])
    ]
    to_come = [meeting for meeting in meetings if meeting.starts_at > now]
    for number, meeting in enumerate(to_come, start=last.number + 1 if last else 1):
        meeting.number = number
    return to_come


def _place(meetings: list[Meeting], people: list[User]) -> None:
    """Save the meetings, and take the people's time where both are free. They are locked."""
    if not meetings:
        return
    spans = placing.spans_taken(people, meetings[0].starts_at, meetings[-1].ends_at)
    for meeting in meetings:
        if placing.overlaps(meeting, spans):
            change_status(meeting, MeetingStatus.UNPLACED)
            meeting.original_on = None
    Meeting.objects.bulk_create(meetings)
    placing.take([meeting for meeting in meetings if meeting.status == MeetingStatus.PLANNED], people)


def _end(appointment: Appointment, *, now: datetime, replaced: bool) -> None:
    """End a series. If nothing of it has taken place yet it is cancelled whole, else meeting by meeting (C-08)."""
    to_come = list(appointment.meetings.filter(status=MeetingStatus.PLANNED, starts_at__gt=now).with_people())
    waiting = list(appointment.meetings.unplaced().with_people())
    series = appointment.revision
    highest = max([series.sequence, *(meeting.sequence for meeting in to_come)])
    people = placing.lock_people(appointment.match)
    for meeting in to_come + waiting:
        change_status(meeting, MeetingStatus.CANCELLED)
        revise(meeting, EventChange.CANCELLATION, now=now)
    Meeting.objects.bulk_update(to_come + waiting, ["status", "sequence", "stamped_at"])
    placing.free(to_come)
    ended = revisions.revised(Revision(highest, series.stamped_at), EventChange.CANCELLATION, now=now)
    appointment.sequence, appointment.stamped_at, appointment.ended_at = ended.sequence, ended.stamped_at, now
    appointment.save(update_fields=["sequence", "stamped_at", "ended_at"])
    audit.record("appointment.ended", appointment, by=None, now=now, meetings=len(to_come), replaced=replaced)
    _tell_of_the_end(appointment, to_come, people, replaced=replaced, now=now)


def _tell_of_the_end(
    appointment: Appointment, meetings: list[Meeting], people: list[User], *, replaced: bool, now: datetime
) -> None:
    """Tell both: once about the series, and once about each meeting that is an event of its own in calendars."""
    members = [meeting for meeting in meetings if meeting.original_on]
    for person in people:
        if members:
            emails.series_ended(appointment, recipient=person, meetings=members, replaced=replaced, now=now)
        for meeting in meetings:
            if not meeting.original_on:
                emails.meeting_cancelled(meeting, recipient=person, by=None, was_invited=True, now=now)
