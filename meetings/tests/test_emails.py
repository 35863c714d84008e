"""Every mail about meetings: its parts, its words, its calendar."""

from __future__ import annotations

import datetime as dt
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.utils import parseaddr
from typing import Any

import pytest
import vobject  # type: ignore[import-untyped]
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from pytest_django import DjangoAssertNumQueries

from meetings.models import Appointment, Meeting
from meetings.schedule import events, planning
from meetings.schedule.reminders import queue_check_ins, queue_reminders
from meetings.tests.factories import planned_series
from meetings.tests.itip import calendars_in, events_of, problems
from meetings.tests.schedule.test_planning import amended
from notifications.tests.checking import check_mail
from notifications.transport.delivery import deliver_due
from people.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def series(now: datetime) -> Appointment:
    """Plan a series between a mentor in Berlin and a mentee in Lisbon, and send its invitations."""
    appointment = planned_series(
        now=now,
        agreement__match__mentor_user=UserFactory.create(
            name="Amara Okafor", time_zone="Europe/Berlin", email="amara@example.org"
        ),
        agreement__match__mentee_user=UserFactory.create(
            name="Żaneta Wiśniewska", time_zone="Europe/Lisbon", email="zaneta@example.org"
        ),
    )
    deliver_due(now=now)
    return appointment


def everything_after(series: Appointment) -> list[EmailMessage]:
    """Let all that can be sent be sent: change, cancel, remind, ask, nudge, and end."""
    first, second = series.meetings.all()[:2]
    now = datetime(2026, 3, 8, 9, tzinfo=UTC)
    planning.move(
        first, local_date=dt.date(2026, 3, 12), local_time=dt.time(15, 30), by=series.match.mentee.user, now=now
    )
    planning.cancel(second, by=series.match.mentor.user, now=now)
    for half_day in range(48):
        # At 09:45 and 13:45 UTC, so that every kind of reminder is sent in its time.
        moment = now + timedelta(days=half_day // 2, hours=4 * (half_day % 2), minutes=45)
        queue_reminders(now=moment)
        queue_check_ins(now=moment)
        deliver_due(now=moment)
    planning.plan_series(amended(series, starts_at=dt.time(9)), now=now + timedelta(days=24))
    deliver_due(now=now + timedelta(days=24))
    planning.end_series(series.match, now=now + timedelta(days=25))
    deliver_due(now=now + timedelta(days=25))
    return mail.outbox


def test_f18_every_mail_has_one_button_and_says_the_same_in_both_parts(series: Appointment) -> None:
    sent = everything_after(series)

    for one in sent:
        check_mail(one)
    assert {one.subject for one in sent if one.to == ["zaneta@example.org"]} >= {
        "Accept your meetings with Amara",
        "New meeting time: Thursday 12 March, 14:30",
        "Cancelled: your meeting on Tuesday 17 March",
        "Prepare your mentoring meeting tomorrow at 14:30",
        "Join your mentoring meeting at 14:30",
        "Say whether you met on Thursday 12 March",
        "Choose your next meeting with Amara",
        "Remove your old mentoring meetings",
        "Remove your mentoring meetings",
    }


def test_c20_every_calendar_that_is_sent_is_read_by_two_parsers_and_fits_the_tables(series: Appointment) -> None:
    calendars = [calendar for one in everything_after(series) for calendar in calendars_in(one)]

    assert {calendar.method for calendar in calendars} == {"REQUEST", "CANCEL"}
    for calendar in calendars:
        assert problems(calendar.octets) == []
        read = [part for part in vobject.readOne(calendar.octets.decode()).components() if part.name == "VEVENT"]
        assert [event.uid.value for event in read] == [str(event["UID"]) for event in calendar.events]


def test_c01_an_invitation_is_plain_html_calendar_and_the_same_octets_as_a_file(series: Appointment) -> None:
    message = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)
    outer = [part.get_content_type() for part in message.iter_parts()]
    alternatives = next(message.iter_parts())
    inner = [part.get_content_type() for part in alternatives.iter_parts()]
    calendar = list(alternatives.iter_parts())[2]
    attached = list(message.iter_parts())[1]

    assert (message.get_content_type(), outer) == ("multipart/mixed", ["multipart/alternative", "application/ics"])
    assert inner == ["text/plain", "text/html", "text/calendar"]
    assert dict(calendar["Content-Type"].params) == {"charset": "UTF-8", "method": "REQUEST"}
    assert attached.get_filename() == "invite.ics"
    assert attached.get_payload(decode=True) == calendar.get_payload(decode=True) == events.invitation(series)
    assert str(calendar["Content-Type"]).count("charset") == 1


def test_c01_each_of_the_two_gets_one_mail(series: Appointment) -> None:
    assert sorted(one.to[0] for one in mail.outbox) == ["amara@example.org", "zaneta@example.org"]


def test_c03_the_uid_is_random_names_the_installation_and_nobody(series: Appointment) -> None:
    token, _, host = series.uid.partition("@")

    assert (len(token), host) == (32, "127.0.0.1")
    assert not {"amara", "zaneta", "okafor"} & set(series.uid.lower().split("@")[0].split("-"))


def test_c09_the_organizer_is_the_mailbox_that_sends_and_replies_go_to_the_partner(series: Appointment) -> None:
    for one in mail.outbox:
        [event] = calendars_in(one)[0].events
        assert str(event["ORGANIZER"]) == f"mailto:{parseaddr(one.from_email)[1]}"
        assert parseaddr(one.from_email) == parseaddr(settings.DEFAULT_FROM_EMAIL)
    assert {(one.to[0], one.reply_to[0]) for one in mail.outbox} == {
        ("amara@example.org", "zaneta@example.org"),
        ("zaneta@example.org", "amara@example.org"),
    }


def test_c10_no_goal_no_agenda_and_no_topic_stands_in_a_calendar(series: Appointment) -> None:
    octets = calendars_in(mail.outbox[0])[0].octets.decode().replace("\r\n ", "")

    assert "Goal 1" not in octets
    assert "Planning a project" not in octets
    assert "SUMMARY:Mentoring\r\n" in octets


def test_f17_the_invitation_says_when_on_both_clocks(series: Appointment) -> None:
    body = str(next(one.body for one in mail.outbox if one.to == ["zaneta@example.org"]))

    assert "When: Every week on Tuesday at 10:00 (Berlin)\n" in body
    assert "First meeting: Tuesday 10 March 2026, 09:00 (Lisbon)\n" in body
    assert "For Amara: Tuesday 10 March 2026, 10:00 (Berlin)\n" in body


def test_p27_every_invitation_says_what_time_is_protected_and_until_when(series: Appointment) -> None:
    words = "60 minutes a week until 10 September 2026"
    sent = everything_after(series)

    invited = [one for one in sent if "Accept your meetings" in one.subject or "New meeting time" in one.subject]
    assert {one.to[0] for one in invited} == {"amara@example.org", "zaneta@example.org"}
    for one in invited:
        assert f"Protected time: {words}" in str(one.body)
        for event in calendars_in(one)[0].events:
            assert f"Protected working time: {words}." in str(event["DESCRIPTION"])


@pytest.mark.parametrize("meetings", [1, 3])
def test_p27_taking_meetings_out_asks_for_the_protected_time_once(
    series: Appointment, meetings: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    series = Appointment.objects.with_people().get(pk=series.pk)
    gone = list(Meeting.objects.filter(appointment=series).with_people()[:meetings])

    with django_assert_max_num_queries(3):
        events.end(series, gone)


def test_c07_a_changed_series_is_explained(series: Appointment) -> None:
    everything_after(series)

    changed = [str(one.body) for one in mail.outbox if one.subject == "Accept your meetings with Amara"]
    old = [
        str(one.body)
        for one in mail.outbox
        if one.subject == "Remove your old mentoring meetings" and "amara" in one.to[0]
    ]
    assert "They replace the earlier ones." in changed[-1]
    assert "A second email invites you to the new ones." in old[0]


def test_c17_who_downloads_and_accepts_sees_each_meeting_once(series: Appointment, now: datetime) -> None:
    """Import both into one calendar, keyed as calendars key them: by UID and RECURRENCE-ID, the highest SEQUENCE wins."""
    meeting = series.meetings.earliest("number")
    planning.move(meeting, local_date=dt.date(2026, 3, 12), local_time=dt.time(9), by=series.match.mentee.user, now=now)
    deliver_due(now=now)
    mine = [calendars_in(one)[0].octets for one in mail.outbox if one.to == ["amara@example.org"]]

    calendar: dict[tuple[str, datetime | None], dict[str, Any]] = {}
    for octets in [*mine, events.download(series) or b"", events.download_one(meeting), *mine]:
        for event in events_of(octets):
            instead = event.get("RECURRENCE-ID")
            key = str(event["UID"]), instead.dt if instead else None
            if key not in calendar or int(event["SEQUENCE"]) >= int(calendar[key]["SEQUENCE"]):
                calendar[key] = event

    assert len(calendar) == 2
    assert [event["DTSTART"].dt.date() for event in calendar.values()] == [dt.date(2026, 3, 10), dt.date(2026, 3, 12)]


def test_b05_rows_hold_ids_and_codes_only(series: Appointment) -> None:
    from notifications.models import Message

    everything_after(series)

    words = {
        str(value)
        for message in Message.objects.filter(kind__startswith="meetings.")
        for value in message.context.values()
    }
    assert not [word for word in words if "Amara" in word or "Goal" in word]


def test_mail_of_one_series_is_one_thread(series: Appointment) -> None:
    everything_after(series)

    threads = {
        one.extra_headers.get("References") for one in mail.outbox if "new time" in one.subject or "Join" in one.subject
    }
    assert threads == {f"<appointment-{series.pk}@127.0.0.1>"}
