"""Why somebody has no mentor after a run, in one sentence for the coordinator (M-04, M-10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.rules import Rule
    from matching.solving import Answer

    Masks = list[tuple[Rule, NDArray[np.bool_]]]


def why_unmatched(answer: Answer, row: int) -> tuple[str, str]:
    """Return a code and a sentence. What people said in confidence is never named."""
    mentors, question = answer.roster.mentors, answer.question
    if not mentors:
        return "no_mentors", _("There is nobody in the mentor pool yet.")
    possible = int(question.allowed(row).sum())
    if possible:
        return "places", ngettext(
            "%(count)d mentor would be possible, but has no place left.",
            "%(count)d mentors would be possible, but all their places went to other mentees.",
            possible,
        ) % {"count": possible}
    if not any(mentor.places for mentor in mentors):
        return "places", _("Every mentor in the pool has as many mentees as they want.")
    masks = [
        (rule, found.mask(np.array([row]))[0]) for rule, found in zip(question.rules, question.forbidden, strict=True)
    ]
    return _alone(masks) or _together(masks)


def _alone(masks: Masks) -> tuple[str, str] | None:
    """Find one rule that leaves nobody on its own."""
    for rule, mask in masks:
        if not rule.private and mask.all():
            return rule.code, _("The rule “%(rule)s” alone leaves no mentor.") % {"rule": rule.label}
    return None


def _together(masks: Masks) -> tuple[str, str]:
    """Find the rule without which most mentors would be possible."""
    against = np.sum([mask for _rule, mask in masks], axis=0)
    gains = {rule: int((mask & (against == 1)).sum()) for rule, mask in masks if not rule.private}
    rule = max(gains, key=lambda one: gains[one])
    if not gains[rule]:
        return "rules", _("The rules together leave no mentor.")
    return rule.code, ngettext(
        "The rules together leave no mentor. Without “%(rule)s”, %(count)d would be possible.",
        "The rules together leave no mentor. Without “%(rule)s”, %(count)d would be possible.",
        gains[rule],
    ) % {"rule": rule.label, "count": gains[rule]}
