"""From wall time to the instant, and back (B-13).

A meeting is agreed in wall time: "Tuesdays at ten in Berlin". The instant follows from the zone's rules of the day.
Where clocks go forward, some wall times do not exist; where they go back, some happen twice. RFC 5545 (3.3.5) says
which instant is meant, and Python's `fold=0` says the same: a missing time is read with the offset before the gap
(02:30 becomes 03:30), a doubled time is its first occurrence.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING = time(9)
LAST_WORKDAY = 4


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the moment, in UTC, at which clocks in `zone` show `at` on `day`."""
    return datetime.combine(day, at, zone).astimezone(UTC)


def wall(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return what clocks in `zone` show at a moment, without a zone."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def is_missing(day: date, at: time, zone: ZoneInfo) -> bool:
    """Tell whether clocks in `zone` never show `at` on `day`, because they go forward over it."""
    return wall(instant(day, at, zone), zone) != datetime.combine(day, at)


def is_doubled(day: date, at: time, zone: ZoneInfo) -> bool:
    """Tell whether clocks in `zone` show `at` twice on `day`, because they go back over it."""
    once = datetime.combine(day, at, zone)
    return not is_missing(day, at, zone) and once.utcoffset() != once.replace(fold=1).utcoffset()


def morning_before(moment: datetime, zone: ZoneInfo, at: time = MORNING) -> datetime:
    """Return 09:00 on the day before a moment, both as people in `zone` reckon days (B-14)."""
    return instant(wall(moment, zone).date() - timedelta(days=1), at, zone)


def next_working_morning(moment: datetime, zone: ZoneInfo, at: time = MORNING) -> datetime:
    """Return 09:00 on the first weekday after the day of a moment, in `zone`."""
    day = wall(moment, zone).date() + timedelta(days=1)
    while day.weekday() > LAST_WORKDAY:
        day += timedelta(days=1)
    return instant(day, at, zone)
