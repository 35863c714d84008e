"""VTIMEZONE, with yearly rules wherever the zone has them (C-05).

Readers differ in which forms they understand: Outlook keeps one rule for each half of the year and misreads lists
of dates. So a zone is written as one STANDARD and one DAYLIGHT with a yearly RRULE whenever that is true for the
time of the series; only where it is not (Ramadan in Morocco, a law that has just changed) the changes within the
series are listed by RDATE.
"""

from __future__ import annotations

import calendar
import zoneinfo
from collections import defaultdict
from datetime import datetime, timedelta

from meetings.calendar.recurrence import DAYS
from meetings.calendar.text import Component, ContentLine, line
from meetings.calendar.zones import LAST_WEEK, Onset, YearlyRule, changes, yearly_rule

EPOCH = "19700101T000000"
FEBRUARY = 2
# After so many years a weekday has fallen on every day of the year that it can fall on.
LONGEST_WAIT = 12


def vtimezone(key: str, begin: datetime, end: datetime) -> Component:
    """Describe a zone so that every moment from `begin` to `end` (with their zones) is read rightly."""
    zone = zoneinfo.ZoneInfo(key)
    rule = yearly_rule(key)
    parts = _by_rule(rule, begin.year - 1) if rule and _holds(rule, zone, begin, end) else []
    return Component("VTIMEZONE", (line("TZID", key), *(parts or _by_dates(zone, begin, end))))


def _holds(rule: YearlyRule, zone: zoneinfo.ZoneInfo, begin: datetime, end: datetime) -> bool:
    """Tell whether the zone does, in this time, what its rule for ever says."""
    expected = rule.changes(range(begin.year - 1, end.year + 2))
    offset_at_begin = [offset for moment, offset in expected if moment <= begin][-1]
    real = [(moment, offset) for moment, _before, offset, _name in changes(zone, begin, end)]
    return begin.astimezone(zone).utcoffset() == offset_at_begin and real == [
        change for change in expected if begin < change[0] <= end
    ]


def _by_rule(rule: YearlyRule, year: int) -> list[Component]:
    """Write the rule, beginning in `year`; an empty list where an onset cannot be written as a yearly RRULE."""
    standard = _onsets(
        "STANDARD", rule.standard_begins, year, rule.daylight_offset, rule.standard_offset, rule.standard_name
    )
    daylight = _onsets(
        "DAYLIGHT", rule.daylight_begins, year, rule.standard_offset, rule.daylight_offset, rule.daylight_name
    )
    return [*standard, *daylight] if standard and daylight else []


def _onsets(kind: str, onset: Onset, year: int, before: timedelta, after: timedelta, name: str) -> list[Component]:
    onsets = []
    for month, days, rule in _rules(onset):
        starts = _latest(onset, month, days, year)
        if starts is None:
            return []
        onsets.append(_part(kind, starts, before, after, name, [line("RRULE", rule)]))
    return onsets


def _rules(onset: Onset) -> list[tuple[int, range, str]]:
    """Return (month, possible days, RRULE) for an onset; two where it moves across the end of a month.

    Cairo's clocks go back on the last Thursday of October at 24:00. That is a Friday between 26 October and
    1 November, and one RRULE cannot say so; two can, of which one a year holds.
    """
    shift, _ = divmod(onset.after, timedelta(days=1))
    day = DAYS[(onset.weekday + shift) % 7]
    if shift == 0:
        nth = -1 if onset.week == LAST_WEEK else onset.week
        return [(onset.month, range(1, 32), f"FREQ=YEARLY;BYMONTH={onset.month};BYDAY={nth}{day}")]
    if onset.month == FEBRUARY and onset.week == LAST_WEEK:
        return []
    length = calendar.monthrange(2001, onset.month)[1]
    last = length if onset.week == LAST_WEEK else 7 * onset.week
    by_month: dict[int, list[int]] = defaultdict(list)
    for base in range(last - 6, last + 1):
        moved = datetime(2001, onset.month, base) + timedelta(days=shift)  # noqa: DTZ001 - a day of any common year
        by_month[moved.month].append(moved.day)
    return [
        (
            month,
            range(min(days), max(days) + 1),
            f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={','.join(map(str, days))};BYDAY={day}",
        )
        for month, days in by_month.items()
    ]


def _latest(onset: Onset, month: int, days: range, year: int) -> datetime | None:
    """Return the newest onset up to `year` that falls on one of these days: DTSTART must be one of its rule."""
    for earlier in range(LONGEST_WAIT):
        starts = onset.at(year - earlier)
        if starts.month == month and starts.day in days:
            return starts
    return None


def _by_dates(zone: zoneinfo.ZoneInfo, begin: datetime, end: datetime) -> list[Component]:
    """Write what holds at `begin`, and then each change up to `end` by its date."""
    local = begin.astimezone(zone)
    offset = local.utcoffset() or timedelta()
    parts = [
        Component(
            "STANDARD",
            (
                line("DTSTART", EPOCH),
                line("TZOFFSETFROM", _offset(offset)),
                line("TZOFFSETTO", _offset(offset)),
                line("TZNAME", local.tzname() or ""),
            ),
        ),
    ]
    alike: dict[tuple[timedelta, timedelta, str], list[datetime]] = defaultdict(list)
    for moment, before, after, name in changes(zone, begin, end):
        alike[before, after, name].append((moment + before).replace(tzinfo=None))
    for (before, after, name), moments in alike.items():
        dates = [line("RDATE", ",".join(_stamp(moment) for moment in moments[1:]))] if moments[1:] else []
        parts.append(_part("DAYLIGHT" if after > before else "STANDARD", moments[0], before, after, name, dates))
    return parts


def _part(
    kind: str, starts: datetime, before: timedelta, after: timedelta, name: str, recurrence: list[ContentLine]
) -> Component:
    offsets = line("TZOFFSETFROM", _offset(before)), line("TZOFFSETTO", _offset(after))
    return Component(kind, (line("DTSTART", _stamp(starts)), *recurrence, *offsets, line("TZNAME", name)))


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%S")


def _offset(offset: timedelta) -> str:
    """Return +HHMM, with seconds only where there are any."""
    seconds = int(offset.total_seconds())
    hours, rest = divmod(abs(seconds), 3600)
    minutes, rest = divmod(rest, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02}{minutes:02}{f'{rest:02}' if rest else ''}"
