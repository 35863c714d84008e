"""Which edition of an event someone holds: SEQUENCE and DTSTAMP (C-04; RFC 5546, section 2.1.5).

SEQUENCE counts the changes that people must answer again: time, rule, place, cancellation. A change of mere text
leaves it. DTSTAMP rises with every message, so that of two with the same SEQUENCE the later one wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class EventChange(StrEnum):
    """What was changed about an event."""

    TIME = "time"
    RULE = "rule"
    PLACE = "place"
    CANCELLATION = "cancellation"
    TEXT = "text"


@dataclass(frozen=True)
class Revision:
    """An edition. `stamped_at` is in UTC and whole seconds, as DTSTAMP is written."""

    sequence: int
    stamped_at: datetime


def first(now: datetime) -> Revision:
    """Return the first edition of an event."""
    return Revision(0, now.astimezone(UTC).replace(microsecond=0))


def revised(held: Revision, change: EventChange, *, now: datetime, series: Revision | None = None) -> Revision:
    """Return the edition after a change at `now`.

    One meeting of a series begins at the SEQUENCE of its series, which `series` holds: until the meeting was changed
    by itself, that is the number that people's calendars compare with. Clocks that stand still or go back do not matter.
    """
    stamps = [held.stamped_at] + ([series.stamped_at] if series else [])
    sequence = max(held.sequence, series.sequence if series else 0)
    stamped_at = max(now.astimezone(UTC).replace(microsecond=0), max(stamps) + timedelta(seconds=1))
    return Revision(sequence if change is EventChange.TEXT else sequence + 1, stamped_at)
