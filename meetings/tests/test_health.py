from __future__ import annotations

import datetime as dt
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from matching.models import Match
from matching.tests.factories import MatchFactory
from meetings.health import Health, Numbers, health, health_of
from meetings.models import MeetingStatus
from meetings.tests.factories import AppointmentFactory, MeetingFactory

NOW = datetime(2026, 4, 14, 12, tzinfo=UTC)
HELD, MISSED, SILENT, CANCELLED = (
    MeetingStatus.HELD,
    MeetingStatus.MISSED,
    MeetingStatus.PLANNED,
    MeetingStatus.CANCELLED,
)


def told(*past: str, since: int = 40, last: int = 3, next_in: int | None = 4, left: int = 100) -> Health:
    """Tell the health of a pair: past statuses newest first, days since the start, days since the last, and so on."""
    return health(
        Numbers(
            begins_at=NOW - timedelta(days=since),
            ends_at=NOW + timedelta(days=left),
            past=past,
            last_at=NOW - timedelta(days=last) if past else None,
            next_at=None if next_in is None else NOW + timedelta(days=next_in),
        ),
        now=NOW,
    )


def test_a_pair_that_met_and_meets_again_is_on_track() -> None:
    assert told(HELD) == Health.ON_TRACK


def test_before_the_first_meeting_it_is_too_early_to_tell() -> None:
    assert told(since=9) == Health.TOO_EARLY
    assert told(MISSED, since=9) == Health.TOO_EARLY


def test_p31_no_first_meeting_after_ten_days_needs_a_check_in() -> None:
    assert told(since=10) == Health.NEEDS_CHECK_IN
    assert told(MISSED, since=10) == Health.NEEDS_CHECK_IN


@pytest.mark.parametrize("past", [(MISSED, MISSED, MISSED), (CANCELLED, MISSED, CANCELLED), (SILENT, MISSED, MISSED)])
def test_p31_three_in_a_row_that_did_not_take_place_need_a_check_in(past: tuple[str, ...]) -> None:
    assert told(*past, HELD) == Health.NEEDS_CHECK_IN
    assert told(*past[:2], HELD, MISSED) in {Health.ON_TRACK, Health.NEEDS_CHECK_IN}
    assert told(HELD, *past) == Health.ON_TRACK


def test_p31_two_that_nobody_spoke_about_need_a_check_in() -> None:
    assert told(SILENT, SILENT, HELD) == Health.NEEDS_CHECK_IN
    assert told(SILENT, HELD) == Health.ON_TRACK
    assert told(MISSED, SILENT, HELD) == Health.ON_TRACK


def test_p31_no_next_meeting_for_fourteen_days_needs_a_check_in() -> None:
    assert told(HELD, last=14, next_in=None) == Health.NEEDS_CHECK_IN
    assert told(HELD, last=13, next_in=None) == Health.ON_TRACK


def test_a_pair_whose_time_is_nearly_over_needs_no_next_meeting() -> None:
    assert told(HELD, last=20, next_in=None, left=14) == Health.ON_TRACK


@given(st.lists(st.sampled_from([HELD, MISSED, SILENT, CANCELLED]), max_size=8), st.integers(0, 60))
def test_a_meeting_that_just_took_place_with_a_next_one_planned_is_always_on_track(past: list[str], since: int) -> None:
    assert told(HELD, *past, since=since) == Health.ON_TRACK


@given(st.lists(st.sampled_from([HELD, MISSED, SILENT, CANCELLED]), max_size=8))
def test_another_missed_meeting_never_makes_a_pair_better(past: list[str]) -> None:
    if told(*past) == Health.NEEDS_CHECK_IN and past[:2] != [SILENT, SILENT]:
        assert told(MISSED, *past) == Health.NEEDS_CHECK_IN


@pytest.mark.django_db
def test_health_is_read_from_the_rows() -> None:
    on_track = MeetingFactory.create(held=True, local_date=dt.date(2026, 4, 7)).match
    quiet = AppointmentFactory.create()
    for day in (3, 10):
        MeetingFactory.create(appointment=quiet, local_date=dt.date(2026, 4, day))
    MeetingFactory.create(held=True, appointment=quiet, local_date=dt.date(2026, 3, 24))
    confirmed = MatchFactory.create()

    told_of = health_of(Match.objects.all(), now=NOW)

    assert told_of == {
        on_track.pk: Health.ON_TRACK,
        quiet.match.pk: Health.NEEDS_CHECK_IN,
        confirmed.pk: Health.TOO_EARLY,
    }


@pytest.mark.django_db
def test_a_meeting_of_yesterday_that_nobody_recorded_yet_does_not_count() -> None:
    appointment = AppointmentFactory.create()
    MeetingFactory.create(held=True, appointment=appointment, local_date=dt.date(2026, 3, 31))
    for day in (7, 13):
        MeetingFactory.create(appointment=appointment, local_date=dt.date(2026, 4, day))

    assert health_of(Match.objects.all(), now=NOW)[appointment.match.pk] == Health.ON_TRACK


@pytest.mark.django_db
def test_what_an_amendment_called_off_does_not_count() -> None:
    old = AppointmentFactory.create(ended_at=datetime(2026, 3, 20, tzinfo=UTC))
    MeetingFactory.create(held=True, appointment=old, local_date=dt.date(2026, 3, 17))
    for day in (24, 31):
        MeetingFactory.create(cancelled=True, appointment=old, local_date=dt.date(2026, 3, day))
    MeetingFactory.create(cancelled=True, appointment=old, local_date=dt.date(2026, 4, 7))
    new = AppointmentFactory.create(match=old.match)
    MeetingFactory.create(appointment=new, local_date=dt.date(2026, 4, 16))

    assert health_of(Match.objects.all(), now=NOW)[old.match.pk] == Health.ON_TRACK


@pytest.mark.django_db
def test_health_is_one_query_however_many_pairs() -> None:
    for _ in range(3):
        MeetingFactory.create(held=True)

    with CaptureQueriesContext(connection) as queries:
        health_of(Match.objects.all(), now=NOW)

    assert len(queries) == 1
