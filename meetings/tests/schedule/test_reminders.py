from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from matching.tests.factories import MatchFactory
from meetings.schedule import planning, recording
from meetings.schedule.reminders import queue_check_ins, queue_reminders
from meetings.tests.factories import MeetingFactory, planned_series
from notifications.models import Message, Status
from notifications.transport.delivery import deliver_due

pytestmark = pytest.mark.django_db


def pair_in(mentor_zone: str, mentee_zone: str) -> object:
    """Return a meeting on Tuesday 10 March 2026 at 10:00 in Berlin between people of two zones."""
    return MeetingFactory.create(
        appointment__version__agreement__match__mentor_user__time_zone=mentor_zone,
        appointment__version__agreement__match__mentee_user__time_zone=mentee_zone,
    )


def due(kind: str) -> list[tuple[str, datetime]]:
    """Return (zone of the reader, due time) of every message of a kind."""
    rows = Message.objects.filter(kind=f"meetings.{kind}").select_related("recipient__site").order_by("due_at", "pk")
    return [(row.recipient.zone_name, row.due_at) for row in rows]


def test_b14_a_reminder_comes_the_day_before_at_nine_on_each_readers_clock() -> None:
    pair_in("Europe/Berlin", "America/New_York")

    queue_reminders(now=datetime(2026, 3, 8, 6, tzinfo=UTC))

    assert due("reminder_day") == [
        ("Europe/Berlin", datetime(2026, 3, 9, 8, tzinfo=UTC)),
        # America is on summer time already.
        ("America/New_York", datetime(2026, 3, 9, 13, tzinfo=UTC)),
    ]


def test_b14_the_day_before_is_the_readers_own_day() -> None:
    """10:00 in Berlin on Tuesday is 22:00 on Tuesday in Auckland, and 23:00 on Monday in Honolulu."""
    pair_in("Pacific/Auckland", "Pacific/Honolulu")

    queue_reminders(now=datetime(2026, 3, 7, 12, tzinfo=UTC))

    assert due("reminder_day") == [
        ("Pacific/Honolulu", datetime(2026, 3, 8, 19, tzinfo=UTC)),
        ("Pacific/Auckland", datetime(2026, 3, 8, 20, tzinfo=UTC)),
    ]


def test_p29_another_reminder_comes_an_hour_before() -> None:
    meeting = MeetingFactory.create()

    queue_reminders(now=datetime(2026, 3, 8, 6, tzinfo=UTC))

    assert {when for _zone, when in due("reminder_hour")} == {meeting.starts_at - timedelta(hours=1)}


def test_b02_sweeps_write_each_reminder_once() -> None:
    MeetingFactory.create()
    now = datetime(2026, 3, 8, 6, tzinfo=UTC)

    written = [queue_reminders(now=now + timedelta(minutes=5 * n)) for n in range(3)]

    assert written == [4, 0, 0]
    assert Message.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_b02_twenty_sweeps_at_once_write_each_reminder_once() -> None:
    MeetingFactory.create()

    def sweep(_number: int) -> None:
        queue_reminders(now=datetime(2026, 3, 8, 6, tzinfo=UTC))
        connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(sweep, range(20)))

    assert Message.objects.count() == 4


def test_an_invitation_that_has_just_come_is_not_followed_by_a_reminder() -> None:
    MeetingFactory.create(stamped_at=datetime(2026, 3, 9, 12, tzinfo=UTC))

    queue_reminders(now=datetime(2026, 3, 9, 12, 5, tzinfo=UTC))

    assert due("reminder_day") == []
    assert len(due("reminder_hour")) == 2


def test_b06_a_moved_meeting_is_reminded_of_at_its_new_time_only(now: datetime) -> None:
    meeting = planned_series(now=now).meetings.earliest("number")
    queue_reminders(now=datetime(2026, 3, 8, 6, tzinfo=UTC))
    planning.move(
        meeting,
        local_date=dt.date(2026, 3, 12),
        local_time=dt.time(10),
        by=meeting.match.mentee.user,
        now=datetime(2026, 3, 8, 7, tzinfo=UTC),
    )
    queue_reminders(now=datetime(2026, 3, 10, 6, tzinfo=UTC))
    mail.outbox.clear()

    for hour in range(5, 100):
        deliver_due(now=datetime(2026, 3, 8, 12, tzinfo=UTC) + timedelta(hours=hour))

    subjects = [one.subject for one in mail.outbox if "mentoring meeting" in one.subject]
    superseded = Message.objects.filter(kind__startswith="meetings.reminder", status=Status.SUPERSEDED)
    assert sorted(set(subjects)) == [
        "Join your mentoring meeting at 09:00",
        "Prepare your mentoring meeting tomorrow at 09:00",
    ]
    assert len(subjects) == 4
    assert superseded.count() == 4


def test_b06_a_cancelled_meeting_is_not_reminded_of(now: datetime) -> None:
    meeting = MeetingFactory.create()
    queue_reminders(now=datetime(2026, 3, 8, 6, tzinfo=UTC))
    planning.cancel(meeting, by=meeting.match.mentor.user, now=datetime(2026, 3, 8, 7, tzinfo=UTC))

    deliver_due(now=datetime(2026, 3, 10, 8, tzinfo=UTC))

    assert [one.subject for one in mail.outbox] == ["Cancelled: your meeting on Tuesday 10 March"] * 2


def test_b07_reminders_stand_in_the_database_three_days_ahead() -> None:
    """So they leave in time even if nothing is woken up for a day; the delivery sweep is enough."""
    MeetingFactory.create()
    queue_reminders(now=datetime(2026, 3, 7, 10, tzinfo=UTC))

    deliver_due(now=datetime(2026, 3, 9, 9, tzinfo=UTC))

    assert [one.subject for one in mail.outbox] == ["Prepare your mentoring meeting tomorrow at 09:00"] * 2


def test_p29_the_question_comes_once_on_the_next_working_morning() -> None:
    friday = MeetingFactory.create(local_date=dt.date(2026, 3, 13), local_time=dt.time(16))
    after = friday.ends_at + timedelta(minutes=5)

    queue_reminders(now=after)
    queue_reminders(now=after + timedelta(days=1))

    assert [when for _zone, when in due("did_you_meet")] == [datetime(2026, 3, 16, 9, tzinfo=UTC)] * 2


def test_nobody_is_asked_what_has_been_said_already() -> None:
    meeting = MeetingFactory.create()
    queue_reminders(now=meeting.ends_at + timedelta(minutes=5))
    recording.record_held(meeting, by=meeting.match.mentee.user, now=meeting.ends_at + timedelta(hours=2))

    deliver_due(now=datetime(2026, 3, 11, 12, tzinfo=UTC))

    assert mail.outbox == []


def test_a_pair_that_has_parted_is_not_reminded() -> None:
    meeting = MeetingFactory.create()
    match = meeting.match
    match.status, match.ended_at = "ended", datetime(2026, 3, 5, tzinfo=UTC)
    match.save()

    assert queue_reminders(now=datetime(2026, 3, 8, 6, tzinfo=UTC)) == 0


def test_a_sweep_asks_the_database_as_often_for_three_meetings_as_for_one() -> None:
    counts = []
    for _ in (1, 3):
        for _number in range(_):
            MeetingFactory.create()
        queue_reminders(now=datetime(2026, 3, 8, 6, tzinfo=UTC))
        with CaptureQueriesContext(connection) as queries:
            queue_reminders(now=datetime(2026, 3, 8, 6, 5, tzinfo=UTC))
        counts.append(len([one for one in queries if "SAVEPOINT" not in one["sql"]]))

    assert counts[0] == counts[1] == 2


def test_p31_a_pair_that_does_not_meet_is_asked_gently_and_once() -> None:
    match = MatchFactory.create(active=True)
    now = datetime(2026, 3, 20, 9, tzinfo=UTC)

    for n in range(3):
        queue_check_ins(now=now + timedelta(hours=n))
    deliver_due(now=now + timedelta(hours=3))

    assert {one.to[0] for one in mail.outbox} == {match.mentor.user.email, match.mentee.user.email}
    assert [one.subject.split(" with ")[0] for one in mail.outbox] == ["Choose your next meeting"] * 2


def test_p31_a_pair_that_meets_meanwhile_is_left_alone() -> None:
    meeting = MeetingFactory.create()
    queue_check_ins(now=datetime(2026, 3, 20, 9, tzinfo=UTC))
    recording.record_held(meeting, by=meeting.match.mentee.user, now=datetime(2026, 3, 20, 9, 1, tzinfo=UTC))

    deliver_due(now=datetime(2026, 3, 20, 9, 2, tzinfo=UTC))

    assert Message.objects.count() == 2
    assert mail.outbox == []


def test_p31_check_ins_ask_the_database_as_often_for_three_pairs_as_for_one() -> None:
    counts = []
    for new, pairs in ((1, 1), (2, 3)):
        MeetingFactory.create_batch(new)
        with CaptureQueriesContext(connection) as queries:
            asked = queue_check_ins(now=datetime(2026, 3, 20, 9, tzinfo=UTC))
        assert asked == 2 * pairs
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_p31_a_pair_that_is_on_track_is_not_asked() -> None:
    MeetingFactory.create(held=True)

    assert queue_check_ins(now=datetime(2026, 3, 12, 9, tzinfo=UTC)) == 0
