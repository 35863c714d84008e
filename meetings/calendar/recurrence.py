"""Which days a standing appointment falls on, in local days (C-06).

A series is always a weekly rule with an interval and a count. The onboarding rhythm (weeks 1, 2, 3, 4, 6, 8, 10
and 12) is a weekly rule with days left out, not a list of dates: Outlook refuses a whole invitation that has RDATE
without RRULE (MS-OXCICAL 2.1.3.1.1.20.18). A count cannot be misread by a zone, as an end time in UTC could.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ONBOARDING_WEEKS = (1, 2, 3, 4, 6, 8, 10, 12)


class EventFrequency(StrEnum):
    """How often the appointment comes round."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    ONBOARDING = "onboarding"


WEEKS_BETWEEN = {
    EventFrequency.WEEKLY: 1,
    EventFrequency.FORTNIGHTLY: 2,
    EventFrequency.MONTHLY: 4,
    EventFrequency.ONBOARDING: 1,
}


@dataclass(frozen=True)
class Series:
    """A weekly rule: `count` days from `first` on, `every` weeks apart; those in `without` are left out."""

    first: date
    every: int
    count: int
    without: frozenset[date] = frozenset()

    def all_days(self) -> list[date]:
        """Return every day of the rule, left-out days too."""
        return [self.first + timedelta(weeks=self.every * n) for n in range(self.count)]

    def days(self) -> list[date]:
        """Return the days on which there is a meeting."""
        return [day for day in self.all_days() if day not in self.without]

    def rule(self) -> str | None:
        """Return the RRULE, or None for a single day."""
        if self.count == 1:
            return None
        interval = f";INTERVAL={self.every}" if self.every > 1 else ""
        return f"FREQ=WEEKLY{interval};COUNT={self.count};BYDAY={DAYS[self.first.weekday()]}"


def plan(
    rhythm: EventFrequency, *, weekday: int, starts_on: date, until_on: date, not_before: date | None = None
) -> Series | None:
    """Return the series on `weekday` (Monday is 0) between two days, both included; None where no day fits.

    `not_before` is the first day that can still be held: the last signature may come after the agreed start. The days
    are counted from `starts_on` all the same, because that is what was signed.
    """
    first = starts_on + timedelta(days=(weekday - starts_on.weekday()) % 7)
    every = WEEKS_BETWEEN[rhythm]
    if rhythm is EventFrequency.ONBOARDING:
        days = [first + timedelta(weeks=week - 1) for week in ONBOARDING_WEEKS]
    else:
        days = [first + timedelta(weeks=every * n) for n in range((until_on - first).days // 7 // every + 1)]
    return of_days([day for day in days if (not_before or first) <= day <= until_on], every=every)


def of_days(days: list[date], *, every: int = 1) -> Series | None:
    """Return the series that falls on exactly these days, in order and whole intervals apart; None for no days."""
    if not days:
        return None
    series = Series(days[0], every, (days[-1] - days[0]).days // 7 // every + 1)
    return Series(series.first, every, series.count, frozenset(series.all_days()) - frozenset(days))
