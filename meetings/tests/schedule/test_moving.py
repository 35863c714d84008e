from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection

from meetings.errors import MeetingError
from meetings.models import Appointment, Attendance, Meeting, MeetingStatus
from meetings.schedule import planning, recording
from meetings.tests.factories import MeetingFactory, planned_series
from meetings.tests.itip import calendars_in, problems
from notifications.models import Message
from notifications.transport.delivery import deliver_due
from people.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
THURSDAY = dt.date(2026, 3, 12)


def test_p29_a_meeting_is_moved_and_the_others_stay(now: datetime) -> None:
    appointment = planned_series(now=now)
    first, second = appointment.meetings.all()[:2]

    moved = planning.move(first, local_date=THURSDAY, local_time=dt.time(15, 30), by=first.match.mentee.user, now=now)

    second.refresh_from_db()
    assert (moved.local_date, moved.local_time, moved.original_on) == (THURSDAY, dt.time(15, 30), dt.date(2026, 3, 10))
    assert moved.starts_at == datetime(2026, 3, 12, 14, 30, tzinfo=UTC)
    assert {taken.during.lower for taken in moved.attendances.all()} == {moved.starts_at}
    assert (second.local_date, second.sequence) == (dt.date(2026, 3, 17), 0)


def test_c04_each_move_raises_the_sequence_by_one(now: datetime) -> None:
    meeting = planned_series(now=now).meetings.earliest("number")
    by = meeting.match.mentee.user

    sequences = [
        planning.move(meeting, local_date=THURSDAY, local_time=dt.time(hour), by=by, now=now).sequence
        for hour in (11, 12, 13)
    ]

    assert sequences == [1, 2, 3]


def test_a_time_that_has_passed_is_refused(now: datetime) -> None:
    meeting = planned_series(now=now).meetings.earliest("number")

    with pytest.raises(MeetingError, match="still to come"):
        planning.move(meeting, local_date=now.date(), local_time=dt.time(9), by=meeting.match.mentee.user, now=now)


def test_a_day_after_the_agreement_is_refused(now: datetime) -> None:
    meeting = planned_series(now=now).meetings.earliest("number")

    with pytest.raises(MeetingError, match="ends before that day"):
        planning.move(
            meeting, local_date=dt.date(2026, 9, 11), local_time=dt.time(9), by=meeting.match.mentor.user, now=now
        )


def test_a_time_at_which_the_partner_is_taken_is_refused_with_a_sentence(now: datetime) -> None:
    mentor = UserFactory.create()
    planned_series(now=now, agreement__match__mentor_user=mentor)
    meeting = planned_series(now=now, agreement__match__mentor_user=mentor, starts_at=dt.time(14)).meetings.earliest(
        "number"
    )

    with pytest.raises(MeetingError, match="another mentoring meeting at that time"):
        planning.move(
            meeting,
            local_date=dt.date(2026, 3, 17),
            local_time=dt.time(10, 30),
            by=meeting.match.mentee.user,
            now=now,
        )

    meeting.refresh_from_db()
    assert (meeting.local_date, meeting.sequence) == (dt.date(2026, 3, 10), 0)


def test_a_meeting_can_move_by_half_an_hour_over_its_own_time(now: datetime) -> None:
    meeting = planned_series(now=now).meetings.earliest("number")

    moved = planning.move(
        meeting, local_date=meeting.local_date, local_time=dt.time(10, 30), by=meeting.match.mentee.user, now=now
    )

    assert moved.local_time == dt.time(10, 30)


def test_somebody_else_cannot_move_or_cancel(now: datetime) -> None:
    meeting, stranger = planned_series(now=now).meetings.earliest("number"), UserFactory.create()

    with pytest.raises(MeetingError, match="Only the two"):
        planning.move(meeting, local_date=THURSDAY, local_time=dt.time(9), by=stranger, now=now)
    with pytest.raises(MeetingError, match="Only the two"):
        planning.cancel(meeting, by=stranger, now=now)


@pytest.mark.parametrize("state", ["held", "cancelled"])
def test_what_took_place_or_was_cancelled_is_not_moved(state: str, now: datetime) -> None:
    meeting = MeetingFactory.create(**{state: True})

    with pytest.raises(MeetingError, match="can no longer be moved"):
        planning.move(meeting, local_date=THURSDAY, local_time=dt.time(9), by=meeting.match.mentee.user, now=now)


def test_p29_a_meeting_that_did_not_take_place_can_be_made_up_for(now: datetime) -> None:
    meeting = planned_series(now=now).meetings.earliest("number")
    later = meeting.ends_at + timedelta(hours=1)
    recording.record_missed(meeting, by=meeting.match.mentee.user, now=later)

    moved = planning.move(meeting, local_date=THURSDAY, local_time=dt.time(9), by=meeting.match.mentee.user, now=later)

    assert (moved.status, moved.recorded_at, moved.recorded_by) == (MeetingStatus.PLANNED, None, None)


def test_c07_both_get_the_change_of_one_meeting_and_nothing_else(now: datetime) -> None:
    appointment = planned_series(now=now)
    deliver_due(now=now)
    mail.outbox.clear()

    planning.move(
        appointment.meetings.earliest("number"),
        local_date=THURSDAY,
        local_time=dt.time(15, 30),
        by=appointment.match.mentee.user,
        now=now,
    )
    deliver_due(now=now)

    calendars = [calendars_in(one)[0] for one in mail.outbox]
    assert len(calendars) == 2
    for calendar in calendars:
        [event] = calendar.events
        assert calendar.method == "REQUEST"
        assert problems(calendar.octets) == []
        assert str(event["UID"]) == appointment.uid
        assert event["RECURRENCE-ID"].dt.isoformat() == "2026-03-10T10:00:00+01:00"
        assert event["DTSTART"].dt.isoformat() == "2026-03-12T15:30:00+01:00"
        assert int(event["SEQUENCE"]) == 1
        assert "THISANDFUTURE" not in calendar.octets.decode()


def test_a_meeting_that_never_had_a_time_becomes_an_event_of_its_own(now: datetime) -> None:
    """An instance that the invitation left out by EXDATE cannot come back under its RECURRENCE-ID everywhere."""
    meeting = MeetingFactory.create(unplaced=True)

    planning.move(meeting, local_date=THURSDAY, local_time=dt.time(9), by=meeting.match.mentee.user, now=now)
    deliver_due(now=now)

    [event] = calendars_in(mail.outbox[0])[0].events
    assert (str(event["UID"]), int(event["SEQUENCE"])) == (meeting.uid, 0)
    assert "RECURRENCE-ID" not in event


def test_of_two_moves_before_the_mail_leaves_only_the_last_is_told(now: datetime) -> None:
    meeting = planned_series(now=now).meetings.earliest("number")
    deliver_due(now=now)
    mail.outbox.clear()

    for hour in (11, 12):
        planning.move(meeting, local_date=THURSDAY, local_time=dt.time(hour), by=meeting.match.mentor.user, now=now)
    deliver_due(now=now)

    assert [int(calendars_in(one)[0].events[0]["SEQUENCE"]) for one in mail.outbox] == [2, 2]


def test_c08_one_meeting_is_cancelled_and_its_time_is_free(now: datetime) -> None:
    appointment = planned_series(now=now)
    deliver_due(now=now)
    mail.outbox.clear()
    meeting = appointment.meetings.earliest("number")

    planning.cancel(meeting, by=meeting.match.mentor.user, now=now)
    deliver_due(now=now)

    calendar = calendars_in(mail.outbox[0])[0]
    [event] = calendar.events
    assert (calendar.method, str(event["STATUS"]), str(event["UID"])) == ("CANCEL", "CANCELLED", appointment.uid)
    assert event["RECURRENCE-ID"].dt.isoformat() == "2026-03-10T10:00:00+01:00"
    assert problems(calendar.octets) == []
    assert not meeting.attendances.exists()
    assert appointment.meetings.planned().count() == 26


def test_cancelling_what_was_never_in_a_calendar_takes_nothing_out(now: datetime) -> None:
    meeting = MeetingFactory.create(unplaced=True)

    planning.cancel(meeting, by=meeting.match.mentor.user, now=now)
    deliver_due(now=now)

    assert [calendars_in(one) for one in mail.outbox] == [[], []]


def test_a_meeting_that_has_begun_is_not_cancelled() -> None:
    meeting = MeetingFactory.create()

    with pytest.raises(MeetingError, match="still to come"):
        planning.cancel(meeting, by=meeting.match.mentor.user, now=meeting.starts_at)


def test_b01_a_move_that_is_rolled_back_tells_nobody(now: datetime) -> None:
    meeting = planned_series(now=now).meetings.earliest("number")
    queued = Message.objects.count()

    with pytest.raises(MeetingError):
        planning.move(meeting, local_date=now.date(), local_time=dt.time(1), by=meeting.match.mentor.user, now=now)

    assert Message.objects.count() == queued


def both_at_once(*deeds: Callable[[], object]) -> list[str]:
    """Do things at the same moment in threads of their own, and return what came of each."""
    barrier = Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> str:
        barrier.wait()
        try:
            deed()
        except MeetingError:
            return "refused"
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(do, deeds))


def two_series_of_one_mentor(now: datetime) -> tuple[Appointment, Appointment]:
    mentor = UserFactory.create()
    one = planned_series(now=now, agreement__match__mentor_user=mentor)
    return one, planned_series(now=now, agreement__match__mentor_user=mentor, starts_at=dt.time(14))


@pytest.mark.django_db(transaction=True)
def test_of_two_moves_onto_one_slot_one_wins(now: datetime) -> None:
    meetings = [series.meetings.earliest("number") for series in two_series_of_one_mentor(now)]

    came = both_at_once(
        *(
            lambda meeting=meeting: planning.move(
                meeting, local_date=THURSDAY, local_time=dt.time(9), by=meeting.match.mentee.user, now=now
            )
            for meeting in meetings
        )
    )

    assert came == ["done", "refused"]
    assert Meeting.objects.filter(local_date=THURSDAY).count() == 1
    assert Attendance.objects.filter(during__startswith=datetime(2026, 3, 12, 8, tzinfo=UTC)).count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_moves_of_one_meeting_the_later_one_stands(now: datetime) -> None:
    meeting = planned_series(now=now).meetings.earliest("number")

    came = both_at_once(
        *(
            lambda hour=hour: planning.move(
                meeting, local_date=THURSDAY, local_time=dt.time(hour), by=meeting.match.mentee.user, now=now
            )
            for hour in (9, 12)
        )
    )

    meeting.refresh_from_db()
    assert came == ["done", "done"]
    assert meeting.sequence == 2
    assert {taken.during.lower for taken in meeting.attendances.all()} == {meeting.starts_at}
