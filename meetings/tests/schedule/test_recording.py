from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from meetings.errors import MeetingError
from meetings.models import MeetingStatus
from meetings.schedule import recording
from meetings.tests.factories import MeetingFactory
from people.models import AuditEvent
from people.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_p29_either_of_the_two_says_that_they_met_and_how_long() -> None:
    meeting = MeetingFactory.create()

    held = recording.record_held(meeting, minutes=45, by=meeting.match.mentor.user, now=meeting.ends_at)

    assert (held.status, held.held_minutes, held.recorded_by) == (MeetingStatus.HELD, 45, meeting.match.mentor.user)


def test_without_a_length_it_lasted_as_long_as_planned() -> None:
    meeting = MeetingFactory.create(minutes=30)

    assert recording.record_held(meeting, by=meeting.match.mentee.user, now=meeting.ends_at).held_minutes == 30


def test_p29_they_say_that_they_did_not_meet_and_correct_it() -> None:
    meeting, by = MeetingFactory.create(), None
    by = meeting.match.mentee.user

    missed = recording.record_missed(meeting, by=by, now=meeting.ends_at)
    held = recording.record_held(meeting, by=by, now=meeting.ends_at + timedelta(hours=1))
    missed_again = recording.record_missed(meeting, by=by, now=meeting.ends_at + timedelta(hours=2))

    assert [one.status for one in (missed, held, missed_again)] == ["missed", "held", "missed"]
    assert missed_again.held_minutes is None


def test_nothing_is_recorded_before_the_meeting_begins(now: datetime) -> None:
    meeting = MeetingFactory.create()

    with pytest.raises(MeetingError, match="once the meeting has begun"):
        recording.record_held(meeting, by=meeting.match.mentee.user, now=now)


@pytest.mark.parametrize("state", ["cancelled", "unplaced"])
def test_what_was_cancelled_or_never_placed_is_not_recorded(state: str) -> None:
    meeting = MeetingFactory.create(**{state: True})

    with pytest.raises(MeetingError):
        recording.record_missed(meeting, by=meeting.match.mentee.user, now=meeting.ends_at)


def test_somebody_else_cannot_record() -> None:
    meeting = MeetingFactory.create()

    with pytest.raises(MeetingError, match="Only the two"):
        recording.record_held(meeting, by=UserFactory.create(), now=meeting.ends_at)


@pytest.mark.parametrize("minutes", [0, -5, 601])
def test_a_length_that_cannot_be_is_refused(minutes: int) -> None:
    meeting = MeetingFactory.create()

    with pytest.raises(MeetingError, match="between 1 and 600"):
        recording.record_held(meeting, minutes=minutes, by=meeting.match.mentee.user, now=meeting.ends_at)


def test_the_audit_trail_tells_who_recorded() -> None:
    meeting = MeetingFactory.create()

    recording.record_held(meeting, by=meeting.match.mentee.user, now=meeting.ends_at)

    event = AuditEvent.objects.get(action="meeting.held")
    assert (event.actor, event.object_id, event.details) == (meeting.match.mentee.user, str(meeting.pk), {})
