"""Curves and bars side by side as SVG: numbers in, safe markup out.

Places are in percent, so that text keeps its size at every width; colours and type come from CSS classes. Each is one
image with a name and a sentence; its table stands on the page, beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

LEFT, RIGHT, TOP, BOTTOM = 4.0, 96.0, 16.0, 78.0  # percent of the drawing


@dataclass(frozen=True)
class Point:
    """One setting and what it leads to; a link to where a scenario is made of it."""

    x: int
    y: float
    url: str = ""


@dataclass(frozen=True)
class Curve:
    """One figure over one setting; the present setting is marked."""

    label: str
    unit: str
    axis: str
    points: Sequence[Point]
    present: int


def written(value: float) -> str:
    """Write a number without needless decimals."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def curve_chart(curve: Curve) -> SafeString:
    """Draw a curve between its own lowest and highest value: small differences are what is looked for."""
    values = [point.y for point in curve.points]
    low, high = min(values), max(values)
    span = high - low or 1
    step = (RIGHT - LEFT) / max(1, len(curve.points) - 1)
    places = [
        (LEFT + step * index, BOTTOM - (BOTTOM - TOP) * ((point.y - low) / span if high > low else 0.5), point)
        for index, point in enumerate(curve.points)
    ]
    line = " ".join(f"{x:.2f},{y:.2f}" for x, y, _point in places)
    words = "; ".join(f"{written(point.x)}: {written(point.y)}{curve.unit}" for point in curve.points)
    mark = next(((x, y) for x, y, point in places if point.x == curve.present), None)
    return format_html(
        '<figure class="graph lab-curve"><figcaption>{}</figcaption>'
        '<svg role="group" aria-label="{}. {}" height="200">'
        '<line class="chart-grid" x1="0" x2="100%" y1="{}%" y2="{}%"></line>{}'
        '<svg width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">'
        '<polyline class="chart-line" points="{}"></polyline></svg>{}{}</svg>'
        '<p class="muted small">{}</p></figure>',
        curve.label, curve.label, words, BOTTOM, BOTTOM,
        _mark(mark) if mark else "",
        line,
        format_html_join("", "{}", ((_dot(x, y, point, curve, index),) for index, (x, y, point) in enumerate(places))),
        format_html_join(
            "", '<text x="{}%" y="92%" text-anchor="middle">{}</text>',
            ((f"{x:.2f}", written(point.x)) for x, _y, point in places),
        ),
        curve.axis,
    )  # fmt: skip


def _mark(place: tuple[float, float]) -> SafeString:
    x = f"{place[0]:.2f}%"
    return format_html('<line class="lab-mark" x1="{0}" x2="{0}" y1="8%" y2="{1}%"></line>', x, BOTTOM)


def _dot(x: float, y: float, point: Point, curve: Curve, index: int) -> SafeString:
    """Draw one setting: its figure, a dot large enough for a thumb, and the link."""
    now = " lab-now" if point.x == curve.present else ""
    # On a phone every second figure has room.
    spare = " lab-spare" if index % 2 and not now else ""
    title = _("%(setting)s: %(value)s. Make a scenario of it.") if point.url else "%(setting)s: %(value)s"
    says = title % {"setting": written(point.x), "value": f"{written(point.y)}{curve.unit}"}
    drawn = format_html(
        '<circle class="chart-dot{}" cx="{}%" cy="{}%" r="6"><title>{}</title></circle>'
        '<text class="chart-value{}" x="{}%" y="{}%" dy="-13" text-anchor="middle">{}</text>',
        now, f"{x:.2f}", f"{y:.2f}", says, spare, f"{x:.2f}", f"{y:.2f}", written(point.y),
    )  # fmt: skip
    if not point.url:
        return drawn
    reach = format_html('<circle class="lab-reach" cx="{}%" cy="{}%" r="13"></circle>', f"{x:.2f}", f"{y:.2f}")
    return format_html('<a href="{}" aria-label="{}">{}{}</a>', point.url, says, reach, drawn)


def share_bars(label: str, groups: Sequence[tuple[str, int, Sequence[int]]], names: Sequence[str]) -> SafeString:
    """Draw, for each group of people, how many of them each scenario matches: one bar a scenario, its track the group."""
    row, head = 18, 26
    high = max((size for _name, size, _values in groups), default=0) or 1
    parts, y = [], 0
    for name, size, values in groups:
        parts.append(format_html('<text class="chart-name" x="0" y="{}">{} ({})</text>', y + 15, name, size))
        for index, value in enumerate(values):
            top = y + head + index * row
            parts.append(
                format_html(
                    '<rect class="chart-track" x="0" y="{0}" width="{1}%" height="11" rx="5"></rect>'
                    '<g class="chart-{5}"><rect class="chart-bar" x="0" y="{0}" width="{2}%" height="11" rx="5"></rect></g>'
                    '<text class="chart-value" x="100%" y="{3}" text-anchor="end">{4}</text>',
                    top, f"{86 * size / high:.2f}", f"{86 * value / high:.2f}", top + 10, value, index + 1,
                )
            )  # fmt: skip
        y += head + row * len(values) + 8
    words = "; ".join(
        f"{name}: {', '.join(f'{one} {value}' for one, value in zip(names, values, strict=True))} / {size}"
        for name, size, values in groups
    )
    return format_html(
        '<svg class="lab-bars" role="img" aria-label="{}. {}" height="{}">{}</svg>',
        label, words, y, format_html_join("", "{}", ((part,) for part in parts)),
    )  # fmt: skip
