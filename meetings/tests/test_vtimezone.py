"""C-05: every zone that changes its clocks, as an independent reader of the rules expands it, against zoneinfo."""

from __future__ import annotations

import zoneinfo
from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from icalendar import Calendar, Timezone

from meetings.calendar.text import Component, line, write
from meetings.calendar.vtimezone import vtimezone
from meetings.calendar.zones import footer, yearly_rule

BEGIN, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2037, 1, 1, tzinfo=UTC)
# Clocks there follow Ramadan: tzdata lists the changes, and no yearly rule can.
BY_DATES = {"Africa/Casablanca", "Africa/El_Aaiun", "Asia/Gaza", "Asia/Hebron"}


def offset(moment: datetime, zone: zoneinfo.ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def changes_clocks(key: str) -> bool:
    zone = zoneinfo.ZoneInfo(key)
    return len({offset(BEGIN + timedelta(days=10 * n), zone) for n in range((END - BEGIN).days // 10)}) > 1


WITH_CHANGES = sorted(key for key in zoneinfo.available_timezones() if changes_clocks(key))


def parsed(key: str, begin: datetime = BEGIN, end: datetime = END) -> Timezone:
    octets = write(Component("VCALENDAR", (line("VERSION", "2.0"), line("PRODID", "test"), vtimezone(key, begin, end))))
    return cast("Timezone", Calendar.from_ical(octets.decode()).walk("VTIMEZONE")[0])


def expanded(zone: Timezone) -> list[tuple[datetime, timedelta]]:
    """Read the parts of a VTIMEZONE as RFC 5545 says: (moment in UTC, offset from then on), in order."""
    found = []
    for part in cast("list[dict[str, Any]]", zone.subcomponents):
        starts, before = part["DTSTART"].dt, part["TZOFFSETFROM"].td
        onsets = [starts]
        if "RRULE" in part:
            onsets = list(
                rrulestr(part["RRULE"].to_ical().decode(), dtstart=starts).between(
                    starts, END.replace(tzinfo=None), inc=True
                )
            )
        if "RDATE" in part:
            onsets += [one.dt for one in part["RDATE"].dts]
        found += [((onset - before).replace(tzinfo=UTC), part["TZOFFSETTO"].td) for onset in onsets]
    return sorted(found)


def test_c05_nearly_two_hundred_zones_change_their_clocks_and_all_but_ramadans_by_yearly_rules() -> None:
    by_dates = {key for key in WITH_CHANGES if b"RRULE" not in write(vtimezone(key, BEGIN, END))}

    assert len(WITH_CHANGES) >= 190
    assert by_dates == BY_DATES


@pytest.mark.parametrize("key", WITH_CHANGES)
def test_c05_every_change_of_the_clocks_from_2026_to_2036_is_the_one_that_zoneinfo_knows(key: str) -> None:
    real = zoneinfo.ZoneInfo(key)
    told = expanded(parsed(key))
    moments = [moment for moment, _offset in told]

    def told_offset(moment: datetime) -> timedelta:
        return told[bisect_right(moments, moment) - 1][1]

    around = [
        moment + second
        for moment in moments
        for second in (timedelta(), timedelta(seconds=-1))
        if BEGIN <= moment + second < END
    ]
    daily = [BEGIN + timedelta(days=n) for n in range((END - BEGIN).days)]
    assert [moment for moment in around + daily if told_offset(moment) != offset(moment, real)] == []


def test_c05_the_zone_is_named_by_its_plain_iana_name() -> None:
    assert str(parsed("America/Argentina/Buenos_Aires")["TZID"]) == "America/Argentina/Buenos_Aires"


@pytest.mark.parametrize("key", ["UTC", "Asia/Kathmandu", "Asia/Tokyo", "America/Sao_Paulo"])
def test_c05_a_zone_whose_clocks_stand_has_one_standard_part(key: str) -> None:
    zone = parsed(key)

    assert [part.name for part in zone.subcomponents] == ["STANDARD"]
    assert zone.subcomponents[0]["TZOFFSETTO"].td == offset(BEGIN, zoneinfo.ZoneInfo(key))


def test_c05_changes_by_date_are_limited_to_the_series() -> None:
    zone = parsed("Africa/Casablanca", datetime(2026, 1, 10, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC))

    assert [one.year for one, _offset in expanded(zone)] == [1969, 2026, 2026]


def test_c05_gaza_has_its_rule_where_the_series_does_not_touch_ramadan() -> None:
    assert b"RRULE" in write(
        vtimezone("Asia/Gaza", datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC))
    )


def test_c05_daylight_time_is_the_one_that_is_ahead_in_ireland_too() -> None:
    rule = yearly_rule("Europe/Dublin")

    assert footer("Europe/Dublin").startswith("IST-1GMT0")
    assert rule is not None
    assert (rule.standard_name, rule.standard_offset, rule.daylight_name) == ("GMT", timedelta(), "IST")


def test_c05_outlook_can_read_the_rules_of_most_zones() -> None:
    """MS-OXCICAL 2.1.3.1.1.19.2.2: one weekday with its number. Where clocks change at 24:00 or before 00:00, that is not true."""
    days_only = {key for key in WITH_CHANGES if b"BYMONTHDAY" in write(vtimezone(key, BEGIN, END))}

    assert days_only == {
        "Africa/Cairo", "Egypt", "America/Nuuk", "America/Godthab", "America/Scoresbysund", "America/Santiago",
        "Chile/Continental", "Asia/Jerusalem", "Asia/Tel_Aviv", "Israel",
    }  # fmt: skip
