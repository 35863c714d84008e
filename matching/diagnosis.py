"""Why somebody has no mentor after a run, in one sentence for the coordinator (M-04, M-10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.rules import RULES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.roster import Roster
    from matching.rules import Verdict


def why_unmatched(roster: Roster, verdict: Verdict, row: int) -> tuple[str, str]:
    """Return a code and a sentence. What people said in confidence is never named."""
    free = np.array([mentor.places > 0 for mentor in roster.mentors], dtype=bool)
    if not len(roster.mentors):
        return "no_mentors", _("There is nobody in the mentor pool yet.")
    possible = int(verdict.allowed[row].sum())
    if possible:
        return "places", ngettext(
            "%(count)d mentor would be possible, but has no place left.",
            "%(count)d mentors would be possible, but all their places went to other mentees.",
            possible,
        ) % {"count": possible}
    if not free.any():
        return "places", _("Every mentor in the pool has as many mentees as they want.")
    return _alone(verdict, row) or _together(verdict, row)


def _alone(verdict: Verdict, row: int) -> tuple[str, str] | None:
    """Find one rule that leaves nobody on its own."""
    for rule in RULES:
        if not rule.private and verdict.forbidden[rule.code][row].all():
            return rule.code, _("The rule “%(rule)s” alone leaves no mentor.") % {"rule": rule.label}
    return None


def _together(verdict: Verdict, row: int) -> tuple[str, str]:
    """Find the rule without which most mentors would be possible."""
    gains = {rule.code: int(_without(verdict, rule.code)[row].sum()) for rule in RULES if not rule.private}
    labels = {rule.code: rule.label for rule in RULES}
    code = max(gains, key=lambda name: gains[name])
    if not gains[code]:
        return "rules", _("The rules together leave no mentor.")
    return code, ngettext(
        "The rules together leave no mentor. Without “%(rule)s”, %(count)d would be possible.",
        "The rules together leave no mentor. Without “%(rule)s”, %(count)d would be possible.",
        gains[code],
    ) % {"rule": labels[code], "count": gains[code]}


def _without(verdict: Verdict, code: str) -> NDArray[np.bool_]:
    """Return what would be allowed without one rule."""
    others = [mask for name, mask in verdict.forbidden.items() if name != code]
    allowed: NDArray[np.bool_] = ~np.logical_or.reduce(others)
    return allowed
