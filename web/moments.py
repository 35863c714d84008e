"""How days and moments are said: by the formats of the reader's language, with the city of a zone (F-17).

Django's own names of formats (DATE_FORMAT and its like) know no weekday, and none is short; those that it lacks stand in
the catalogue, so that a translator puts day, month and weekday in the order of the language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

if TYPE_CHECKING:
    from datetime import date, datetime, tzinfo


def weekday(day: date) -> str:
    """Say which day of the week it is: “Tuesday”."""
    return date_format(day, pgettext("format of a weekday, in the letters of Django’s date filter", "l"))


def day_of_the_week(day: date) -> str:
    """Say a near day: “Tuesday 10 March”."""
    return date_format(day, pgettext("format of a near day, in the letters of Django’s date filter", "l j F"))


def short_day(day: date) -> str:
    """Say a day where there is little room: “10 Mar”."""
    return date_format(day, pgettext("short format of a near day, in the letters of Django’s date filter", "j M"))


def near_moment(moment: datetime) -> str:
    """Say a moment of these weeks: “10 March, 10:00”."""
    return date_format(moment, pgettext("format of a near moment, in the letters of Django’s date filter", "j F, H:i"))


def day_and_hour(moment: datetime) -> str:
    """Say a near moment with its weekday: “Tuesday 10 March, 10:00”."""
    return date_format(moment, pgettext("format of a near moment with its weekday", "l j F, H:i"))


def moment_of_the_week(moment: datetime) -> str:
    """Say a moment with its weekday: “Tuesday 10 March 2026, 10:00”."""
    return date_format(moment, pgettext("format of a moment, in the letters of Django’s date filter", "l j F Y, H:i"))


def spoken(moment: datetime, zone: tzinfo) -> str:
    """Say a moment in a zone: “Tuesday 10 March 2026, 10:00 (Berlin)”."""
    return in_city(moment_of_the_week(moment.astimezone(zone)), city(str(zone)))


def exact(moment: datetime) -> str:
    """Say a moment to the second: “10 March 2026, 10:00:07”."""
    return date_format(moment, pgettext("format of a moment to the second", "j F Y, H:i:s"))


def exact_in_short(moment: datetime) -> str:
    """Say the same where there is little room: “10 Mar 2026, 10:00:07”."""
    return date_format(moment, pgettext("short format of a moment to the second", "j M Y, H:i:s"))


def exact_time(moment: datetime, *, with_day: bool) -> str:
    """Say the time of the day to the second, and the day where it is another than was said before."""
    if with_day:
        return date_format(moment, pgettext("format of a near moment to the second", "j F, H:i:s"))
    return date_format(moment, pgettext("format of a time to the second", "H:i:s"))


def in_city(moment: str, place: str) -> str:
    """Say in which city a clock shows this."""
    return _("%(moment)s (%(city)s)") % {"moment": moment, "city": place}


def city(zone_name: str) -> str:
    """Return what people call a zone: Europe/Berlin is Berlin."""
    return zone_name.rsplit("/", 1)[-1].replace("_", " ")
