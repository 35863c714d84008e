"""The last answer of a scenario as the engine left it: problem and prices, for questions that need no new reading."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from matching.models import MatchingRun

if TYPE_CHECKING:
    from datetime import datetime

    from matching.engine import Problem, Solution, Tables
    from matching.models import Scenario


@dataclass(frozen=True)
class Stored:
    """The problem and the solution of a run, and the rows and columns of the people (by pk)."""

    problem: Problem | Tables
    solution: Solution
    mentees: list[int]
    mentors: list[int]
    row_of: dict[int, int]
    column_of: dict[int, int]


def last_run(scenario: Scenario) -> MatchingRun | None:
    """Return what is known of the last run, without the problem itself."""
    runs = MatchingRun.objects.filter(scenario=scenario).order_by("-finished_at", "-pk")
    return runs.defer("problem", "solution").first()


def stored_of(scenario: Scenario) -> Stored | None:
    """Return the last answer, or nothing where the scenario has none that the engine could be asked about."""
    run = last_run(scenario)
    try:
        return None if run is None else _load(run.pk, run.finished_at)
    except MatchingRun.DoesNotExist:
        # A newer run has taken its place since.
        return stored_of(scenario)


@lru_cache(maxsize=4)
def _load(pk: int, finished_at: datetime) -> Stored:
    """Unpack a run once for the questions that follow each other. Its time stands for it, should a number come again."""
    run = MatchingRun.objects.get(pk=pk)
    problem, solution = run.load()
    return Stored(
        problem=problem,
        solution=solution,
        mentees=list(run.mentee_pks),
        mentors=list(run.mentor_pks),
        row_of={mentee: row for row, mentee in enumerate(run.mentee_pks)},
        column_of={mentor: column for column, mentor in enumerate(run.mentor_pks)},
    )
