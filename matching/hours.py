"""When two people can both meet: parts of their own working weeks, laid side by side in universal time.

A morning is 09:00 to 12:00 and an afternoon 13:00 to 17:00 where the person is. Somebody in Lisbon and somebody in
Berlin who both name Tuesday morning share two hours of it. Hours are counted in quarters, because some zones are
45 minutes off; the week wraps round, because Friday afternoon in one place is Saturday in another.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from numpy.typing import NDArray

QUARTERS_AN_HOUR = 4
DAY = 24 * QUARTERS_AN_HOUR
WEEK = 7 * DAY
DAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4}
PARTS = {"am": (9, 12), "pm": (13, 17)}


@lru_cache(maxsize=1024)
def offset(zone: str, on: date) -> int:
    """Return how many quarters of an hour the zone is ahead of universal time at noon of the day."""
    ahead = datetime.combine(on, time(12), tzinfo=ZoneInfo(zone)).utcoffset() or timedelta()
    return round(ahead / timedelta(minutes=15))


def quarters(slots: Iterable[str], zone: str, on: date) -> NDArray[np.float64]:
    """Return 1 for each quarter of the universal week in which somebody with these slots can meet, as float64 [WEEK]."""
    week = np.zeros(WEEK, dtype=np.float64)
    for slot in slots:
        day, part = slot.split("-")
        first, last = PARTS[part]
        start = DAYS[day] * DAY + first * QUARTERS_AN_HOUR - offset(zone, on)
        week[np.arange(start, start + (last - first) * QUARTERS_AN_HOUR) % WEEK] = 1
    return week


def shared_hours(
    ones: Sequence[tuple[frozenset[str], str]], others: Sequence[tuple[frozenset[str], str]], on: date
) -> NDArray[np.float64]:
    """Return the hours a week that each of `ones` shares with each of `others`, both given as (slots, zone)."""
    return _weeks(ones, on) @ _weeks(others, on).T / QUARTERS_AN_HOUR


def _weeks(people: Sequence[tuple[frozenset[str], str]], on: date) -> NDArray[np.float64]:
    known = {kind: quarters(*kind, on) for kind in set(people)}
    return np.array([known[kind] for kind in people], dtype=np.float64).reshape(len(people), WEEK)
