"""When a pair is asked: the points of a relationship, from its first and last day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from evaluation.models import SurveyPoint
from programs.models.program import Format

if TYPE_CHECKING:
    from collections.abc import Iterator

WINDOW = timedelta(days=14)
REMINDERS = (timedelta(days=3), timedelta(days=8))
# Two surveys within a week would be a burden; the earlier one counts, except that the close is always asked.
APART = timedelta(days=7)


def days_of(program_format: str, starts_on: date, ends_on: date) -> Iterator[tuple[SurveyPoint, date]]:
    """Yield each point before the close with its day, in order, as the format has them."""
    if program_format == Format.ONBOARDING:
        days = {SurveyPoint.THIRTY_DAYS: 30, SurveyPoint.SIXTY_DAYS: 60, SurveyPoint.NINETY_DAYS: 90}
    else:
        half = (ends_on - starts_on).days // 2
        days = {SurveyPoint.TWO_WEEKS: 14, SurveyPoint.THIRTY_DAYS: 30, SurveyPoint.MIDPOINT: half}
    for point, day in sorted(days.items(), key=lambda item: item[1]):
        yield point, starts_on + timedelta(days=day)


def points_of(program_format: str, starts_on: date, ends_on: date) -> dict[SurveyPoint, date]:
    """Return the points of one relationship and the day on which each opens; short ones have fewer."""
    kept: dict[SurveyPoint, date] = {}
    latest = starts_on
    for point, day in days_of(program_format, starts_on, ends_on):
        if day - latest >= APART and ends_on - day >= APART:
            kept[point] = latest = day
    return kept | {SurveyPoint.CLOSE: ends_on}
