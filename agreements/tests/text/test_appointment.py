"""The standing appointment in dates, zones and collisions."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.hours import appointment
from agreements.hours.appointment import StandingHour, add_months
from agreements.tests.factories import AgreementVersionFactory
from people.models import User

TUESDAYS = StandingHour(1, time(10), "Europe/Berlin", 60, "weekly", date(2026, 3, 10), date(2026, 9, 10))


def changed(**fields: Any) -> StandingHour:  # noqa: ANN401 - any field
    return StandingHour(**{**TUESDAYS.__dict__, **fields})


def test_it_comes_round_every_week_from_the_first_such_day_to_the_last() -> None:
    days = list(TUESDAYS.days())

    assert (days[0], days[-1], len(days)) == (date(2026, 3, 10), date(2026, 9, 8), 27)


@pytest.mark.parametrize(("rhythm", "weeks"), [("weekly", 1), ("fortnightly", 2), ("monthly", 4)])
def test_rhythms_are_weeks_apart(rhythm: str, weeks: int) -> None:
    first, second, *_rest = changed(rhythm=rhythm).days()

    assert second - first == timedelta(weeks=weeks)


def test_onboarding_meets_in_eight_chosen_weeks() -> None:
    days = list(changed(rhythm="onboarding").days())

    assert [(day - days[0]).days // 7 + 1 for day in days] == [1, 2, 3, 4, 6, 8, 10, 12]


def test_the_hour_keeps_its_wall_clock_when_clocks_change() -> None:
    starts = changed(starts_on=date(2026, 3, 24), until_on=date(2026, 3, 31)).instants()

    assert starts == [datetime(2026, 3, 24, 9, tzinfo=UTC), datetime(2026, 3, 31, 8, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("fields", "clashes"),
    [
        ({}, True),
        ({"starts_at": time(10, 59)}, True),
        ({"starts_at": time(11)}, False),
        ({"weekday": 2}, False),
        ({"starts_on": date(2026, 9, 11), "until_on": date(2026, 12, 1)}, False),
        ({"time_zone": "Europe/London", "starts_at": time(9)}, True),
        ({"time_zone": "Europe/London", "starts_at": time(10)}, False),
        ({"rhythm": "fortnightly", "starts_on": date(2026, 3, 17)}, True),
    ],
)
def test_two_appointments_clash_where_they_overlap_in_time(fields: dict[str, Any], *, clashes: bool) -> None:
    assert bool(TUESDAYS.first_clash(changed(**fields))) is clashes


def test_every_other_week_leaves_room_for_the_weeks_between() -> None:
    even = changed(rhythm="fortnightly")
    odd = changed(rhythm="fortnightly", starts_on=date(2026, 3, 17))

    assert even.first_clash(odd) is None


@given(
    a=st.tuples(st.integers(0, 6), st.integers(0, 47), st.sampled_from(["weekly", "fortnightly", "monthly"])),
    b=st.tuples(st.integers(0, 6), st.integers(0, 47), st.sampled_from(["weekly", "fortnightly", "monthly"])),
)
def test_a_clash_is_mutual(a: tuple[int, int, str], b: tuple[int, int, str]) -> None:
    one, other = (
        changed(weekday=day, starts_at=time(half // 2, half % 2 * 30), rhythm=rhythm) for day, half, rhythm in (a, b)
    )

    assert bool(one.first_clash(other)) == bool(other.first_clash(one))


def test_months_are_added_by_the_calendar() -> None:
    assert add_months(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert add_months(date(2026, 12, 1), 1) == date(2027, 1, 1)


def test_both_clocks_are_known() -> None:
    here, there = User(time_zone="Europe/Berlin"), User(time_zone="Asia/Kolkata")

    assert appointment.local_start(TUESDAYS, there).time() == time(14, 30)
    assert not appointment.differs(TUESDAYS, here)
    assert appointment.local_hours(TUESDAYS, there) == {(1, time(14, 30)), (1, time(13, 30))}


@pytest.mark.parametrize(
    ("zone", "outside"), [("Europe/Berlin", False), ("America/New_York", True), ("Asia/Tokyo", True), ("UTC", False)]
)
def test_the_working_day_is_that_of_the_person(zone: str, *, outside: bool) -> None:
    assert appointment.is_outside_working_day(TUESDAYS, User(time_zone=zone)) is outside


@pytest.mark.django_db
def test_an_open_appointment_is_none() -> None:
    version = AgreementVersionFactory.create(weekday=None)

    assert appointment.of(version) is None
