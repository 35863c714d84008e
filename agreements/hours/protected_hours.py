"""How much working time an agreement protects, and until when: a figure for the week, said in the same words everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.translation import gettext as _

from agreements.hours import appointment
from agreements.hours.appointment import ONBOARDING_WEEKS, WEEKS_APART, StandingHour
from agreements.models import AgreementVersion, Rhythm

if TYPE_CHECKING:
    from datetime import date


def minutes_a_week(version: AgreementVersion) -> int | None:
    """Return the protected minutes a week: what was fixed when it went out, else what its appointment comes to now."""
    if version.protected_minutes:
        return version.protected_minutes
    hour = appointment.of(version)
    return average(hour) if hour else None


def average(hour: StandingHour) -> int | None:
    """Return the minutes a week from length and rhythm, rounded; None where no meeting takes place at all."""
    meetings = len(list(hour.days()))
    if not meetings:
        return None
    if hour.rhythm == Rhythm.ONBOARDING:
        return rounded(meetings * hour.minutes, ONBOARDING_WEEKS[meetings - 1])
    return rounded(hour.minutes, WEEKS_APART[hour.rhythm])


def rounded(minutes: int, weeks: int) -> int:
    """Return minutes by weeks as a whole number; halves go up."""
    return (2 * minutes + weeks) // (2 * weeks)


def words(version: AgreementVersion) -> str:
    """Say “60 minutes a week until 10 September 2026”, and “on average” where not every week has a meeting."""
    minutes, until = minutes_a_week(version), day(version.until_on)
    if version.rhythm == Rhythm.WEEKLY or minutes is None:
        sentence = _("%(minutes)s minutes a week until %(day)s")
    else:
        sentence = _("%(minutes)s minutes a week on average until %(day)s")
    return sentence % {"minutes": minutes or "…", "day": until}


def day(on: date | None) -> str:
    """Return a day with the month's name; dots while it is open."""
    return formats.date_format(on, "DATE_FORMAT") if on else "…"
