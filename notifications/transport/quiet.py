"""Quiet hours: program news reaches people on working days between 08:00 and 19:00 of their own clock (B-15)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

OPENS = time(8)
CLOSES = time(19)
SATURDAY = 5


def is_open(moment: datetime, zone: ZoneInfo) -> bool:
    """Tell whether program news may arrive at `moment` for someone in `zone`."""
    local = moment.astimezone(zone)
    return local.weekday() < SATURDAY and OPENS <= local.time() < CLOSES


def next_opening(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return `moment` if it is open, else the next time at which it is, in UTC.

    Both are aware. The opening is 08:00 on the reader's clock; where the clock is put forward over 08:00
    that day, it is the first minute after the gap.
    """
    if is_open(moment, zone):
        return moment
    local = moment.astimezone(zone)
    day = local.date() if local.time() < OPENS else local.date() + timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day, OPENS, tzinfo=zone).astimezone(UTC)
