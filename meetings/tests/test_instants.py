from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.calendar.instants import instant, is_doubled, is_missing, morning_before, next_working_morning, wall

# Both hemispheres, half and three-quarter hours, changes by half an hour, no changes, and both sides of the date line.
ZONES = [
    "Europe/Berlin", "Europe/Lisbon", "Europe/Dublin", "America/New_York", "America/Los_Angeles", "America/St_Johns",
    "America/Santiago", "America/Sao_Paulo", "Australia/Sydney", "Australia/Lord_Howe", "Australia/Adelaide",
    "Pacific/Auckland", "Pacific/Chatham", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Tokyo", "Asia/Jerusalem",
    "Africa/Cairo", "Africa/Casablanca", "UTC",
]  # fmt: skip
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        # Gap: 02:30 does not exist on this night in Berlin, and is read as 03:30 (01:30 UTC).
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 1, 30)),
        # Fold: 02:30 happens twice, the first one is meant (00:30 UTC).
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30)),
        # The weeks in which America has changed its clocks already and Europe has not.
        ("America/New_York", date(2026, 3, 10), time(10), datetime(2026, 3, 10, 14)),
        ("Europe/Berlin", date(2026, 3, 10), time(15), datetime(2026, 3, 10, 14)),
        ("America/New_York", date(2026, 3, 31), time(10), datetime(2026, 3, 31, 14)),
        ("Europe/Berlin", date(2026, 3, 31), time(16), datetime(2026, 3, 31, 14)),
        # Southern summer.
        ("Australia/Sydney", date(2026, 1, 6), time(10), datetime(2026, 1, 5, 23)),
        ("Australia/Sydney", date(2026, 7, 7), time(10), datetime(2026, 7, 7, 0)),
        # Lord Howe moves its clocks by half an hour.
        ("Australia/Lord_Howe", date(2026, 1, 6), time(10), datetime(2026, 1, 5, 23)),
        ("Australia/Lord_Howe", date(2026, 7, 7), time(10), datetime(2026, 7, 6, 23, 30)),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), datetime(2026, 10, 3, 15, 45)),
    ],
)
def test_b13_wall_time_becomes_the_instant_that_rfc_5545_means(
    zone: str, day: date, at: time, expected: datetime
) -> None:
    assert instant(day, at, ZoneInfo(zone)) == expected.replace(tzinfo=UTC)


def test_b13_gaps_and_folds_are_told() -> None:
    berlin = ZoneInfo("Europe/Berlin")

    assert is_missing(date(2026, 3, 29), time(2, 30), berlin)
    assert not is_missing(date(2026, 3, 29), time(3), berlin)
    assert is_doubled(date(2026, 10, 25), time(2, 30), berlin)
    assert not is_doubled(date(2026, 10, 25), time(3), berlin)
    assert not is_doubled(date(2026, 3, 29), time(2, 30), berlin)


@given(MOMENTS, st.sampled_from(ZONES))
def test_b13_wall_time_and_instant_are_inverse_except_in_the_second_pass_of_a_fold(moment: datetime, zone: str) -> None:
    there = ZoneInfo(zone)

    back = instant(wall(moment, there).date(), wall(moment, there).time(), there)

    assert back == moment or (
        is_doubled(wall(moment, there).date(), wall(moment, there).time(), there) and back < moment
    )


@settings(max_examples=1000)
@given(MOMENTS, st.sampled_from(ZONES), st.sampled_from(ZONES))
def test_b14_no_reminder_comes_at_a_wrong_local_hour(moment: datetime, zone: str, other: str) -> None:
    for reader in (ZoneInfo(zone), ZoneInfo(other)):
        reminder = wall(morning_before(moment, reader), reader)

        assert reminder.time() == time(9)
        assert reminder.date() == wall(moment, reader).date() - timedelta(days=1)


@given(MOMENTS, st.sampled_from(ZONES))
def test_the_question_comes_on_the_next_working_morning(moment: datetime, zone: str) -> None:
    there = ZoneInfo(zone)

    asked = wall(next_working_morning(moment, there), there)

    assert asked.time() == time(9)
    assert asked.weekday() < 5
    assert 1 <= (asked.date() - wall(moment, there).date()).days <= 3
