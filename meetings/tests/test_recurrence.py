from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from meetings.calendar.recurrence import EventFrequency, Series, of_days, plan

DAYS = st.dates(date(2026, 1, 1), date(2036, 1, 1))


def test_c06_a_weekly_series_ends_with_the_agreement() -> None:
    series = plan(EventFrequency.WEEKLY, weekday=1, starts_on=date(2026, 3, 4), until_on=date(2026, 4, 7))

    assert series == Series(date(2026, 3, 10), 1, 5)
    assert series.rule() == "FREQ=WEEKLY;COUNT=5;BYDAY=TU"
    assert series.days()[-1] == date(2026, 4, 7)


def test_c06_an_onboarding_series_meets_in_weeks_1_2_3_4_6_8_10_and_12() -> None:
    series = plan(EventFrequency.ONBOARDING, weekday=0, starts_on=date(2026, 3, 2), until_on=date(2026, 12, 31))

    assert series is not None
    assert [(day - date(2026, 3, 2)).days // 7 + 1 for day in series.days()] == [1, 2, 3, 4, 6, 8, 10, 12]
    assert series.rule() == "FREQ=WEEKLY;COUNT=12;BYDAY=MO"


def test_onboarding_weeks_count_from_the_start_however_late_the_last_signature_comes() -> None:
    series = plan(
        EventFrequency.ONBOARDING,
        weekday=0,
        starts_on=date(2026, 3, 2),
        until_on=date(2026, 12, 31),
        not_before=date(2026, 3, 20),
    )

    assert series is not None
    assert series.days() == [
        date(2026, 3, 23),
        date(2026, 4, 6),
        date(2026, 4, 20),
        date(2026, 5, 4),
        date(2026, 5, 18),
    ]


def test_days_count_from_the_agreed_start_however_late_the_last_signature_comes() -> None:
    series = plan(
        EventFrequency.FORTNIGHTLY,
        weekday=1,
        starts_on=date(2026, 3, 3),
        until_on=date(2026, 4, 30),
        not_before=date(2026, 3, 5),
    )

    assert series is not None
    assert series.days() == [date(2026, 3, 17), date(2026, 3, 31), date(2026, 4, 14), date(2026, 4, 28)]


@pytest.mark.parametrize("rhythm", EventFrequency)
def test_there_is_no_series_where_no_day_fits(rhythm: EventFrequency) -> None:
    assert plan(rhythm, weekday=4, starts_on=date(2026, 3, 2), until_on=date(2026, 3, 5)) is None


@given(st.sampled_from(EventFrequency), st.integers(0, 6), DAYS, st.integers(1, 400), st.integers(-30, 60))
def test_c06_an_independent_reader_of_the_rule_finds_the_same_days(
    rhythm: EventFrequency, weekday: int, starts_on: date, length: int, late: int
) -> None:
    until_on, not_before = starts_on + timedelta(days=length), starts_on + timedelta(days=late)

    series = plan(rhythm, weekday=weekday, starts_on=starts_on, until_on=until_on, not_before=not_before)

    if series is None:
        return
    at = datetime(series.first.year, series.first.month, series.first.day, 10)
    rule = series.rule()
    read = [one.date() for one in rrulestr(rule, dtstart=at)] if rule else [series.first]
    assert [day for day in read if day not in series.without] == series.days()
    assert series.days()
    assert series.first == series.days()[0]
    assert all(max(starts_on, not_before) <= day <= until_on and day.weekday() == weekday for day in series.days())


@given(st.integers(1, 30), st.sampled_from([1, 2, 4]), st.sets(st.integers(0, 29)))
def test_c06_days_on_which_somebody_is_busy_are_left_out_of_the_rule(count: int, every: int, gone: set[int]) -> None:
    days = [date(2026, 3, 3) + timedelta(weeks=every * n) for n in range(count) if n not in gone]

    series = of_days(days, every=every)

    assert (series.days() if series else []) == days
    if series:
        assert series.first not in series.without
        assert series.all_days()[-1] not in series.without
