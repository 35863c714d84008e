"""How moments are said to people: in their own time, with the city of their zone, and in their partner's too (F-17)."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from datetime import datetime

    from meetings.models import Appointment
    from people.models import User

DAY_BEGINS, DAY_ENDS = time(8), time(18)
FRIDAY = 4
Facts = list[tuple[str, str]]


def spoken(moment: datetime, person: User) -> str:
    """Say a moment on somebody's clock: “Tuesday 10 March 2026, 10:00 (Berlin)”."""
    return f"{formats.date_format(moment.astimezone(person.zone), 'l j F Y, H:i')} ({city(person.zone_name)})"


def day_of(moment: datetime, person: User) -> str:
    """Say the day of a moment on somebody's clock: “Tuesday 10 March”."""
    return formats.date_format(moment.astimezone(person.zone), "l j F")


def hour_of(moment: datetime, person: User) -> str:
    """Say the hour of a moment on somebody's clock: “10:00”."""
    return formats.date_format(moment.astimezone(person.zone), "H:i")


def city(zone_name: str) -> str:
    """Return what people call a zone: Europe/Berlin is Berlin."""
    return zone_name.rsplit("/", 1)[-1].replace("_", " ")


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
    sentence = _("%(rhythm)s on %(weekday)s at %(time)s (%(city)s)") % {
        "rhythm": appointment.get_rhythm_display(),
        "weekday": appointment.get_weekday_display(),
        "time": formats.time_format(appointment.starts_at, "H:i"),
        "city": city(appointment.time_zone),
    }
    return sentence[0].upper() + sentence[1:]


def is_outside_work(start: datetime, minutes: int, person: User) -> bool:
    """Tell whether a meeting lies outside 08:00 to 18:00 on a weekday, on somebody's clock."""
    begin = start.astimezone(person.zone)
    end = begin + timedelta(minutes=minutes)
    return begin.weekday() > FRIDAY or begin.time() < DAY_BEGINS or end.time() > DAY_ENDS or end.date() != begin.date()
