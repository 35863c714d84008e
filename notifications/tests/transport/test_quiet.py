"""Quiet hours move program news to the reader's next working day, and never further (B-15)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given
from hypothesis import strategies as st

from notifications.transport.quiet import is_open, next_opening

# Links and files of tz's own are not places where people live.
ZONES = sorted(
    name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/", "right/"))
)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))
zones = st.sampled_from(ZONES).map(ZoneInfo)


@given(moments, zones)
def test_the_next_opening_is_open_not_before_and_within_three_days(moment: datetime, zone: ZoneInfo) -> None:
    opening = next_opening(moment, zone)

    assert is_open(opening, zone)
    # Friday 19:00 to Monday 08:00 are 61 hours; clocks that change that weekend, or a day left out, add to them.
    assert moment <= opening <= moment + timedelta(hours=86)


@given(moments, zones)
def test_a_moment_that_is_open_stays(moment: datetime, zone: ZoneInfo) -> None:
    if is_open(moment, zone):
        assert next_opening(moment, zone) == moment


@given(moments, zones)
def test_an_opening_that_was_waited_for_is_eight_in_the_morning(moment: datetime, zone: ZoneInfo) -> None:
    opening = next_opening(moment, zone)

    if opening != moment:
        assert (opening.astimezone(zone).hour, opening.astimezone(zone).minute) == (8, 0)


@given(moments, zones)
def test_asking_again_changes_nothing(moment: datetime, zone: ZoneInfo) -> None:
    opening = next_opening(moment, zone)

    assert next_opening(opening, zone) == opening


def test_the_evening_before_a_weekend_leads_to_monday() -> None:
    friday_evening = datetime(2026, 3, 6, 18, 30, tzinfo=UTC)

    assert next_opening(friday_evening, ZoneInfo("Europe/Berlin")) == datetime(2026, 3, 9, 7, tzinfo=UTC)


def test_eight_in_the_morning_is_eight_on_the_new_clock_after_it_was_put_forward() -> None:
    saturday = datetime(2026, 3, 28, 12, tzinfo=UTC)

    assert next_opening(saturday, ZoneInfo("Europe/Berlin")) == datetime(2026, 3, 30, 6, tzinfo=UTC)
