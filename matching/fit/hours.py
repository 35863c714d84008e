"""When two people can both meet: parts of their own working weeks, laid side by side in universal time.

A morning is 09:00 to 12:00 and an afternoon 13:00 to 17:00 where the person is. Someone in Lisbon and someone in
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
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    Times = tuple[frozenset[str], str]

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


@lru_cache(maxsize=16384)
def quarters(slots: frozenset[str], zone: str, on: date) -> frozenset[int]:
    """Return the quarters of the universal week, 0 to `WEEK` - 1, in which someone with these slots can meet."""
    found: set[int] = set()
    for slot in slots:
        day, part = slot.split("-")
        first, last = PARTS[part]
        start = DAYS[day] * DAY + first * QUARTERS_AN_HOUR - offset(zone, on)
        found.update(quarter % WEEK for quarter in range(start, start + (last - first) * QUARTERS_AN_HOUR))
    return frozenset(found)


def hours_of_pair(one: Times, other: Times, on: date) -> float:
    """Return the hours a week that two people share, each given as (slots, zone)."""
    return len(quarters(*one, on) & quarters(*other, on)) / QUARTERS_AN_HOUR


def shared_hours(ones: Sequence[Times], others: Sequence[Times], on: date) -> NDArray[np.float32]:
    """Return the hours a week that each of `ones` shares with each of `others`, both given as (slots, zone).

    The parts of the week of one person do not overlap, so the hours of two people are the sum over their parts.
    """
    ours, our_parts = _parts(ones)
    theirs, their_parts = _parts(others)
    common = _weeks(our_parts, on) @ _weeks(their_parts, on).T / np.float32(QUARTERS_AN_HOUR)
    found: NDArray[np.float32] = ours @ common @ theirs.T
    return found


def _parts(people: Sequence[Times]) -> tuple[NDArray[np.float32], list[tuple[str, str]]]:
    """Return which (slot, zone) each person can meet in, float32 [people, parts], and the parts."""
    parts = sorted({(slot, zone) for slots, zone in people for slot in slots})
    place = {part: index for index, part in enumerate(parts)}
    found = np.zeros((len(people), len(parts)), dtype=np.float32)
    for row, (slots, zone) in enumerate(people):
        found[row, [place[slot, zone] for slot in slots]] = 1
    return found, parts


def _weeks(parts: Sequence[tuple[str, str]], on: date) -> NDArray[np.float32]:
    weeks = np.zeros((len(parts), WEEK), dtype=np.float32)
    for row, (slot, zone) in enumerate(parts):
        weeks[row, list(quarters(frozenset({slot}), zone, on))] = 1
    return weeks
