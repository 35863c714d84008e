"""Scenarios side by side: figures, reasons, blocking pairs, who changes, how it is spread (M-05)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matching.lab.outcomes import Figures, Outcome, reasons_of
from matching.lab.runs import stored_of
from pool.models import Mentee

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matching.lab.runs import Stored
    from matching.models import Scenario

SPREAD = ("site", "department", "level")


@dataclass(frozen=True)
class Blocking:
    """A mentee would rather have a mentor whom they ranked, and who has a free place or someone with a lower score."""

    mentee: int
    mentor: int
    rank: int
    free: bool


@dataclass(frozen=True)
class ComparedScenario:
    """One scenario in a comparison.

    beside: its figures by the weights of the first scenario, so that points can be held against each other
    blocking: None where there is no run to ask
    """

    scenario: Scenario
    outcome: Outcome
    figures: Figures
    beside: Figures
    reasons: Counter[str]
    blocking: list[Blocking] | None

    @property
    def unmatched(self) -> int:
        """How many have nobody."""
        return self.figures["mentees"] - self.figures["matched"]


@dataclass(frozen=True)
class GroupOutcome:
    """The mentees of one site, department or level: how many, and how many of them each scenario matches."""

    name: str
    mentees: int
    matched: list[int]


@dataclass(frozen=True)
class ScenarioComparison:
    """`changes` are mentees (pk) who do not get the same mentor everywhere; `spread` is by site, department, level."""

    sides: list[ComparedScenario]
    changes: list[int]
    spread: dict[str, list[GroupOutcome]]


def compare(scenarios: Sequence[Scenario]) -> ScenarioComparison:
    """Read scenarios of one cohort and hold them against each other; the queries do not grow with the people."""
    yardstick = stored_of(scenarios[0])
    sides = [side_of(scenario, yardstick) for scenario in scenarios]
    first = sides[0].outcome
    changes = sorted({pk for side in sides[1:] for pk in side.outcome.changed(first)})
    return ScenarioComparison(sides, changes, spread_of(sides))


def side_of(scenario: Scenario, yardstick: Stored | None) -> ComparedScenario:
    """Read one scenario, and count its points by another one's weights as well."""
    outcome, stored = Outcome.of_scenario(scenario), stored_of(scenario)
    return ComparedScenario(
        scenario=scenario,
        outcome=outcome,
        figures=outcome.figures(poor=scenario.poor, weak=scenario.weak),
        beside=(outcome if yardstick is None else outcome.measured_by(yardstick)).figures(),
        reasons=reasons_of(scenario),
        blocking=None if stored is None else blocking_of(outcome, stored),
    )


def blocking_of(outcome: Outcome, stored: Stored) -> list[Blocking]:
    """Find the blocking pairs among ranked choices, the most wanted first."""
    held = lowest_of(outcome, stored)
    wanted = [
        (mentee, mentor, rank)
        for mentee, ranks in outcome.ranks.items()
        for mentor, rank in ranks.items()
        if mentee in stored.row_of
        and mentor in stored.column_of
        and rank < ranks.get(outcome.mentor_of.get(mentee, 0), len(ranks) + 1)
        and mentor != outcome.mentor_of.get(mentee)
    ]
    if not wanted:
        return []
    pairs = np.array([(stored.row_of[mentee], stored.column_of[mentor]) for mentee, mentor, _rank in wanted])
    blocking = []
    for (mentee, mentor, rank), score in zip(wanted, stored.problem.scores_of(pairs).tolist(), strict=True):
        used, lowest = held.get(mentor, (0, -1))
        free = used < int(stored.problem.capacity[stored.column_of[mentor]])
        if score >= 0 and (free or lowest < score):
            blocking.append(Blocking(mentee, mentor, rank, free))
    return sorted(blocking, key=lambda pair: (pair.rank, pair.mentee))


def lowest_of(outcome: Outcome, stored: Stored) -> dict[int, tuple[int, int]]:
    """Return for each mentor (pk) how many mentees they have, and the lowest score among these."""
    known = [
        (mentee, mentor)
        for mentee, mentor in outcome.mentor_of.items()
        if mentee in stored.row_of and mentor in stored.column_of
    ]
    pairs = np.array([(stored.row_of[a], stored.column_of[b]) for a, b in known], dtype=np.int64).reshape(-1, 2)
    held: dict[int, tuple[int, int]] = {}
    for (_mentee, mentor), score in zip(known, stored.problem.scores_of(pairs).tolist(), strict=True):
        used, lowest = held.get(mentor, (0, score))
        held[mentor] = (used + 1, min(lowest, score))
    return held


def spread_of(sides: Sequence[ComparedScenario]) -> dict[str, list[GroupOutcome]]:
    """Count the mentees and the matched ones of each site, department and level, the largest first."""
    everybody = frozenset().union(*(side.outcome.mentees for side in sides))
    cohort = sides[0].scenario.cohort_id
    names = [f"user__{part}__name" for part in SPREAD]
    rows = [row for row in Mentee.objects.filter(cohort=cohort).values_list("pk", *names) if row[0] in everybody]
    spread: dict[str, list[GroupOutcome]] = {}
    for index, part in enumerate(SPREAD, start=1):
        of = Counter(row[index] or "–" for row in rows)
        matched = [Counter(row[index] or "–" for row in rows if row[0] in side.outcome.mentor_of) for side in sides]
        spread[part] = [
            GroupOutcome(name, count, [counts[name] for counts in matched])
            for name, count in sorted(of.items(), key=lambda item: (-item[1], item[0]))
        ]
    return spread
