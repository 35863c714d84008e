from __future__ import annotations

import datetime as dt
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from agreements.models import AgreementVersion, VersionStatus
from agreements.signals import agreement_in_force
from agreements.tests.factories import AgreementVersionFactory
from matching.models import Match
from matching.pairs import relationships
from matching.tests.factories import MatchFactory
from meetings.models import Appointment, Attendance, Meeting, MeetingStatus
from meetings.schedule import planning
from meetings.tests.factories import MeetingFactory, planned_series
from meetings.tests.itip import calendars_in
from notifications.models import Message
from notifications.transport.delivery import deliver_due
from people.models import AuditEvent
from people.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_p29_an_agreement_in_force_puts_meetings_into_both_calendars(now: datetime) -> None:
    version = AgreementVersionFactory.create(in_force=True)

    agreement_in_force.send(sender=type(version), version=version, now=now)

    appointment = Appointment.objects.get()
    meetings = list(appointment.meetings.all())
    both = {version.agreement.match.mentor.user, version.agreement.match.mentee.user}
    assert [meeting.number for meeting in meetings] == list(range(1, 28))
    assert meetings[0].starts_at == datetime(2026, 3, 10, 9, tzinfo=UTC)
    assert meetings[-1].local_date == dt.date(2026, 9, 8)
    assert {attendance.user for attendance in meetings[0].attendances.all()} == both
    assert {message.recipient for message in Message.objects.all()} == both


def test_c06_meetings_stay_at_their_local_hour_when_clocks_change(now: datetime) -> None:
    appointment = planned_series(now=now)

    local = {meeting.starts_at.astimezone(ZoneInfo("Europe/Berlin")).time() for meeting in appointment.meetings.all()}
    instants = {meeting.starts_at.time() for meeting in appointment.meetings.all()}

    assert local == {dt.time(10)}
    assert instants == {dt.time(9), dt.time(8)}


def test_an_agreement_without_an_hour_plans_nothing_and_does_not_fail(now: datetime) -> None:
    version = AgreementVersionFactory.create(in_force=True, weekday=None)

    agreement_in_force.send(sender=type(version), version=version, now=now)

    assert not Appointment.objects.exists()


def test_planning_twice_plans_once(now: datetime) -> None:
    appointment = planned_series(now=now)

    again = planning.plan_series(appointment.version, now=now + timedelta(hours=1))

    assert again == appointment
    assert Appointment.objects.count() == 1
    assert Message.objects.count() == 2


def test_meetings_before_the_last_signature_are_not_planned() -> None:
    late = datetime(2026, 3, 17, 9, 30, tzinfo=UTC)

    appointment = planned_series(now=late)

    first = appointment.meetings.earliest("starts_at")
    assert first.local_date == dt.date(2026, 3, 24)
    assert first.number == 1


def test_an_onboarding_pair_meets_in_weeks_1_2_3_4_6_8_10_and_12(now: datetime) -> None:
    appointment = planned_series(now=now, rhythm="onboarding")

    weeks = [(meeting.local_date - dt.date(2026, 3, 10)).days // 7 + 1 for meeting in appointment.meetings.all()]

    assert weeks == [1, 2, 3, 4, 6, 8, 10, 12]


def test_the_audit_trail_tells_that_a_series_was_planned(now: datetime) -> None:
    appointment = planned_series(now=now)

    event = AuditEvent.objects.get(action="appointment.planned")

    assert (event.object_id, event.details) == (str(appointment.pk), {"meetings": 27, "unplaced": 0})


def busy_mentor(now: datetime, *, weeks: int = 2) -> Appointment:
    """Plan a mentor's first pair for some weeks, and return the series of their second pair at the same hour."""
    mentor = UserFactory.create(name="Amara Okafor", time_zone="Europe/Berlin")
    until_on = dt.date(2026, 3, 10) + timedelta(weeks=weeks - 1)
    planned_series(now=now, agreement__match__mentor_user=mentor, until_on=until_on)
    return planned_series(now=now, agreement__match__mentor_user=mentor, starts_at=dt.time(10, 30))


def test_a_busy_person_makes_meetings_ask_for_another_time_and_planning_goes_on(now: datetime) -> None:
    appointment = busy_mentor(now)

    unplaced = appointment.meetings.unplaced()

    assert [meeting.local_date for meeting in unplaced] == [dt.date(2026, 3, 10), dt.date(2026, 3, 17)]
    assert all(meeting.original_on is None and not meeting.attendances.exists() for meeting in unplaced)
    assert appointment.meetings.planned().count() == 25


def test_meetings_that_only_touch_do_not_collide(now: datetime) -> None:
    mentor = UserFactory.create()
    planned_series(now=now, agreement__match__mentor_user=mentor)

    second = planned_series(now=now, agreement__match__mentor_user=mentor, starts_at=dt.time(11))

    assert not second.meetings.unplaced().exists()


def test_both_are_asked_to_choose_another_time_for_what_has_none(now: datetime) -> None:
    appointment = busy_mentor(now)
    mail.outbox.clear()

    deliver_due(now=now)

    to_second = [one for one in mail.outbox if one.to == [appointment.match.mentee.user.email]]
    assert "- Tuesday 10 March 2026, 09:30 (UTC)" in str(to_second[0].body)
    assert "Choose other times for them together" in str(to_second[0].body)


def test_a_series_of_which_nothing_has_a_time_is_told_without_an_invitation(now: datetime) -> None:
    mentor = UserFactory.create()
    short = {"until_on": dt.date(2026, 3, 17)}
    planned_series(now=now, agreement__match__mentor_user=mentor, **short)
    appointment = planned_series(now=now, agreement__match__mentor_user=mentor, **short)

    deliver_due(now=now)

    told = [one for one in mail.outbox if one.to == [appointment.match.mentee.user.email]]
    assert len(told) == 1
    assert calendars_in(told[0]) == []


def test_the_database_refuses_two_meetings_at_once_for_one_person() -> None:
    first = MeetingFactory.create()
    second = MeetingFactory.create(local_time=dt.time(16))
    taken = DateTimeTZRange(first.starts_at + timedelta(minutes=59), first.ends_at + timedelta(minutes=59))

    with pytest.raises(IntegrityError, match="attendance_no_overlap"), transaction.atomic():
        Attendance.objects.create(meeting=second, user=first.match.mentor.user, during=taken)


def test_p28_a_new_version_in_force_ends_the_old_series_and_begins_a_new_one(now: datetime) -> None:
    old = planned_series(now=now)
    version = amended(old, starts_at=dt.time(15))

    new = planning.plan_series(version, now=datetime(2026, 3, 20, 9, tzinfo=UTC))

    old.refresh_from_db()
    assert old.ended_at == datetime(2026, 3, 20, 9, tzinfo=UTC)
    assert list(old.meetings.planned().values_list("local_date", flat=True)) == [
        dt.date(2026, 3, 10),
        dt.date(2026, 3, 17),
    ]
    assert new.uid != old.uid
    assert new.meetings.earliest("number").number == 28
    assert {meeting.local_time for meeting in new.meetings.all()} == {dt.time(15)}


def amended(appointment: Appointment, **fields: object) -> AgreementVersion:
    """Return a second version in force of the same agreement."""
    appointment.version.status = VersionStatus.SUPERSEDED
    appointment.version.save()
    agreement = appointment.version.agreement
    version: AgreementVersion = AgreementVersionFactory.create(in_force=True, agreement=agreement, number=2, **fields)
    return version


def test_the_time_of_ended_meetings_is_free_again(now: datetime) -> None:
    old = planned_series(now=now)
    version = amended(old, starts_at=dt.time(10, 30))

    new = planning.plan_series(version, now=now + timedelta(hours=1))

    assert not new.meetings.unplaced().exists()


def test_c08_a_series_of_which_nothing_has_been_is_cancelled_whole(now: datetime) -> None:
    appointment = planned_series(now=now)
    deliver_due(now=now)
    mail.outbox.clear()

    relationships.end_early(appointment.match, by=appointment.match.mentee.user, now=now + timedelta(days=1))
    deliver_due(now=now + timedelta(days=1))

    ended = [one for one in mail.outbox if calendars_in(one)]
    [calendar] = calendars_in(ended[0])
    assert len(ended) == 2
    assert [(event["UID"], int(event["SEQUENCE"]), event["STATUS"]) for event in calendar.events] == [
        (appointment.uid, 1, "CANCELLED")
    ]
    assert calendar.method == "CANCEL"
    assert "RECURRENCE-ID" not in calendar.events[0]


def test_c08_what_has_been_stays_when_a_series_ends_on_the_way(now: datetime) -> None:
    appointment = planned_series(now=now, until_on=dt.date(2026, 3, 31))
    deliver_due(now=now)
    mail.outbox.clear()
    later = datetime(2026, 3, 18, 9, tzinfo=UTC)

    relationships.end_early(appointment.match, by=appointment.match.mentee.user, now=later)
    deliver_due(now=later)

    [calendar] = calendars_in(next(one for one in mail.outbox if calendars_in(one)))
    cancelled = [(event["RECURRENCE-ID"].dt.date(), int(event["SEQUENCE"])) for event in calendar.events]
    assert cancelled == [(dt.date(2026, 3, 24), 1), (dt.date(2026, 3, 31), 1)]
    assert appointment.meetings.filter(status=MeetingStatus.CANCELLED).count() == 2


def test_ending_a_pair_without_meetings_to_come_sends_nothing(now: datetime) -> None:
    match = MatchFactory.create(active=True)

    planning.end_series(match, now=now)

    assert not Message.objects.exists()


def test_b13_instants_follow_when_a_zone_changes_its_rules(now: datetime) -> None:
    appointment = planned_series(now=now, until_on=dt.date(2026, 3, 31))
    # As if tzdata had been otherwise when the series was planned.
    for meeting in appointment.meetings.all():
        meeting.starts_at += timedelta(hours=1)
        meeting.ends_at += timedelta(hours=1)
        meeting.save()
        during = DateTimeTZRange(meeting.starts_at, meeting.ends_at)
        meeting.attendances.update(during=during)

    changed = planning.follow_the_clocks(now=now)

    taken = Attendance.objects.filter(meeting=appointment.meetings.earliest("number")).first()
    assert changed == 4
    assert appointment.meetings.earliest("number").starts_at == datetime(2026, 3, 10, 9, tzinfo=UTC)
    assert taken.during.lower == datetime(2026, 3, 10, 9, tzinfo=UTC)
    assert planning.follow_the_clocks(now=now) == 0


def test_a_match_has_one_series_that_goes_on(now: datetime) -> None:
    appointment = planned_series(now=now)
    version = amended(appointment)

    with pytest.raises(IntegrityError, match="appointment_one_for_a_match"):
        Appointment.objects.create(
            match=appointment.match, version=version, weekday=1, starts_at=dt.time(9), time_zone="UTC", minutes=30,
            rhythm="weekly", starts_on=dt.date(2026, 3, 10), until_on=dt.date(2026, 4, 10), created_at=now, stamped_at=now,
        )  # fmt: skip


def test_meetings_of_a_series_lie_a_week_apart(now: datetime) -> None:
    days = list(planned_series(now=now).meetings.values_list("local_date", flat=True))

    assert {later - earlier for earlier, later in pairwise(days)} == {timedelta(days=7)}


def test_every_status_of_a_meeting_is_known_to_the_database() -> None:
    meeting = MeetingFactory.create()

    with pytest.raises(IntegrityError, match="meeting_status_known"):
        Meeting.objects.filter(pk=meeting.pk).update(status="perhaps")


def test_somebody_elses_match_does_not_show_meetings(now: datetime) -> None:
    appointment = planned_series(now=now)

    assert not Meeting.objects.visible_to(UserFactory.create()).exists()
    assert Meeting.objects.visible_to(appointment.match.mentor.user).count() == 27
    assert Match.objects.count() == 1
