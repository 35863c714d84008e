"""How moments are said to people: in their own time, with the city of their zone, and in their partner's too (F-17)."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Rhythm
from web import moments

if TYPE_CHECKING:
    from datetime import datetime

    from meetings.models import Appointment
    from people.models import User

DAY_BEGINS, DAY_ENDS = time(8), time(18)
FRIDAY = 4
Facts = list[tuple[str, str]]
EVERY = {
    Rhythm.WEEKLY: gettext_lazy("Every week on %(weekday)s at %(time)s (%(city)s)"),
    Rhythm.FORTNIGHTLY: gettext_lazy("Every two weeks on %(weekday)s at %(time)s (%(city)s)"),
    Rhythm.MONTHLY: gettext_lazy("Every four weeks on %(weekday)s at %(time)s (%(city)s)"),
    Rhythm.ONBOARDING: gettext_lazy("In weeks 1, 2, 3, 4, 6, 8, 10 and 12 on %(weekday)s at %(time)s (%(city)s)"),
}


def spoken(moment: datetime, person: User) -> str:
    """Say a moment on somebody's clock: “Tuesday 10 March 2026, 10:00 (Berlin)”."""
    return moments.spoken(moment, person.zone)


def day_of(moment: datetime, person: User) -> str:
    """Say the day of a moment on somebody's clock: “Tuesday 10 March”."""
    return moments.day_of_the_week(moment.astimezone(person.zone))


def hour_of(moment: datetime, person: User) -> str:
    """Say the hour of a moment on somebody's clock: “10:00”."""
    return formats.time_format(moment.astimezone(person.zone), "TIME_FORMAT")


def clocks_differ(moment: datetime, person: User, other: User) -> bool:
    """Tell whether two people's clocks show different times at a moment."""
    return moment.astimezone(person.zone).utcoffset() != moment.astimezone(other.zone).utcoffset()


def both(moment: datetime, reader: User, other: User, label: str) -> Facts:
    """Say a moment for the reader, and for their partner where clocks differ."""
    facts = [(label, spoken(moment, reader))]
    if clocks_differ(moment, reader, other):
        facts.append((_("For %(name)s") % {"name": other.first_name}, spoken(moment, other)))
    return facts


def rhythm_of(appointment: Appointment) -> str:
    """Say a standing appointment as the agreement does: “Every week on Tuesday at 10:00 (Berlin)”."""
    return EVERY[Rhythm(appointment.rhythm)] % {
        "weekday": appointment.get_weekday_display(),
        "time": formats.time_format(appointment.starts_at, "TIME_FORMAT"),
        "city": moments.city(appointment.time_zone),
    }


def is_outside_work(start: datetime, minutes: int, person: User) -> bool:
    """Tell whether a meeting lies outside 08:00 to 18:00 on a weekday, on somebody's clock."""
    begin = start.astimezone(person.zone)
    end = begin + timedelta(minutes=minutes)
    return begin.weekday() > FRIDAY or begin.time() < DAY_BEGINS or end.time() > DAY_ENDS or end.date() != begin.date()
