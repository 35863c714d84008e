"""The rules that hold by what a scenario asks for, with what each of them forbids to the people on a roster."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.fit.book import Forbidden, forbidden_by
from matching.fit.criteria import BY_CODE, shares_of
from matching.fit.rules import Rule, rules_for
from matching.fit.rules.scenario_rules import ForbiddenByHand, RequiredCriterion
from matching.fit.tables import pairs_in, required_of
from matching.models.scenario import Importance

if TYPE_CHECKING:
    from matching.fit.criteria import Shares
    from matching.fit.facts import Roster
    from matching.fit.terms import Terms


def forbidden_in(roster: Roster, terms: Terms, shares: Shares | None = None) -> dict[Rule, Forbidden]:
    """Return every rule that holds by these terms, in the order in which they are told, with what it forbids.

    Without `shares` they are worked out only where a criterion is required: nothing else here needs scores.
    """
    by_rule: dict[Rule, Forbidden] = {
        rule: forbidden_by(roster, rule) for rule in rules_for(terms.rules, terms.min_hours)
    }
    if shares is None and Importance.REQUIRED in terms.weights.values():
        shares = shares_of(roster, terms.weights, preference=terms.preference)
    if shares is not None:
        by_rule |= {RequiredCriterion(BY_CODE[code]): found for code, found in required_of(roster, shares).items()}
    by_rule[ForbiddenByHand()] = Forbidden(
        np.zeros((0, len(roster.mentors)), dtype=bool),
        np.full(len(roster.mentees), -1, dtype=np.int64),
        pairs_in(roster, terms.forbidden),
    )
    return by_rule
