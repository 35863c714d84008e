"""What a coordinator makes a rule in one scenario: a criterion that is required, a pair that is ruled out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from matching.fit.rules.rule import Rule

if TYPE_CHECKING:
    from matching.fit.criteria.criterion import Criterion


class RequiredCriterion(Rule):
    """A criterion with the importance Required. It is met or not as its grade says."""

    sentence = _("They do not meet something that is required here.")

    def __init__(self, criterion: Criterion) -> None:
        self.criterion = criterion
        self.code, self.label = f"required_{criterion.code}", criterion.label  # type: ignore[misc]


class ForbiddenByHand(Rule):
    """A pair that the coordinator has ruled out."""

    code = "by_hand"
    label = _("Ruled out by hand")
    sentence = _("The coordinator has ruled this pair out.")
    switchable = False
