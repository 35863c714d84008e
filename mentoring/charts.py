"""Charts as SVG without a viewBox: places in percent, so that text keeps its size at every width.

Pure: numbers in, safe markup out. Colours and type come from CSS classes; each chart is one image with a
name and a sentence for people who do not see it, and a table of its numbers.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.utils.safestring import SafeString

Point = tuple[str, float]

LONG_LABEL = 9  # characters from which bars lie down and get a line of their own for the words
ROW = 46  # px of one lying bar with its words
MOST_LABELS = 7  # words under standing bars on a phone
MOST_DATES = 5  # words under a line; the first begins at its dot, so it needs more room


def number(value: float) -> str:
    """Write a number the way people do: no needless decimals."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def percent(value: float) -> str:
    """Write a place or a length for an SVG attribute."""
    return f"{value:.2f}%"


def points(series: Iterable[object]) -> list[Point]:
    """Accept pairs or mappings with `label` and `value`."""
    found: list[Point] = []
    for item in series:
        label, value = (item["label"], item["value"]) if isinstance(item, dict) else item  # type: ignore[misc]
        found.append((str(label), float(value or 0)))  # type: ignore[has-type]
    return found


def tallest(series: Sequence[Point]) -> float:
    """Return what fills the height, or 1 where all is nought."""
    return max((value for _words, value in series), default=0) or 1


def sentence(series: Sequence[Point], unit: str) -> str:
    """Say the chart in words."""
    if not series:
        return _("No figures yet.")
    return "; ".join(f"{label}: {number(value)}{unit}" for label, value in series) + "."


def table(name: str, series: Sequence[Point], unit: str) -> SafeString:
    """Return the numbers behind a chart, folded away."""
    return format_html(
        '<details class="chart-data"><summary>{}</summary><div class="table-wrap" tabindex="0" role="region" aria-label="{}">'
        '<table class="table"><thead><tr><th scope="col">{}</th><th scope="col" class="numeric">{}</th></tr></thead><tbody>{}</tbody></table></div></details>',
        _("Show the numbers"),
        name,
        _("What"),
        _("Number"),
        format_html_join(
            "",
            '<tr><th scope="row">{}</th><td class="numeric">{}{}</td></tr>',
            ((label, number(value), unit) for label, value in series),
        ),
    )


def framed(name: str, body: SafeString, series: Sequence[Point], unit: str) -> SafeString:
    """Put a drawing, its words and its table into one figure."""
    return format_html(
        '<figure class="graph"><figcaption>{}</figcaption>{}{}</figure>', name, body, table(name, series, unit)
    )


def drawing(name: str, series: Sequence[Point], unit: str, height: int, body: SafeString) -> SafeString:
    """Return the image with its name and sentence."""
    words = sentence(series, unit)
    return format_html(
        '<svg role="img" aria-label="{}. {}" height="{}"><title>{}</title><desc>{}</desc>{}</svg>',
        name,
        words,
        height,
        name,
        words,
        body,
    )


def label_step(count: int, most: int = MOST_LABELS) -> int:
    """Return every how many-th label is written."""
    return max(1, math.ceil(count / most))


def standing_bars(series: Sequence[Point], unit: str) -> SafeString:
    """Bars side by side, for time; the words under them thin out when there are many."""
    top, slot, every = tallest(series), 100 / len(series), label_step(len(series))
    parts = []
    for place, (label, value) in enumerate(series):
        high = 76 * value / top
        middle = (place + 0.5) * slot
        parts.append(
            format_html(
                '<rect class="chart-bar" x="{}" y="{}" width="{}" height="{}" rx="3"></rect>',
                percent(middle - slot * 0.34), percent(88 - high), percent(slot * 0.68), percent(max(high, 0.5)),
            )
        )  # fmt: skip
        if place % every == 0:
            parts.append(
                format_html(
                    '<text class="chart-value" x="{0}" y="{1}" dy="-6" text-anchor="middle">{2}{3}</text>'
                    '<text x="{0}" y="98%" text-anchor="middle">{4}</text>',
                    percent(middle), percent(88 - high), number(value), unit, label,
                )
            )  # fmt: skip
    return format_html_join("", "{}", ((part,) for part in parts))


def horizontal_bars(series: Sequence[Point], unit: str) -> SafeString:
    """Bars under each other, for words that are long."""
    top = tallest(series)
    return format_html_join(
        "",
        '<text x="0" y="{}">{}</text><text class="chart-value" x="100%" y="{}" text-anchor="end">{}{}</text>'
        '<rect class="chart-track" y="{}" width="100%" height="12" rx="6"></rect><rect class="chart-bar" y="{}" width="{}" height="12" rx="6"></rect>',
        (
            (
                row * ROW + 13,
                label,
                row * ROW + 13,
                number(value),
                unit,
                row * ROW + 21,
                row * ROW + 21,
                percent(100 * value / top),
            )
            for row, (label, value) in enumerate(series)
        ),
    )


def bar_chart(series: Iterable[object], label: str, unit: str = "") -> SafeString:
    """Return a bar chart of (words, number) pairs."""
    data = points(series)
    if not data:
        return empty_chart(label)
    lying = any(len(words) > LONG_LABEL for words, _value in data)
    body = horizontal_bars(data, unit) if lying else standing_bars(data, unit)
    return framed(label, drawing(label, data, unit, len(data) * ROW if lying else 220, body), data, unit)


def line_chart(series: Iterable[object], label: str, unit: str = "") -> SafeString:
    """Return a line over time of (words, number) pairs."""
    data = points(series)
    if not data:
        return empty_chart(label)
    top, every = tallest(data), label_step(len(data), MOST_DATES)
    across = [3 + 94 * place / max(1, len(data) - 1) for place in range(len(data))]
    down = [88 - 76 * value / top for _words, value in data]
    path = " ".join(f"{x:.2f},{y:.2f}" for x, y in zip(across, down, strict=True))
    body = format_html(
        '<line class="chart-grid" x2="100%" y1="88%" y2="88%"></line><svg width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none">'
        '<polygon class="chart-area" points="{},88 {} {},88"></polygon><polyline class="chart-line" points="{}"></polyline></svg>{}{}',
        f"{across[0]:.2f}", path, f"{across[-1]:.2f}", path,
        format_html_join("", '<circle class="chart-dot" cx="{}" cy="{}" r="4"></circle>', ((percent(x), percent(y)) for x, y in list(zip(across, down, strict=True))[::every])),
        format_html_join(
            "",
            '<text class="chart-value" x="{0}" y="{1}" dy="-10" text-anchor="middle">{2}{3}</text><text x="{0}" y="98%" text-anchor="{5}">{4}</text>',
            (
                (percent(across[place]), percent(down[place]), number(value), unit, words, "start" if place == 0 else "end" if place == len(data) - 1 else "middle")
                for place, (words, value) in enumerate(data) if place % every == 0
            ),
        ),
    )  # fmt: skip
    return framed(label, drawing(label, data, unit, 220, body), data, unit)


def empty_chart(label: str) -> SafeString:
    """Return a chart that has nothing to show yet and says so."""
    return format_html(
        '<figure class="graph"><figcaption>{}</figcaption><p class="muted">{}</p></figure>', label, _("No figures yet.")
    )


def progress(value: float, most: float, label: str) -> SafeString:
    """Return how far along something is, as a bar with its words."""
    share = min(1.0, max(0.0, value / most)) if most else 0.0
    words = label or _("%(value)s of %(most)s") % {"value": number(value), "most": number(most)}
    return format_html(
        '<div class="progress"><svg role="img" aria-label="{}: {}"><rect class="progress-track" width="100%" height="100%" rx="5"></rect>'
        '<rect class="progress-fill" width="{}" height="100%" rx="5"></rect></svg><span class="progress-text">{}</span></div>',
        words, f"{100 * share:.0f} %", percent(100 * share), words,
    )  # fmt: skip


def spark(values: Iterable[float], label: str) -> SafeString:
    """Return a line the size of a word."""
    data = [float(value or 0) for value in values]
    top = max(data, default=0) or 1
    path = " ".join(
        f"{100 * place / max(1, len(data) - 1):.1f},{30 - 28 * value / top:.1f}" for place, value in enumerate(data)
    )
    return format_html(
        '<svg class="spark" role="img" aria-label="{}: {}" viewBox="0 0 100 32" preserveAspectRatio="none"><polyline class="chart-line" points="{}"></polyline></svg>',
        label, ", ".join(number(value) for value in data), path,
    )  # fmt: skip
