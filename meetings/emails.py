"""The mails about meetings. Rows hold ids; what is written, is written from what is true when it is sent."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.models import Match, MatchStatus
from meetings import events, health, times
from meetings.models import Appointment, Meeting, MeetingStatus
from notifications.links import absolute
from notifications.models import Category
from notifications.outbox import Attachment, Button, Mail, queue, renders

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notifications.models import Message
    from people.models import User


def series_planned(appointment: Appointment, *, recipient: User, now: datetime) -> Message:
    """Invite somebody to the meetings of their agreement."""
    return queue("meetings.series_planned", recipient=recipient, subject=appointment, now=now)


def series_ended(
    appointment: Appointment, *, recipient: User, meetings: Sequence[Meeting], replaced: bool, now: datetime
) -> Message:
    """Take what is still to come out of somebody's calendar."""
    pks = ",".join(str(meeting.pk) for meeting in meetings)
    context = {"meetings": pks, "replaced": replaced}
    return queue("meetings.series_ended", recipient=recipient, subject=appointment, now=now, context=context)


def meeting_moved(meeting: Meeting, *, recipient: User, by: User, before: datetime, now: datetime) -> Message:
    """Tell somebody the new time of a meeting."""
    context = {"sequence": meeting.sequence, "by": by.pk, "before": before.isoformat()}
    return queue(
        "meetings.meeting_moved",
        recipient=recipient,
        subject=meeting,
        occurrence=str(meeting.sequence),
        now=now,
        context=context,
    )


def meeting_cancelled(meeting: Meeting, *, recipient: User, by: User | None, was_invited: bool, now: datetime) -> Message:
    """Tell somebody that a meeting is off."""
    context = {"by": by.pk if by else None, "was_invited": was_invited}
    return queue("meetings.meeting_cancelled", recipient=recipient, subject=meeting, now=now, context=context)


def reminder(meeting: Meeting, *, recipient: User, when: str, due_at: datetime, now: datetime) -> Message:
    """Remind somebody of a meeting. `when` is `day` (the day before) or `hour` (an hour before)."""
    start = meeting.starts_at.isoformat()
    return queue(
        f"meetings.reminder_{when}",
        recipient=recipient,
        subject=meeting,
        occurrence=start,
        due_at=due_at,
        now=now,
        context={"start": start},
    )


def did_you_meet(meeting: Meeting, *, recipient: User, due_at: datetime, now: datetime) -> Message:
    """Ask once whether a meeting took place."""
    start = meeting.starts_at.isoformat()
    return queue(
        "meetings.did_you_meet",
        recipient=recipient,
        subject=meeting,
        occurrence=start,
        due_at=due_at,
        now=now,
        context={"start": start},
    )


def check_in(match: Match, *, recipient: User, since: str, now: datetime) -> Message:
    """Ask somebody gently how it goes, once for each time that meetings stop. `since` names that time (P-31)."""
    return queue("meetings.check_in", recipient=recipient, subject=match, occurrence=since, now=now)


@renders("meetings.series_planned", category=Category.MEETING)
def _series_planned(message: Message, *, now: datetime) -> Mail | None:
    appointment = Appointment.objects.with_people().get(pk=message.subject_id)
    if appointment.ended_at:
        return None
    reader = message.recipient
    other = appointment.match.other(reader)
    meetings = list(appointment.meetings.order_by("starts_at"))
    unplaced = [meeting for meeting in meetings if meeting.status == MeetingStatus.UNPLACED]
    planned = [meeting for meeting in meetings if meeting.status == MeetingStatus.PLANNED]
    ics = events.invitation(appointment)
    facts = [(_("When"), times.rhythm_of(appointment))]
    if planned:
        facts += times.both(planned[0].starts_at, reader, other, _("First meeting"))
        facts.append((_("Last meeting"), times.spoken(planned[-1].starts_at, reader)))
    return Mail(
        "meetings_series_planned",
        {
            "other": other,
            "unplaced": [times.spoken(meeting.starts_at, reader) for meeting in unplaced],
            "has_invitation": ics is not None,
            "replaced": appointment.match.appointments.count() > 1,
        },
        facts=[*facts, *_how(appointment)],
        button=Button(_("See your meetings"), absolute(reverse("meetings:list"))),
        reply_to=[other.email],
        thread=_thread(appointment),
        alternatives=_part("REQUEST", ics),
        attachments=_file(ics),
    )


@renders("meetings.series_ended", category=Category.MEETING)
def _series_ended(message: Message, *, now: datetime) -> Mail | None:
    appointment = Appointment.objects.with_people().get(pk=message.subject_id)
    pks = [int(pk) for pk in str(message.context["meetings"]).split(",")]
    meetings = list(Meeting.objects.filter(pk__in=pks).with_people())
    reader = message.recipient
    other = appointment.match.other(reader)
    ics = events.end(appointment, meetings)
    return Mail(
        "meetings_series_ended",
        {"other": other, "replaced": message.context["replaced"]},
        facts=[
            (_("Meetings taken out"), ngettext("%(n)d meeting", "%(n)d meetings", len(meetings)) % {"n": len(meetings)}),
            (_("The first of them"), times.spoken(meetings[0].starts_at, reader)),
        ],
        button=Button(_("See your meetings"), absolute(reverse("meetings:list"))),
        reply_to=[other.email],
        thread=_thread(appointment),
        alternatives=_part("CANCEL", ics),
        attachments=_file(ics),
    )


@renders("meetings.meeting_moved", category=Category.MEETING)
def _meeting_moved(message: Message, *, now: datetime) -> Mail | None:
    meeting, other = _meeting_and_other(message)
    if meeting.status != MeetingStatus.PLANNED or meeting.sequence != message.context["sequence"]:
        return None
    reader = message.recipient
    ics = events.change(meeting)
    before = datetime.fromisoformat(str(message.context["before"]))
    return Mail(
        "meetings_meeting_moved",
        {"other": other, "by_reader": message.context["by"] == reader.pk, "start": _short(meeting, reader)},
        facts=[
            *times.both(meeting.starts_at, reader, other, _("New time")),
            (_("Before"), times.spoken(before, reader)),
            *_how(meeting),
        ],
        button=_open(meeting),
        reply_to=[other.email],
        thread=_thread(meeting.appointment),
        alternatives=_part("REQUEST", ics),
        attachments=_file(ics),
    )


@renders("meetings.meeting_cancelled", category=Category.MEETING)
def _meeting_cancelled(message: Message, *, now: datetime) -> Mail | None:
    meeting, other = _meeting_and_other(message)
    reader = message.recipient
    ics = events.cancellation(meeting) if message.context["was_invited"] else None
    return Mail(
        "meetings_meeting_cancelled",
        {
            "other": other,
            "by_reader": message.context["by"] == reader.pk,
            "day": times.day_of(meeting.starts_at, reader),
            "has_calendar": ics is not None,
        },
        facts=times.both(meeting.starts_at, reader, other, _("Was planned for")),
        button=Button(_("See your meetings"), absolute(reverse("meetings:list"))),
        reply_to=[other.email],
        thread=_thread(meeting.appointment),
        alternatives=_part("CANCEL", ics),
        attachments=_file(ics),
    )


@renders("meetings.reminder_day", category=Category.MEETING)
def _reminder_day(message: Message, *, now: datetime) -> Mail | None:
    return _reminder("meetings_reminder_day", message, now=now)


@renders("meetings.reminder_hour", category=Category.MEETING)
def _reminder_hour(message: Message, *, now: datetime) -> Mail | None:
    return _reminder("meetings_reminder_hour", message, now=now)


def _reminder(template: str, message: Message, *, now: datetime) -> Mail | None:
    """Remind of a meeting, unless it was moved, cancelled or has begun (B-06)."""
    meeting, other = _meeting_and_other(message)
    if not _still(meeting, message) or meeting.starts_at <= now:
        return None
    reader = message.recipient
    here = meeting.starts_at.astimezone(reader.zone).date()
    return Mail(
        template,
        {
            "other": other,
            "days": (here - now.astimezone(reader.zone).date()).days,
            "hour": times.hour_of(meeting.starts_at, reader),
            "day": times.day_of(meeting.starts_at, reader),
            "has_agenda": bool(meeting.agenda),
        },
        facts=[*times.both(meeting.starts_at, reader, other, _("When")), *_how(meeting)],
        button=_open(meeting),
        reply_to=[other.email],
        thread=_thread(meeting.appointment),
    )


@renders("meetings.did_you_meet", category=Category.PROGRAM)
def _did_you_meet(message: Message, *, now: datetime) -> Mail | None:
    meeting, other = _meeting_and_other(message)
    if not _still(meeting, message) or meeting.match.status != MatchStatus.ACTIVE:
        return None
    reader = message.recipient
    return Mail(
        "meetings_did_you_meet",
        {"other": other, "day": times.day_of(meeting.starts_at, reader)},
        facts=times.both(meeting.starts_at, reader, other, _("Planned for")),
        button=Button(_("Say whether you met"), absolute(reverse("meetings:show", args=[meeting.pk]))),
        reply_to=[other.email],
        thread=_thread(meeting.appointment),
    )


@renders("meetings.check_in", category=Category.PROGRAM)
def _check_in(message: Message, *, now: datetime) -> Mail | None:
    matches = Match.objects.with_people().filter(pk=message.subject_id)
    match = matches.get()
    if health.health_of(matches, now=now)[match.pk] != health.Health.NEEDS_CHECK_IN:
        return None
    other = match.other(message.recipient)
    return Mail(
        "meetings_check_in",
        {"other": other, "program": match.cohort.program},
        button=Button(_("Choose your next meeting"), absolute(reverse("meetings:list"))),
        reply_to=[other.email],
    )


def _meeting_and_other(message: Message) -> tuple[Meeting, User]:
    meeting = Meeting.objects.with_people().get(pk=message.subject_id)
    return meeting, meeting.match.other(message.recipient)


def _still(meeting: Meeting, message: Message) -> bool:
    """Tell whether a meeting is still planned, and for the time that the message is about."""
    return meeting.status == MeetingStatus.PLANNED and meeting.starts_at.isoformat() == message.context["start"]


def _open(meeting: Meeting) -> Button:
    return Button(_("Open the meeting"), absolute(reverse("meetings:show", args=[meeting.pk])))


def _short(meeting: Meeting, reader: User) -> str:
    return f"{times.day_of(meeting.starts_at, reader)}, {times.hour_of(meeting.starts_at, reader)}"


def _how(thing: Appointment | Meeting) -> list[tuple[str, str]]:
    """Say length, channel and place, where they are known."""
    length = _("%(n)d minutes") % {"n": thing.minutes}
    facts = [(_("Length"), length), (_("How"), thing.get_channel_display()), (_("Where"), thing.place)]
    return [(label, value) for label, value in facts if value]


def _thread(appointment: Appointment | None) -> str:
    return f"appointment-{appointment.pk}" if appointment else ""


def _part(method: str, ics: bytes | None) -> list[tuple[bytes, str]]:
    """The calendar as a third form of the mail, as mail programs want it (C-01)."""
    return [(ics, f"text/calendar; charset=UTF-8; method={method}")] if ics else []


def _file(ics: bytes | None) -> list[Attachment]:
    """The same calendar as a file, for programs that show no buttons."""
    return [Attachment("invite.ics", ics, "application/ics")] if ics else []
