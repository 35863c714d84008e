"""What a time zone does: its changes, and the yearly rule by which tzdata lets it go on for ever.

A compiled zone (TZif, RFC 8536) ends with a footer in the form of the POSIX variable TZ, such as
`CET-1CEST,M3.5.0,M10.5.0/3`: names and offsets of standard and daylight time (with POSIX's sign, west is positive),
and from when to when daylight time lasts. `M3.5.0/2` is the last (5) Sunday (0) of March at 02:00 on the clocks
before the change; hours may be negative or above 24, which moves the change to another day.
"""

from __future__ import annotations

import re
import zoneinfo
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib import resources
from pathlib import Path

LAST_WEEK = 5
SUNDAY_FIRST = 6

NAME = r"(?:<[^>]+>|[A-Za-z]{3,})"
OFFSET = r"[+-]?\d{1,3}(?::\d\d){0,2}"
DAY = rf"M\d+\.\d\.\d(?:/{OFFSET})?"
FOOTER = re.compile(
    rf"(?P<std>{NAME})(?P<off>{OFFSET})(?P<dst>{NAME})(?P<dst_off>{OFFSET})?,(?P<starts>{DAY}),(?P<ends>{DAY})"
)


@dataclass(frozen=True)
class Onset:
    """The `week`th weekday of a month (5 is the last; Monday is 0), `after` so long after its midnight."""

    month: int
    week: int
    weekday: int
    after: timedelta

    def base_day(self, year: int) -> datetime:
        """Return midnight of the day that the rule names, before `after` is added."""
        if self.week == LAST_WEEK:
            last = datetime(year + self.month // 12, self.month % 12 + 1, 1) - timedelta(days=1)  # noqa: DTZ001 - wall time
            return last - timedelta(days=(last.weekday() - self.weekday) % 7)
        start = datetime(year, self.month, 1)  # noqa: DTZ001 - wall time
        return start + timedelta(days=(self.weekday - start.weekday()) % 7, weeks=self.week - 1)

    def at(self, year: int) -> datetime:
        """Return the wall time of the change on the clocks before it."""
        return self.base_day(year) + self.after


@dataclass(frozen=True)
class YearlyRule:
    """Standard and daylight time, and when each begins."""

    standard_name: str
    standard_offset: timedelta
    daylight_name: str
    daylight_offset: timedelta
    daylight_begins: Onset
    standard_begins: Onset

    def changes(self, years: range) -> list[tuple[datetime, timedelta]]:
        """Return (moment in UTC, offset from then on) for every change of these years, in order."""
        moments = []
        for year in years:
            begins = (self.daylight_begins.at(year) - self.standard_offset).replace(tzinfo=UTC)
            ends = (self.standard_begins.at(year) - self.daylight_offset).replace(tzinfo=UTC)
            moments += [(begins, self.daylight_offset), (ends, self.standard_offset)]
        return sorted(moments)


@lru_cache(maxsize=1024)
def yearly_rule(key: str) -> YearlyRule | None:
    """Return the rule by which a zone goes on, or None where its clocks are not changed, or not by such a rule."""
    parts = FOOTER.fullmatch(footer(key))
    if not parts:
        return None
    standard = -_length(parts["off"])
    daylight = -_length(parts["dst_off"]) if parts["dst_off"] else standard + timedelta(hours=1)
    begins, ends = _onset(parts["starts"]), _onset(parts["ends"])
    names = parts["std"].strip("<>"), parts["dst"].strip("<>")
    if daylight < standard:
        # Ireland's law calls winter the exception. To calendars, daylight time is the one that is ahead.
        return YearlyRule(names[1], daylight, names[0], standard, ends, begins)
    return YearlyRule(names[0], standard, names[1], daylight, begins, ends)


def footer(key: str) -> str:
    """Return the footer of a zone's data, read from where `zoneinfo` reads it."""
    data = _zone_data(key)
    return data.rstrip(b"\n").rsplit(b"\n", 1)[-1].decode("ascii", "replace")


def changes(
    zone: zoneinfo.ZoneInfo, begin: datetime, end: datetime
) -> list[tuple[datetime, timedelta, timedelta, str]]:
    """Return (moment in UTC, offset before, offset from then on, name) of each change after `begin`, up to `end`.

    Looks at one moment a day: no zone changes its clocks there and back within a day.
    """
    moments = []
    low, before = begin.astimezone(UTC), _offset(begin, zone)
    while low < end:
        high = min(low + timedelta(days=1), end)
        after = _offset(high, zone)
        if before != after:
            moment = _first_with(after, low, high, zone)
            moments.append((moment, before, after, moment.astimezone(zone).tzname() or ""))
        low, before = high, after
    return moments


def _first_with(offset: timedelta, low: datetime, high: datetime, zone: zoneinfo.ZoneInfo) -> datetime:
    """Halve the time between `low` and `high` down to the second in which the offset begins to hold."""
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        low, high = (low, middle) if _offset(middle, zone) == offset else (middle, high)
    return high


def _offset(moment: datetime, zone: zoneinfo.ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _onset(rule: str) -> Onset:
    day, _, clock = rule.removeprefix("M").partition("/")
    month, week, weekday = (int(part) for part in day.split("."))
    return Onset(month, week, (weekday + SUNDAY_FIRST) % 7, _length(clock or "2"))


def _length(value: str) -> timedelta:
    hours, minutes, seconds = (*value.lstrip("+-").split(":"), "0", "0")[:3]
    length = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds))
    return -length if value.startswith("-") else length


def _zone_data(key: str) -> bytes:
    """Follow zoneinfo's own order: the system's folders, then the tzdata package. `ZoneInfo(key)` has checked the key."""
    zoneinfo.ZoneInfo(key)
    for folder in zoneinfo.TZPATH:
        path = Path(folder, key)
        if path.is_file():
            return path.read_bytes()
    package, _, name = f"tzdata.zoneinfo/{key}".rpartition("/")
    return resources.files(package.replace("/", ".")).joinpath(name).read_bytes()
