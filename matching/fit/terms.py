"""What a coordinator asks for in a scenario, as plain values: how much each wish counts, which rules hold, and more.

The same values come from the form, stand on the scenario, travel with a question (“what if”) and go to the engine.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

from matching.fit.question import Terms
from matching.models import HeldPair, Hold, Match, MatchStatus, Scenario
from matching.models.match_status import CAME_TO_NOTHING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Pairs = frozenset[tuple[int, int]]

NOBODY: Pairs = frozenset()
KEEP_BONUS = 5


@dataclass(frozen=True)
class Options:
    """The options of a scenario. See `Scenario` for what each of them means; `keep_from` is the pk of a scenario."""

    weights: dict[str, str] = field(default_factory=dict)
    rules: dict[str, bool] = field(default_factory=dict)
    min_hours: int = 0
    preference: int = 100
    poor: int = 0
    weak: int = 0
    keep_from: int | None = None
    keep_bonus: int = KEEP_BONUS

    @classmethod
    def of(cls, scenario: Scenario) -> Self:
        """Read them from a scenario."""
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

    def values(self) -> dict[str, Any]:
        """Return them as plain values."""
        return asdict(self)

    def but(self, **changes: Any) -> Self:  # noqa: ANN401 - any of the fields
        """Return them with some changed."""
        return replace(self, **changes)

    def write_to(self, scenario: Scenario) -> None:
        """Put them on a scenario that is not saved yet."""
        for name, value in self.values().items():
            setattr(scenario, "keep_from_id" if name == "keep_from" else name, value)

    def terms(self, *, locked: Pairs = NOBODY, forbidden: Pairs = NOBODY, keep: Pairs = NOBODY) -> Terms:
        """Say it to the engine. Pairs are (mentee pk, mentor pk)."""
        return Terms(
            weights=self.weights,
            rules=self.rules,
            min_hours=self.min_hours,
            preference=self.preference,
            tiers=(self.poor, self.weak) if self.weak else (),
            locked=locked,
            forbidden=forbidden,
            keep=keep,
            keep_bonus=self.keep_bonus if keep else 0,
        )


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


def terms_of(scenario: Scenario, options: Options | None = None) -> Terms:
    """Say to the engine what a scenario asks for; with other `options`, what it would ask for.

    Once something was changed by hand, its own pairs are the ones to keep, so that a change moves few people.
    """
    changed = scenario.changes.exists()
    options = options or Options.of(scenario)
    return options.terms(
        locked=held(scenario, Hold.LOCKED),
        forbidden=held(scenario, Hold.FORBIDDEN),
        keep=pairs_of(scenario if changed else options.keep_from),
    )
