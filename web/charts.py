"""Charts as SVG, drawn by the templates in `components/charts/`: numbers in, safe markup out.

Places and lengths are in percent and there is no viewBox, so text keeps its size at every width. They reach the template
as text: it would write a number in the way of the reader's language, and SVG knows the decimal point only. Colours and
type come from CSS classes. Each chart is one image with a name and a sentence for people who do not see it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.utils.safestring import SafeString

Amount = tuple[str, float]

LONG_LABEL = 9  # characters from which bars lie down and get a line of their own for the words
ROW = 46  # px of one lying bar with its words
HEIGHT = 220  # px of every other chart
FLOOR, FULL = 88.0, 76.0  # percent: where bars and lines stand, and how high the highest of them is
MOST_LABELS = 7  # words under standing bars on a phone
MOST_DATES = 5  # words under a line; the first begins at its dot, so it needs more room
CURVE_LEFT, CURVE_RIGHT, CURVE_TOP, CURVE_FLOOR = 4.0, 96.0, 16.0, 78.0  # percent
SHARE_ROW, SHARE_HEAD, SHARE_GAP, SHARE_WIDTH = 18, 26, 8, 86  # px, and percent: the rest is for the figure


@dataclass(frozen=True)
class Setting:
    """What one setting leads to; with a link to where a scenario is made of it."""

    x: int
    y: float
    url: str = ""


@dataclass(frozen=True)
class Curve:
    """One figure over one setting; the present setting is marked."""

    label: str
    unit: str
    axis: str
    settings: Sequence[Setting]
    present: int


def number(value: float) -> str:
    """Write a number the way people do: no needless decimals."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def percent(value: float) -> str:
    """Write a place or a length for an SVG attribute."""
    return f"{value:.2f}%"


def amounts(series: Iterable[object]) -> list[Amount]:
    """Accept pairs or mappings with `label` and `value`."""
    pairs: list[Amount] = []
    for item in series:
        label, value = (item["label"], item["value"]) if isinstance(item, dict) else item  # type: ignore[misc]
        pairs.append((str(label), float(value or 0)))  # type: ignore[has-type]
    return pairs


def tallest(series: Sequence[Amount]) -> float:
    """Return what fills the height, or 1 where all is nought."""
    return max((value for _label, value in series), default=0) or 1


def label_step(count: int, most: int = MOST_LABELS) -> int:
    """Return n, where every n-th label is written."""
    return max(1, math.ceil(count / most))


def bar_chart(series: Iterable[object], label: str, unit: str = "") -> SafeString:
    """Return a bar chart of (words, number) pairs."""
    pairs = amounts(series)
    if any(len(name) > LONG_LABEL for name, _value in pairs):
        return horizontal_bars(pairs, label, unit)
    return standing_bars(pairs, label, unit) if pairs else empty_chart(label)


def standing_bars(series: Sequence[Amount], label: str, unit: str) -> SafeString:
    """Bars side by side, for time; the words under them thin out when there are many."""
    top, slot, step = tallest(series), 100 / len(series), label_step(len(series))
    bars = []
    for index, (name, value) in enumerate(series):
        middle, height = (index + 0.5) * slot, FULL * value / top
        bars.append(
            {
                "label": name,
                "figure": f"{number(value)}{unit}",
                "middle": percent(middle),
                "x": percent(middle - slot * 0.34),
                "y": percent(FLOOR - height),
                "width": percent(slot * 0.68),
                "height": percent(max(height, 0.5)),
                "is_labelled": index % step == 0,
            }
        )
    return figure("standing_bars", label, series, unit, bars=bars)


def horizontal_bars(series: Sequence[Amount], label: str, unit: str) -> SafeString:
    """Bars under each other, for words that are long."""
    top = tallest(series)
    bars = [
        {
            "label": name,
            "figure": f"{number(value)}{unit}",
            "baseline": str(index * ROW + 13),
            "y": str(index * ROW + 21),
            "width": percent(100 * value / top),
        }
        for index, (name, value) in enumerate(series)
    ]
    return figure("horizontal_bars", label, series, unit, height=len(series) * ROW, bars=bars)


def line_chart(series: Iterable[object], label: str, unit: str = "") -> SafeString:
    """Return a line over time of (words, number) pairs."""
    pairs = amounts(series)
    if not pairs:
        return empty_chart(label)
    top, last = tallest(pairs), len(pairs) - 1
    across = [3 + 94 * index / max(1, last) for index in range(len(pairs))]
    down = [FLOOR - FULL * value / top for _words, value in pairs]
    dots = [
        {
            "label": pairs[index][0],
            "figure": f"{number(pairs[index][1])}{unit}",
            "x": percent(across[index]),
            "y": percent(down[index]),
            "anchor": "start" if index == 0 else "end" if index == last else "middle",
        }
        for index in range(0, len(pairs), label_step(len(pairs), MOST_DATES))
    ]
    start, end = f"{across[0]:.2f}", f"{across[-1]:.2f}"
    line = path(zip(across, down, strict=True))
    return figure("line", label, pairs, unit, path=line, start=start, end=end, dots=dots)


def path(places: Iterable[tuple[float, float]]) -> str:
    """Write the points of a polyline in a drawing of 100 by 100."""
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in places)


def figure(
    template: str, label: str, series: Sequence[Amount], unit: str, *, height: int = HEIGHT, **drawing: object
) -> SafeString:
    """Put a drawing, its words and its table into one figure."""
    rows = [(name, f"{number(value)}{unit}") for name, value in series]
    sentence = "; ".join(f"{name}: {value}" for name, value in rows) + "."
    context = {"label": label, "rows": rows, "sentence": sentence, "height": str(height)}
    return render_to_string(f"components/charts/{template}.html", {**context, **drawing})


def empty_chart(label: str) -> SafeString:
    """Return a chart that has nothing to show yet and says so."""
    return render_to_string("components/charts/empty.html", {"label": label})


def progress(value: float, most: float, label: str) -> SafeString:
    """Return how far along something is, as a bar with its words."""
    share = min(1.0, max(0.0, value / most)) if most else 0.0
    sentence = label or _("%(value)s of %(most)s") % {"value": number(value), "most": number(most)}
    context = {"label": sentence, "figure": f"{100 * share:.0f} %", "width": percent(100 * share)}
    return render_to_string("components/charts/progress.html", context)


def spark(values: Iterable[float], label: str) -> SafeString:
    """Return a line the size of a word."""
    figures = [float(value or 0) for value in values]
    top, last = max(figures, default=0) or 1, max(1, len(figures) - 1)
    line = " ".join(f"{100 * index / last:.1f},{30 - 28 * value / top:.1f}" for index, value in enumerate(figures))
    context = {"label": label, "sentence": ", ".join(number(value) for value in figures), "path": line}
    return render_to_string("components/charts/spark.html", context)


def curve_chart(curve: Curve) -> SafeString:
    """Draw a curve between its own lowest and highest value: small differences are what is looked for."""
    values = [setting.y for setting in curve.settings]
    low, high = min(values), max(values)
    step = (CURVE_RIGHT - CURVE_LEFT) / max(1, len(values) - 1)
    across = [CURVE_LEFT + step * index for index in range(len(values))]
    shares = [(value - low) / (high - low) if high > low else 0.5 for value in values]
    down = [CURVE_FLOOR - (CURVE_FLOOR - CURVE_TOP) * share for share in shares]
    # On a phone every second figure has room.
    dots = [
        {
            "setting": number(setting.x),
            "figure": number(setting.y),
            "x": percent(x),
            "y": percent(y),
            "url": setting.url,
            "title": _dot_title(setting, curve.unit),
            "is_present": setting.x == curve.present,
            "is_spare": bool(index % 2) and setting.x != curve.present,
        }
        for index, (setting, x, y) in enumerate(zip(curve.settings, across, down, strict=True))
    ]
    context = {
        "curve": curve,
        "sentence": "; ".join(f"{number(setting.x)}: {number(setting.y)}{curve.unit}" for setting in curve.settings),
        "floor": f"{CURVE_FLOOR}%",
        "mark": next((dot["x"] for dot in dots if dot["is_present"]), ""),
        "path": path(zip(across, down, strict=True)),
        "dots": dots,
    }
    return render_to_string("components/charts/curve.html", context)


def _dot_title(setting: Setting, unit: str) -> str:
    """Say what a dot stands for, and where its link leads."""
    sentence = _("%(setting)s: %(value)s. Make a scenario of it.") if setting.url else "%(setting)s: %(value)s"
    return sentence % {"setting": number(setting.x), "value": f"{number(setting.y)}{unit}"}


def share_bars(label: str, groups: Sequence[tuple[str, int, Sequence[int]]], names: Sequence[str]) -> SafeString:
    """Draw, for each group of people, how many of them each scenario matches: one bar a scenario, its track the group."""
    largest = max((size for _name, size, _values in groups), default=0) or 1
    drawn, top = [], 0
    for name, size, values in groups:
        bars = [
            {
                "value": str(value),
                "y": str(top + SHARE_HEAD + index * SHARE_ROW),
                "baseline": str(top + SHARE_HEAD + index * SHARE_ROW + 10),
                "width": percent(SHARE_WIDTH * value / largest),
            }
            for index, value in enumerate(values)
        ]
        track = percent(SHARE_WIDTH * size / largest)
        drawn.append({"name": name, "size": str(size), "baseline": str(top + 15), "track": track, "bars": bars})
        top += SHARE_HEAD + SHARE_ROW * len(values) + SHARE_GAP
    sentence = "; ".join(
        f"{group}: {', '.join(f'{name} {value}' for name, value in zip(names, values, strict=True))} / {size}"
        for group, size, values in groups
    )
    context = {"label": label, "sentence": sentence, "height": str(top), "groups": drawn}
    return render_to_string("components/charts/share_bars.html", context)
