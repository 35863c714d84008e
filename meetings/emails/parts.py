"""What several mails about meetings have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.hours import protected_hours
from meetings import times
from meetings.models import Appointment, Meeting, MeetingStatus
from notifications.links import absolute
from notifications.outbox import Attachment, Button

if TYPE_CHECKING:
    from notifications.models import Message
    from people.models import User


def meeting_and_other(message: Message) -> tuple[Meeting, User]:
    people = ("match__mentor__user__site", "match__mentee__user__site")
    meeting = Meeting.objects.select_related(*people).get(pk=message.subject_id)
    return meeting, meeting.match.other(message.recipient)


def still(meeting: Meeting, message: Message) -> bool:
    """Tell whether a meeting is still planned, and for the time that the message is about."""
    return meeting.status == MeetingStatus.PLANNED and meeting.starts_at.isoformat() == message.context["start"]


def open_button(meeting: Meeting) -> Button:
    return Button(_("Open the meeting"), absolute(reverse("meetings:show", args=[meeting.pk])))


def day_and_hour(meeting: Meeting, reader: User) -> str:
    return f"{times.day_of(meeting.starts_at, reader)}, {times.hour_of(meeting.starts_at, reader)}"


def how_facts(thing: Appointment | Meeting) -> list[tuple[str, str]]:
    """Say length, channel and place, where they are known."""
    length = _("%(n)d minutes") % {"n": thing.minutes}
    facts = [(_("Length"), length), (_("How"), thing.get_channel_display()), (_("Where"), thing.place)]
    return [(label, value) for label, value in facts if value]


def protected_facts(appointment: Appointment | None) -> list[tuple[str, str]]:
    """Say how much of the week is protected, and until when, as the agreement says it (P-27)."""
    return [(_("Protected time"), protected_hours.words(appointment.version))] if appointment else []


def thread_of(appointment_id: int | None) -> str:
    return f"appointment-{appointment_id}" if appointment_id else ""


def calendar_part(method: str, ics: bytes | None) -> list[tuple[bytes, str]]:
    """The calendar as a third form of the mail, as mail programs want it (C-01)."""
    return [(ics, f"text/calendar; charset=UTF-8; method={method}")] if ics else []


def calendar_file(ics: bytes | None) -> list[Attachment]:
    """The same calendar as a file, for programs that show no buttons."""
    return [Attachment("invite.ics", ics, "application/ics")] if ics else []
