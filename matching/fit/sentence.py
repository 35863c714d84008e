"""One plain sentence about a score: what raised it most, and what lowered it most (M-08)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from matching.fit.criteria import Criterion, Reason

AT_MOST = 2


def in_a_sentence(reasons: Sequence[Reason], criteria: Mapping[str, Criterion], *, to_mentor: bool = False) -> str:
    """Say which parts brought most points, and which cost most. What is private to the mentee is not told the mentor."""
    told = [
        reason
        for reason in reasons
        if reason["code"] in criteria and not (to_mentor and criteria[reason["code"]].private_to_mentee)
    ]
    best = _most([one for one in told if one["points"] and gained(one) >= lost(one)], gained)
    worst = _most([one for one in told if lost(one) and one not in best], lost)
    raised, lowered = _names(best, criteria), _names(worst, criteria)
    if raised and lowered:
        return _("Raised most by %(raised)s; lowered most by %(lowered)s.") % {"raised": raised, "lowered": lowered}
    if raised and not any(lost(one) for one in told):
        return _("Raised most by %(raised)s; nothing lowered it.") % {"raised": raised}
    if raised:
        return _("Raised most by %(raised)s.") % {"raised": raised}
    if lowered:
        return _("Lowered most by %(lowered)s; nothing raised it much.") % {"lowered": lowered}
    return _("Nothing that was asked for speaks for or against this pair.")


def gained(reason: Reason) -> int:
    """Return the points that a part brought."""
    return reason["points"]


def lost(reason: Reason) -> int:
    """Return the points that a part could have brought, and did not."""
    return reason["of"] - reason["points"]


def _most(reasons: Sequence[Reason], weight: Callable[[Reason], int]) -> list[Reason]:
    """Return the parts with most weight; of equals, the first told."""
    return sorted(reasons, key=weight, reverse=True)[:AT_MOST]


def _names(reasons: Sequence[Reason], criteria: Mapping[str, Criterion]) -> str:
    return str(get_text_list([f"“{criteria[one['code']].label}”" for one in reasons], _("and")))
