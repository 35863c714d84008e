"""The figures of a scenario, counted from its pairs, so that changes by hand show at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matching.models import Match, Preference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matching.models import Scenario


@dataclass(frozen=True)
class Figures:
    """What a coordinator compares. `choosers` are matched mentees who had ranked somebody."""

    mentees: int
    matched: int
    places: int
    total: int
    choosers: int
    first_choices: int
    ranked_choices: int
    weakest: Match | None

    @property
    def unmatched(self) -> int:
        """How many have nobody."""
        return max(0, self.mentees - self.matched)

    @property
    def average(self) -> int:
        """The average score."""
        return round(self.total / self.matched) if self.matched else 0


def figures_of(scenario: Scenario, matches: Sequence[Match]) -> Figures:
    """Count the pairs of a scenario, in one further query."""
    ranks: dict[int, dict[int, int]] = {}
    rows = Preference.objects.filter(mentee__in=[match.mentee_id for match in matches])
    for mentee, mentor, rank in rows.values_list("mentee", "mentor", "rank"):
        ranks.setdefault(mentee, {})[mentor] = rank
    given = [ranks[match.mentee_id].get(match.mentor_id, 0) for match in matches if match.mentee_id in ranks]
    return Figures(
        mentees=scenario.mentees,
        matched=len(matches),
        places=scenario.places,
        total=sum(match.score for match in matches),
        choosers=len(given),
        first_choices=given.count(1),
        ranked_choices=sum(rank > 0 for rank in given),
        weakest=min(matches, key=lambda match: (match.score, match.pk), default=None),
    )
