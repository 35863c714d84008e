"""The kinds of rules that a mapping can name, and the keys of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.csvmatch.comparisons import (
    Award,
    ByStep,
    Closeness,
    Comparison,
    ForEach,
    ListOverlap,
    Near,
    Same,
    Steps,
    Within,
)
from matching.csvmatch.names import listed, meant

if TYPE_CHECKING:
    from matching.csvmatch.mapping_section import MappingSection

Scales = dict[str, tuple[str, ...]]
KINDS = ("same", "differs", "steps", "shares", "near")
MANY = 1_000_000


def comparison_of(section: MappingSection, scales: Scales) -> tuple[str, Comparison]:
    """Return the kind that a rule names, and how it compares."""
    kind = section.text("kind")
    if kind and kind not in KINDS:
        section.complain(f"“{kind}” is not a kind of rule.{meant(kind, KINDS)} There are {listed(KINDS)}.")
    if kind == "steps":
        return kind, _steps(section, scales)
    if kind == "shares":
        return kind, ListOverlap(section.text("separator", ""))
    return kind, Near() if kind == "near" else Same()


def _steps(section: MappingSection, scales: Scales) -> Steps:
    name = section.text("scale")
    if name and name not in scales:
        known = f" There are {listed(scales)}." if scales else " There is no table [scales]."
        section.complain(f"there is no scale “{name}”.{meant(name, scales) or known}")
    return Steps(name, scales.get(name, ()))


def within_of(kind: str, section: MappingSection) -> Within:
    """Return what a constraint of this kind asks."""
    if kind == "differs":
        return Within(0, 0)
    if kind == "shares":
        return Within(section.whole("least", least=1, default=1), MANY)
    if kind == "near":
        return Within(0, section.number("within"))
    if kind != "steps":
        return Within(1, 1)
    least = section.whole("least", least=-MANY, default=-MANY)
    most = section.whole("most", least=-MANY, default=MANY)
    if "least" not in section and "most" not in section:
        section.complain("“least” or “most” is missing: how many steps the mentor is above the mentee.")
    if least > most:
        section.complain("“least” is above “most”.")
    return Within(least, most)


def award_of(kind: str, section: MappingSection) -> Award:
    """Return what a criterion of this kind gives."""
    if kind == "steps":
        return ByStep(_by_step(section))
    points = section.whole("points", least=0)
    if kind == "shares":
        return ForEach(points, section.whole("most", least=0, default=points))
    if kind == "near":
        return Closeness(points, section.number("within"))
    return ByStep({0 if kind == "differs" else 1: points})


def _by_step(section: MappingSection) -> dict[int, int]:
    values = section.get("points")
    if not isinstance(values, dict) or not values:
        section.complain("“points” must say what each number of steps is worth, such as { 1 = 40, 2 = 60 }.")
        return {}
    table: dict[int, int] = {}
    for key, value in values.items():
        try:
            table[int(key)] = section.checked(value, f"points.{key}", 0)
        except ValueError:
            section.complain(f"“{key}” in “points” is not a number of steps.")
    return table
