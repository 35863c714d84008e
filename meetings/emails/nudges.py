"""Mails that nobody asked for: reminders, the question afterwards, the gentle nudge. Pointless ones are not sent (B-06)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.models import Match, MatchStatus
from matching.models.match_status import OVER
from meetings import times
from meetings.emails.parts import how_facts, meeting_and_other, open_button, still, thread_of
from meetings.models import Meeting
from meetings.pairs import pair_health
from notifications.links import absolute
from notifications.models import Category
from notifications.outbox import Button, Mail, prepare, renders

if TYPE_CHECKING:
    from datetime import datetime

    from notifications.models import Message
    from people.models import User


def reminder(meeting: Meeting, *, recipient: User, when: str, due_at: datetime, now: datetime) -> Message:
    """Prepare someone's reminder of a meeting. `when` is `day` (the day before) or `hour` (an hour before)."""
    start = meeting.starts_at.isoformat()
    return prepare(
        f"meetings.reminder_{when}",
        recipient=recipient,
        subject=meeting,
        occurrence=start,
        due_at=due_at,
        now=now,
        context={"start": start},
    )


def did_you_meet(meeting: Meeting, *, recipient: User, due_at: datetime, now: datetime) -> Message:
    """Prepare the question whether a meeting took place, which is asked once."""
    start = meeting.starts_at.isoformat()
    return prepare(
        "meetings.did_you_meet",
        recipient=recipient,
        subject=meeting,
        occurrence=start,
        due_at=due_at,
        now=now,
        context={"start": start},
    )


def check_in(match: Match, *, recipient: User, since: str, now: datetime) -> Message:
    """Prepare the gentle question how it goes, once for each time that meetings stop. `since` names it (P-31)."""
    return prepare("meetings.check_in", recipient=recipient, subject=match, occurrence=since, now=now)


@renders("meetings.reminder_day", title=gettext_lazy("Meeting reminder, the day before"), category=Category.MEETING)
def _reminder_day(message: Message, *, now: datetime) -> Mail | None:
    return _reminder("meetings_reminder_day", message, now=now)


@renders("meetings.reminder_hour", title=gettext_lazy("Meeting reminder, an hour before"), category=Category.MEETING)
def _reminder_hour(message: Message, *, now: datetime) -> Mail | None:
    return _reminder("meetings_reminder_hour", message, now=now)


def _reminder(template: str, message: Message, *, now: datetime) -> Mail | None:
    """Remind of a meeting, unless it was moved, cancelled or has begun (B-06)."""
    meeting, other = meeting_and_other(message)
    if not still(meeting, message) or meeting.starts_at <= now:
        return None
    reader = message.recipient
    day = meeting.starts_at.astimezone(reader.zone).date()
    return Mail(
        template,
        {
            "other": other,
            "days": (day - now.astimezone(reader.zone).date()).days,
            "hour": times.hour_of(meeting.starts_at, reader),
            "day": times.day_of(meeting.starts_at, reader),
            "has_agenda": bool(meeting.agenda),
        },
        facts=[*times.both(meeting.starts_at, reader, other, _("When")), *how_facts(meeting)],
        button=open_button(meeting),
        reply_to=[other.email],
        thread=thread_of(meeting.appointment_id),
    )


@renders("meetings.did_you_meet", title=gettext_lazy("Did you meet?"), category=Category.PROGRAM)
def _did_you_meet(message: Message, *, now: datetime) -> Mail | None:
    # Most are answered before they are asked, so this looks without the people first.
    planned = Meeting.objects.select_related("match").get(pk=message.subject_id)
    if not still(planned, message) or planned.match.status not in {MatchStatus.ACTIVE, *OVER}:
        return None
    meeting, other = meeting_and_other(message)
    reader = message.recipient
    return Mail(
        "meetings_did_you_meet",
        {"other": other, "day": times.day_of(meeting.starts_at, reader), "is_over": planned.match.is_over},
        facts=times.both(meeting.starts_at, reader, other, _("Planned for")),
        button=Button(_("Say whether you met"), absolute(reverse("meetings:show", args=[meeting.pk]))),
        reply_to=[other.email],
        thread=thread_of(meeting.appointment_id),
    )


@renders("meetings.check_in", title=gettext_lazy("Check-in"), category=Category.PROGRAM)
def _check_in(message: Message, *, now: datetime) -> Mail | None:
    matches = Match.objects.with_people().filter(pk=message.subject_id)
    match = matches.get()
    if not pair_health.states_of(matches, now=now)[match.pk].asks_the_pair:
        return None
    other = match.other(message.recipient)
    return Mail(
        "meetings_check_in",
        {"other": other, "program": match.cohort.program},
        button=Button(_("Choose your next meeting"), absolute(reverse("meetings:list"))),
        reply_to=[other.email],
    )
