"""What the pages of the lab draw and say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.fit.criteria import sentence_of
from web import charts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.utils.safestring import SafeString

    from matching.fit.criteria import Reason
    from matching.lab.what_if.comparison import GroupOutcome

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
def sentence(reasons: Sequence[Reason]) -> str:
    """Say in one sentence what raised a score most, and what lowered it most (M-08)."""
    return sentence_of(reasons)


@register.filter
def cost_in_words(cost: Mapping[str, Any]) -> str:
    """Say what a pair costs (M-09): “Gains 4 points; all others together lose 12.”."""
    own, others, fewer = round(cost["own"]), round(cost["others"]), int(cost["fewer"])
    if own > 0:
        first = ngettext("This mentee gains %(count)d point", "This mentee gains %(count)d points", own) % {
            "count": own
        }
    elif own < 0:
        first = ngettext("This mentee loses %(count)d point", "This mentee loses %(count)d points", -own) % {
            "count": -own
        }
    else:
        first = _("For this mentee the score stays the same")
    if others > 0:
        second = ngettext("all others together lose %(count)d.", "all others together lose %(count)d.", others) % {
            "count": others
        }
    elif others < 0:
        second = ngettext("all others together gain %(count)d.", "all others together gain %(count)d.", -others) % {
            "count": -others
        }
    else:
        second = _("nobody else loses anything.")
    words = [f"{first}; {second}"]
    if fewer > 0:
        words.append(
            ngettext(
                "%(count)d person fewer would have a mentor.", "%(count)d people fewer would have a mentor.", fewer
            )
            % {"count": fewer}
        )
    return " ".join([*words, quality_in_words(cost.get("poor"), cost.get("weak"))]).strip()


def quality_in_words(poor: int | None, weak: int | None) -> str:
    """Say how many more or fewer matches would be poor, and weak; nothing where no lines are drawn (M-01)."""
    if poor is None or weak is None:
        return ""
    changes = []
    if poor > 0:
        changes.append(ngettext("%(count)d poor match more", "%(count)d poor matches more", poor) % {"count": poor})
    elif poor < 0:
        changes.append(ngettext("%(count)d poor match fewer", "%(count)d poor matches fewer", -poor) % {"count": -poor})
    if weak > 0:
        changes.append(ngettext("%(count)d weak match more", "%(count)d weak matches more", weak) % {"count": weak})
    elif weak < 0:
        changes.append(ngettext("%(count)d weak match fewer", "%(count)d weak matches fewer", -weak) % {"count": -weak})
    if not changes:
        return _("There would be as many poor and weak matches as now.")
    return _("There would be %(changes)s.") % {"changes": get_text_list(changes, _("and"))}
