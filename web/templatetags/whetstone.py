"""What our templates share: icons, initials, dates in words, charts."""

from __future__ import annotations

import datetime as dt
import json
import re
import zoneinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import lucide
from django import template
from django.core.paginator import Page, Paginator
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import formats, timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from web import charts, moments, newer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.forms import BaseForm

register = template.Library()
A_PAGE = 25


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """Draw a lucide icon inline, hidden from screen readers: words stand beside it."""
    return drawn(str(name), size)


@lru_cache(maxsize=512)
def drawn(name: str, size: int) -> SafeString:
    """Return the markup of an icon, which is made once: a page has dozens, and drawing is copying a tree of elements."""
    # The package's own Django tag does no more; its markup is static files turned into text.
    svg = lucide._render_icon(name, size, **{"class": f"icon icon-{name}", "aria-hidden": "true"})  # noqa: SLF001
    return mark_safe(svg)  # noqa: S308 - no part of it comes from people


@register.filter
def seen(form: BaseForm) -> str:
    """Return the marks of what a form shows, for `web.newer` to compare when it comes back."""
    return newer.written(newer.marks(form))


@register.filter
def initials(person: object) -> str:
    """Return one or two letters for a person or a name: “Amara Okafor” is AO."""
    names = [
        word
        for word in str(getattr(person, "name", None) or person or "").replace("-", " ").split()
        if word[:1].isalpha()
    ]
    return "".join(word[0] for word in (names[:1] + names[-1:] if len(names) > 1 else names)).upper()


def zone_of(reader: object) -> dt.tzinfo:
    """Return the zone in which the reader lives; the active one where nobody is signed in."""
    zone = getattr(reader, "zone", None) or reader
    if isinstance(zone, dt.tzinfo):
        return zone
    if isinstance(zone, str) and zone in zoneinfo.available_timezones():
        return zoneinfo.ZoneInfo(zone)
    return timezone.get_current_timezone()


@register.filter(expects_localtime=False)
def local_time(moment: dt.datetime | None, reader: object = None) -> str:
    """Say a moment in the reader's own time: “Tuesday 1 December 2026, 10:00 (Berlin)”."""
    if moment is None:
        return ""
    return moments.spoken(moment, zone_of(reader))


@register.filter(expects_localtime=True)
def day_and_hour(moment: dt.datetime) -> str:
    """Say a near moment: “Tuesday 10 March, 10:00”."""
    return moments.day_and_hour(moment)


@register.filter
def long_date(day: dt.date | None) -> str:
    """Say a day with its month's name: “1 December 2026”."""
    if day is None:
        return ""
    if isinstance(day, dt.datetime) and timezone.is_aware(day):
        day = timezone.localtime(day)
    return str(formats.date_format(day, "DATE_FORMAT"))


@register.filter
def is_past(day: dt.date | None) -> bool:
    """Tell whether a day is over, so that nobody reads of it as something to come."""
    if day is None:
        return False
    if isinstance(day, dt.datetime):
        return day < timezone.now()
    return day < timezone.localdate()


@register.filter
def hours(minutes: int) -> str:
    """Return a length of time in words: 90 is “1 hour 30 minutes”."""
    whole, rest = divmod(minutes, 60)
    in_hours = ngettext("%(count)s hour", "%(count)s hours", whole) % {"count": whole}
    in_minutes = ngettext("%(count)s minute", "%(count)s minutes", rest) % {"count": rest}
    if not whole:
        return in_minutes
    return _("%(hours)s %(minutes)s") % {"hours": in_hours, "minutes": in_minutes} if rest else in_hours


@register.simple_tag
def bar_chart(series: Iterable[object], label: str = "", unit: str = "") -> SafeString:
    """Draw bars of (words, number) pairs, with their table."""
    return charts.bar_chart(series, str(label), unit)


@register.simple_tag
def line_chart(series: Iterable[object], label: str = "", unit: str = "") -> SafeString:
    """Draw a line of (words, number) pairs over time, with their table."""
    return charts.line_chart(series, str(label), unit)


@register.simple_tag
def progress(value: float | None, max: float | None = 100, label: str = "") -> SafeString:  # noqa: A002 - the word templates use
    """Draw how far along something is."""
    return charts.progress(float(value or 0), float(max or 0), str(label))


@register.simple_tag
def spark(values: Iterable[float], label: str = "") -> SafeString:
    """Draw a small line for a table cell."""
    return charts.spark(values, str(label))


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: object) -> str:
    """Return this page's query string with some parts changed, for pagination and filters."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        parameters.pop(name, None)
        if value not in {None, ""}:
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}"


@register.simple_tag(takes_context=True)
def page_of(context: dict[str, Any], rows: Sequence[Any], key: str = "page", per_page: int = A_PAGE) -> Page[Any]:
    """Return the part of a list that the reader has asked for: every list has a last page (E-37).

    A page with several lists gives each a key of its own, the id of its heading; `components/pagination.html` takes it too.
    """
    return Paginator(rows, per_page).get_page(context["request"].GET.get(key))


@register.simple_tag(takes_context=True)
def page_url(context: dict[str, Any], number: int, key: str = "page") -> str:
    """Return the address of another part of the list with this key."""
    return query(context, **{key: number}) + ("" if key == "page" else f"#{key}")


@register.filter
def error_target(field: Any) -> str:  # noqa: ANN401 - a bound field
    """Return the id that a link in the error summary jumps to; a group of choices has it on its first one."""
    if getattr(field.field.widget, "input_type", "") in {"radio", "checkbox"} and hasattr(
        field.field.widget, "choices"
    ):
        return f"{field.auto_id}_0"
    return str(field.id_for_label or field.auto_id)


TONES = {"good": "circle-check", "warn": "triangle-alert", "wait": "clock", "stop": "octagon-alert", "info": "info"}


@register.simple_tag(takes_context=True)
def with_main_landmark(context: dict[str, Any]) -> SafeString:
    """Return the admin theme's page with its content marked as the main part; the theme has no such landmark.

    Where the content has a heading of its own, the words in the page's head are no second one.
    A tag, because `{{ block.super }}` would show an empty page where a variable deep inside does not exist.
    """
    page = context["block"].super()
    marked = str(page).replace('<div id="content"', '<div id="content" role="main" tabindex="-1"', 1)
    if marked.count("<h1") > 1:
        marked = re.sub(
            r'<h1 class="desk-here">(.*?)</h1>', r'<span class="desk-here">\1</span>', marked, flags=re.DOTALL
        )
    return mark_safe(marked)  # noqa: S308 - the page came escaped from its template


@register.filter
def as_json(value: object) -> str:
    """Return a value as JSON text, for an element that a script reads; the template escapes it."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.filter
def tone_icon(tone: str) -> str:
    """Return the icon that goes with a tone."""
    return TONES.get(str(tone), "info")


# How far something has come, as one of the tones of a badge; a status that is not named here has the plain one.
STATUS_TONES = {
    "accepted": "good",
    "active": "good",
    "applied": "wait",
    "approved": "good",
    "asked": "wait",
    "completed": "good",
    "confirmed": "good",
    "draft": "info",
    "enrolled": "good",
    "enrolling": "good",
    "failed": "stop",
    "in_force": "good",
    "in_review": "wait",
    "matching": "wait",
    "nominated": "info",
    "open": "wait",
    "paused": "wait",
    "proposed": "wait",
    "published": "good",
    "queued": "wait",
    "ready": "good",
    "returned": "stop",
    "running": "info",
    "signed": "good",
    "signing": "wait",
    "talk": "wait",
    "training": "info",
}


@register.filter
def status_tone(status: str) -> str:
    """Return the badge's tone for the status of anything."""
    return STATUS_TONES.get(str(status), "")


@register.filter
def message_tone(tags: str) -> str:
    """Turn the tag of a Django message into one of our tones."""
    names = set(str(tags).split())
    if "error" in names:
        return "stop"
    if "warning" in names:
        return "warn"
    return "good" if "success" in names else "info"
