"""What the pages of the lab draw and say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.fit.criteria import sentence_of
from matching.fit.without_a_mentor import changed, why_without
from web import charts
from web.fields.texts import paragraph

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.utils.safestring import SafeString

    from matching.fit.criteria import Reason
    from matching.lab.what_if.comparison import GroupOutcome
    from matching.models import Unmatched

register = template.Library()

# So many sites or departments are drawn; all of them stand in the table.
DRAWN = 6


@register.simple_tag
def curve_chart(curve: charts.Curve) -> SafeString:
    return charts.curve_chart(curve)


@register.simple_tag
def share_bars(label: str, groups: Sequence[GroupOutcome], names: Sequence[str]) -> SafeString:
    """Draw how many of each group the scenarios match."""
    drawn = [(group.name, group.mentees, group.matched) for group in groups[:DRAWN]]
    return charts.share_bars(str(label), drawn, [str(name) for name in names])


@register.filter
def signed(value: float | None) -> str:
    """Write a difference with its sign: +3, −2, 0."""
    difference = value or 0
    return "0" if difference == 0 else f"{'+' if difference > 0 else '−'}{charts.number(abs(difference))}"


@register.filter
def item(values: Mapping[object, object], key: object) -> object:
    return values.get(key)


@register.filter
def why_without_mentor(left_out: Unmatched) -> str:
    """Say why somebody has no mentor (M-04)."""
    return why_without(left_out.code, left_out.details)


@register.filter
def changed_since(because: str) -> str:
    """Say why a draft does not hold any more."""
    return changed(because)


@register.filter
def sentence(reasons: Sequence[Reason]) -> str:
    """Say in one sentence what raised a score most, and what lowered it most (M-08)."""
    return sentence_of(reasons)


@register.filter
def cost_in_words(cost: Mapping[str, Any]) -> str:
    """Say what a pair costs (M-09): “This mentee gains 4 points. All others together lose 12 points.”."""
    return paragraph(
        own_in_words(round(cost["own"])),
        others_in_words(round(cost["others"])),
        fewer_in_words(int(cost["fewer"])),
        *quality_in_words(cost.get("poor"), cost.get("weak")),
    )


def own_in_words(points: int) -> str:
    """Say what the mentee gains or loses."""
    if not points:
        return _("For this mentee the score stays the same.")
    words = (
        ngettext("This mentee gains %(count)d point.", "This mentee gains %(count)d points.", points)
        if points > 0
        else ngettext("This mentee loses %(count)d point.", "This mentee loses %(count)d points.", -points)
    )
    return words % {"count": abs(points)}


def others_in_words(points: int) -> str:
    """Say what all others lose, or gain with a minus."""
    if not points:
        return _("The others lose nothing.")
    words = (
        ngettext("All others together lose %(count)d point.", "All others together lose %(count)d points.", points)
        if points > 0
        else ngettext(
            "All others together gain %(count)d point.", "All others together gain %(count)d points.", -points
        )
    )
    return words % {"count": abs(points)}


def fewer_in_words(people: int) -> str:
    """Say how many fewer would have a mentor; nothing where none."""
    if people <= 0:
        return ""
    words = ngettext(
        "%(count)d fewer person would have a mentor.", "%(count)d fewer people would have a mentor.", people
    )
    return words % {"count": people}


def quality_in_words(poor: int | None, weak: int | None) -> list[str]:
    """Say how many more or fewer matches would be poor, and weak; nothing where no lines are drawn (M-01)."""
    if poor is None or weak is None:
        return []
    if not poor and not weak:
        return [_("There would be as many poor and weak matches as now.")]
    said = []
    if poor:
        words = (
            ngettext("There would be %(count)d more poor match.", "There would be %(count)d more poor matches.", poor)
            if poor > 0
            else ngettext(
                "There would be %(count)d fewer poor match.", "There would be %(count)d fewer poor matches.", -poor
            )
        )
        said.append(words % {"count": abs(poor)})
    if weak:
        words = (
            ngettext("There would be %(count)d more weak match.", "There would be %(count)d more weak matches.", weak)
            if weak > 0
            else ngettext(
                "There would be %(count)d fewer weak match.", "There would be %(count)d fewer weak matches.", -weak
            )
        )
        said.append(words % {"count": abs(weak)})
    return said
