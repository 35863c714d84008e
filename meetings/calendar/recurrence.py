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


class Rhythm(StrEnum):
    """How often the appointment comes round."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    ONBOARDING = "onboarding"


WEEKS_BETWEEN = {Rhythm.WEEKLY: 1, Rhythm.FORTNIGHTLY: 2, Rhythm.MONTHLY: 4, Rhythm.ONBOARDING: 1}


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

    def less(self, days: set[date]) -> Series | None:
        """Return the same series without further days, or None if no day is left. It keeps no dead ends."""
        kept = [day for day in self.days() if day not in days]
        if not kept:
            return None
        count = (kept[-1] - kept[0]).days // 7 // self.every + 1
        series = Series(kept[0], self.every, count)
        return Series(series.first, series.every, count, frozenset(series.all_days()) - frozenset(kept))

    def rule(self) -> str | None:
        """Return the RRULE, or None for a single day."""
        if self.count == 1:
            return None
        interval = f";INTERVAL={self.every}" if self.every > 1 else ""
        return f"FREQ=WEEKLY{interval};COUNT={self.count};BYDAY={DAYS[self.first.weekday()]}"


def plan(
    rhythm: Rhythm, *, weekday: int, starts_on: date, until_on: date, not_before: date | None = None
) -> Series | None:
    """Return the series on `weekday` (Monday is 0) between two days, both included; None where no day fits.

    `not_before` is the first day that can still be held: an agreement may be signed after it starts. Weekly rhythms
    then begin on the next such weekday. Onboarding weeks count from `starts_on`, so early ones are lost.
    """
    begin = starts_on
    if not_before and rhythm is not Rhythm.ONBOARDING:
        begin = max(starts_on, not_before)
    first = begin + timedelta(days=(weekday - begin.weekday()) % 7)
    if rhythm is Rhythm.ONBOARDING:
        days = [first + timedelta(weeks=week - 1) for week in ONBOARDING_WEEKS]
        days = [day for day in days if (not_before or begin) <= day <= until_on]
        return of_days(days)
    every = WEEKS_BETWEEN[rhythm]
    count = (until_on - first).days // 7 // every + 1
    return Series(first, every, count) if count > 0 else None


def of_days(days: list[date]) -> Series | None:
    """Return the weekly series that falls on exactly these days, which are whole weeks apart."""
    if not days:
        return None
    series = Series(days[0], 1, (days[-1] - days[0]).days // 7 + 1)
    return Series(series.first, series.every, series.count, frozenset(series.all_days()) - frozenset(days))
