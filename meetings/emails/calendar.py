"""Mails that carry a calendar file: the invitation, a new time, a cancellation, the end of a series (C-01)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from meetings import times
from meetings.emails.parts import (
    calendar_file,
    calendar_part,
    day_and_hour,
    how_facts,
    meeting_and_other,
    open_button,
    protected_facts,
    thread_of,
)
from meetings.models import Appointment, Meeting, MeetingStatus
from meetings.schedule import events
from notifications.links import absolute
from notifications.models import Category
from notifications.outbox import Button, Context, Mail, queue, renders

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notifications.models import Message
    from people.models import User


def series_planned(appointment: Appointment, *, recipient: User, now: datetime) -> Message:
    """Invite someone to the meetings of their agreement."""
    return queue("meetings.series_planned", recipient=recipient, subject=appointment, now=now)


def series_ended(
    appointment: Appointment, *, recipient: User, meetings: Sequence[Meeting], replaced: bool, now: datetime
) -> Message:
    """Take what is still to come out of someone's calendar."""
    pks = ",".join(str(meeting.pk) for meeting in meetings)
    context: Context = {"meetings": pks, "replaced": replaced}
    return queue("meetings.series_ended", recipient=recipient, subject=appointment, now=now, context=context)


def meeting_moved(meeting: Meeting, *, recipient: User, by: User, before: datetime, now: datetime) -> Message:
    """Tell someone the new time of a meeting."""
    context: Context = {"sequence": meeting.sequence, "by": by.pk, "before": before.isoformat()}
    return queue(
        "meetings.meeting_moved",
        recipient=recipient,
        subject=meeting,
        occurrence=str(meeting.sequence),
        now=now,
        context=context,
    )


def meeting_cancelled(
    meeting: Meeting, *, recipient: User, by: User | None, was_invited: bool, now: datetime
) -> Message:
    """Tell someone that a meeting is off."""
    context: Context = {"by": by.pk if by else None, "was_invited": was_invited}
    return queue("meetings.meeting_cancelled", recipient=recipient, subject=meeting, now=now, context=context)


@renders("meetings.series_planned", title=gettext_lazy("Meetings planned"), category=Category.MEETING)
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
        facts=[*facts, *how_facts(appointment), *protected_facts(appointment)],
        button=Button(_("See your meetings"), absolute(reverse("meetings:list"))),
        reply_to=[other.email],
        thread=thread_of(appointment.pk),
        alternatives=calendar_part("REQUEST", ics),
        attachments=calendar_file(ics),
    )


@renders("meetings.series_ended", title=gettext_lazy("Meetings ended"), category=Category.MEETING)
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
            (
                _("Meetings removed"),
                ngettext("%(n)d meeting", "%(n)d meetings", len(meetings)) % {"n": len(meetings)},
            ),
            (_("The first of them"), times.spoken(meetings[0].starts_at, reader)),
        ],
        button=Button(_("See your meetings"), absolute(reverse("meetings:list"))),
        reply_to=[other.email],
        thread=thread_of(appointment.pk),
        alternatives=calendar_part("CANCEL", ics),
        attachments=calendar_file(ics),
    )


@renders("meetings.meeting_moved", title=gettext_lazy("Meeting moved"), category=Category.MEETING)
def _meeting_moved(message: Message, *, now: datetime) -> Mail | None:
    meeting, other = meeting_and_other(message)
    if meeting.status != MeetingStatus.PLANNED or meeting.sequence != message.context["sequence"]:
        return None
    reader = message.recipient
    ics = events.change(meeting)
    before = datetime.fromisoformat(str(message.context["before"]))
    return Mail(
        "meetings_meeting_moved",
        {"other": other, "by_reader": message.context["by"] == reader.pk, "start": day_and_hour(meeting, reader)},
        facts=[
            *times.both(meeting.starts_at, reader, other, _("New time")),
            (_("Before"), times.spoken(before, reader)),
            *how_facts(meeting),
            *protected_facts(meeting.appointment),
        ],
        button=open_button(meeting),
        reply_to=[other.email],
        thread=thread_of(meeting.appointment_id),
        alternatives=calendar_part("REQUEST", ics),
        attachments=calendar_file(ics),
    )


@renders("meetings.meeting_cancelled", title=gettext_lazy("Meeting cancelled"), category=Category.MEETING)
def _meeting_cancelled(message: Message, *, now: datetime) -> Mail | None:
    meeting, other = meeting_and_other(message)
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
        thread=thread_of(meeting.appointment_id),
        alternatives=calendar_part("CANCEL", ics),
        attachments=calendar_file(ics),
    )
