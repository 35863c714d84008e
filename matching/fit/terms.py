"""What a coordinator asks for in a scenario, as plain values: how much each wish counts, which rules hold, and more.

The same values come from the form, stand on the scenario, travel with a question (“what if”) and go to the engine.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

from matching.models import HeldPair, Hold, Match, MatchStatus, Scenario
from matching.models.match_status import CAME_TO_NOTHING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Pairs = frozenset[tuple[int, int]]

NOBODY: Pairs = frozenset()
KEEP_BONUS = 5
PAIRS = {"locked", "forbidden", "keep"}


@dataclass(frozen=True)
class Terms:
    """What a scenario asks for. Pairs are (mentee pk, mentor pk); they are read only where a question is asked.

    weights: importance by criterion: required, high, medium, low or off; what is missing is usual for the format
    rules: whether a switchable rule holds, by its code; what is missing holds
    min_hours: the least hours a week that must suit both; 0 asks nothing
    preference: the factor on the mentees' own ranking, in percent (M-05)
    poor, weak: below how many points a match is poor, and below how many weak; 0 for neither (M-01)
    keep_from, keep_bonus: the scenario (pk) whose pairs are kept, and what keeping one is worth, in points (M-12)
    locked, forbidden: pairs that are made, and pairs that are not, whatever the scores say
    keep: the pairs that are kept where that costs less than `keep_bonus`
    """

    weights: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, bool] = field(default_factory=dict)
    min_hours: int = 0
    preference: int = 100
    poor: int = 0
    weak: int = 0
    keep_from: int | None = None
    keep_bonus: int = KEEP_BONUS
    locked: Pairs = NOBODY
    forbidden: Pairs = NOBODY
    keep: Pairs = NOBODY

    @classmethod
    def of(cls, scenario: Scenario) -> Self:
        """Read them from a scenario, without its pairs (`terms_of` reads those too)."""
        return cls(
            weights=dict(scenario.weights),
            rules=dict(scenario.rules),
            min_hours=scenario.min_hours,
            preference=scenario.preference,
            poor=scenario.poor,
            weak=scenario.weak,
            keep_from=scenario.keep_from_id,
            keep_bonus=scenario.keep_bonus,
        )

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Self:
        """Read them from what `values` has written."""
        return cls(**values)

    @property
    def tiers(self) -> tuple[int, int] | tuple[()]:
        """The two thresholds of points as the engine knows them; () for neither."""
        return (self.poor, self.weak) if self.weak else ()

    def values(self) -> dict[str, Any]:
        """Return what stands on a scenario, as plain values: everything but the pairs."""
        return {name: value for name, value in asdict(self).items() if name not in PAIRS}

    def but(self, **changes: Any) -> Self:  # noqa: ANN401 - any of the fields
        """Return them with some changed."""
        return replace(self, **changes)

    def write_to(self, scenario: Scenario) -> None:
        """Put them on a scenario that is not saved yet."""
        for name, value in self.values().items():
            setattr(scenario, "keep_from_id" if name == "keep_from" else name, value)


def held(scenario: Scenario, hold: Hold) -> Pairs:
    """Return the pairs that are locked, or forbidden, in a scenario."""
    return frozenset(scenario.held.filter(hold=hold).order_by().values_list("mentee", "mentor"))


def held_in(scenarios: Sequence[Scenario], hold: Hold) -> defaultdict[int, set[tuple[int, int]]]:
    """Return the same for each of these scenarios (by pk)."""
    found: defaultdict[int, set[tuple[int, int]]] = defaultdict(set)
    rows = HeldPair.objects.filter(scenario__in=scenarios, hold=hold).order_by()
    for scenario, mentee, mentor in rows.values_list("scenario_id", "mentee_id", "mentor_id"):
        found[scenario].add((mentee, mentor))
    return found


def pairs_of(scenario: Scenario | int | None) -> Pairs:
    """Return the pairs of a scenario: its drafts, and what was published from it."""
    if scenario is None:
        return NOBODY
    over = [*CAME_TO_NOTHING, MatchStatus.ENDED]
    found = Match.objects.filter(scenario=scenario).exclude(status__in=over).order_by("created_at", "pk")
    # The latest for each mentee: after a decline there may be a next choice.
    return frozenset(dict(found.values_list("mentee", "mentor")).items())


def terms_of(scenario: Scenario, terms: Terms | None = None) -> Terms:
    """Return what a scenario asks for, with its pairs; with other `terms`, what it would ask for.

    Once something was changed by hand, its own pairs are the ones to keep, so that a change moves few people.
    """
    changed = scenario.changes.exists()
    terms = terms or Terms.of(scenario)
    return terms.but(
        locked=held(scenario, Hold.LOCKED),
        forbidden=held(scenario, Hold.FORBIDDEN),
        keep=pairs_of(scenario if changed else terms.keep_from),
    )
