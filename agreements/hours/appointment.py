"""The standing appointment as plain dates and hours: when it comes round, and whether two of them collide.

An hour is agreed as people say it: on a weekday, at a wall-clock time in a named zone (P-26). It keeps its
wall-clock time when the clocks change, so it is turned into instants day by day and never by adding weeks.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from agreements.models import AgreementVersion
    from people.models import User

WEEKS_APART = {"weekly": 1, "fortnightly": 2, "monthly": 4}
ONBOARDING_WEEKS = (1, 2, 3, 4, 6, 8, 10, 12)
DAY_BEGINS, DAY_ENDS = time(8), time(18)
FRIDAY = 4


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class StandingHour:
    """A fixed hour that comes round from `starts_on` to `until_on`, both included."""

    weekday: int
    starts_at: time
    time_zone: str
    minutes: int
    rhythm: str
    starts_on: date
    until_on: date

    def days(self) -> Iterator[date]:
        """Every day on which the appointment takes place."""
        first = self.starts_on + timedelta(days=(self.weekday - self.starts_on.weekday()) % 7)
        if self.rhythm == "onboarding":
            days = [first + timedelta(weeks=week - 1) for week in ONBOARDING_WEEKS]
        else:
            apart = timedelta(weeks=WEEKS_APART[self.rhythm])
            days = [first + number * apart for number in range((self.until_on - first) // apart + 1)]
        return (day for day in days if day <= self.until_on)

    def start_on(self, day: date) -> datetime:
        """When it starts on one of its days, in UTC."""
        return datetime.combine(day, self.starts_at, ZoneInfo(self.time_zone)).astimezone(UTC)

    def instants(self) -> list[datetime]:
        """All starts, in UTC, in order."""
        return [self.start_on(day) for day in self.days()]

    def first_clash(self, other: StandingHour) -> datetime | None:
        """Return the first start of this appointment that overlaps one of the other, or None."""
        if self.starts_on > other.until_on + timedelta(days=1) or other.starts_on > self.until_on + timedelta(days=1):
            return None
        theirs = other.instants()
        for start in self.instants():
            end = start + timedelta(minutes=self.minutes)
            if any(start < begin + timedelta(minutes=other.minutes) and begin < end for begin in theirs):
                return start
        return None


def last_day(version: AgreementVersion) -> date | None:
    """Return the day of the last of the planned meetings; None while their first is open, or if the rhythm has fewer."""
    count = version.meetings_planned
    if not count or version.weekday is None or version.starts_on is None:
        return None
    first = version.starts_on + timedelta(days=(version.weekday - version.starts_on.weekday()) % 7)
    if version.rhythm != "onboarding":
        return first + timedelta(weeks=(count - 1) * WEEKS_APART[version.rhythm])
    return first + timedelta(weeks=ONBOARDING_WEEKS[count - 1] - 1) if count <= len(ONBOARDING_WEEKS) else None


def of(version: AgreementVersion) -> StandingHour | None:
    """Return a version's appointment, or None while something about it is still open."""
    if (
        version.weekday is None
        or version.starts_at is None
        or version.minutes is None
        or version.starts_on is None
        or version.until_on is None
        or not version.time_zone
    ):
        return None
    return StandingHour(
        version.weekday,
        version.starts_at,
        version.time_zone,
        version.minutes,
        version.rhythm,
        version.starts_on,
        version.until_on,
    )


def local_start(appointment: StandingHour, user: User) -> datetime:
    """Return the first meeting's start as the person's clock shows it; the agreed day if there is no meeting at all."""
    day = next(appointment.days(), appointment.starts_on)
    return appointment.start_on(day).astimezone(user.zone)


def local_hours(appointment: StandingHour, user: User) -> set[tuple[int, time]]:
    """Return every weekday and hour at which the person's clock shows a start; more than one if clocks change apart."""
    starts = (start.astimezone(user.zone) for start in appointment.instants())
    return {(start.weekday(), start.time()) for start in starts}


def differs(appointment: StandingHour, user: User) -> bool:
    """Whether the person's clock ever shows another hour than the agreed one."""
    return bool(local_hours(appointment, user) - {(appointment.weekday, appointment.starts_at)})


def is_outside_working_day(appointment: StandingHour, user: User) -> bool:
    """Whether the first meeting begins before 8, ends after 18, or falls on a weekend where the person lives."""
    start = local_start(appointment, user)
    end = start + timedelta(minutes=appointment.minutes)
    return start.time() < DAY_BEGINS or end.time() > DAY_ENDS or end.date() != start.date() or start.weekday() > FRIDAY
