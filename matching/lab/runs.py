"""Runs of a scenario: wanted, kept with problem and prices, and read again for questions that need no new reading."""

from __future__ import annotations

import io
import zlib
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from matching.models import MatchingRun, ScenarioStatus, Stage
from notifications.waking import wake
from people.status import move

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from matching.engine import PairProblem, Solution, TableProblem
    from matching.fit.question import Answer
    from matching.fit.terms import Terms
    from matching.models import Scenario


# What makes up a question, and what an answer, in the names of `TableProblem` and `Solution`.
PROBLEM = (
    "capacity", "rows", "start", "row", "weight", "corrections", "points", "locked", "tiers", "keep", "keep_bonus",
    "mentee_ids", "mentor_ids",
)  # fmt: skip
SOLUTION = ("mentor_of", "u", "v")


def put_in_line(scenario: Scenario, *, now: datetime) -> None:
    """Mark a locked scenario as waiting, and wake the worker."""
    move(scenario, ScenarioStatus.QUEUED)
    scenario.created_at, scenario.stage = now, Stage.WAITING
    scenario.save(update_fields=["status", "created_at", "stage"])
    wake("matching.tasks.run_scenario", scenario.pk)


def record_run(scenario: Scenario, answer: Answer, *, now: datetime) -> MatchingRun:
    """Keep a finished run of a scenario, so that it can be checked and asked about without reading people again.

    Each takes some megabytes, so earlier runs whose pairs nobody was told of go.
    """
    question, solution = answer.question, answer.solution
    run = MatchingRun(
        scenario=scenario,
        finished_at=now,
        terms=plain(question.terms),
        problem=_pack({name: getattr(question.problem, name) for name in PROBLEM}),
        solution=_pack({name: getattr(solution, name) for name in SOLUTION}),
        mentee_pks=[person.pk for person in question.roster.mentees],
        mentor_pks=[person.pk for person in question.roster.mentors],
        matched=solution.matched,
        total=solution.total,
        certified=solution.certified,
        rounds=solution.rounds,
        seconds=solution.seconds,
    )
    run.sha256 = run.fingerprint()
    run.save()
    MatchingRun.objects.replaced_by(run).delete()
    return run


def plain(terms: Terms) -> dict[str, Any]:
    """Write terms as values that JSON knows."""
    return {
        name: sorted(value) if isinstance(value, frozenset) else dict(value) if isinstance(value, dict) else value
        for name, value in asdict(terms).items()
    }


def _pack(arrays: Mapping[str, Any]) -> bytes:
    """Write arrays as npz, pressed lightly: the rows repeat themselves so much that more effort gains little."""
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **{name: np.asarray(value) for name, value in arrays.items()})
    return zlib.compress(file.getvalue(), level=1)


@dataclass(frozen=True)
class Stored:
    """The problem and the solution of a run, and the rows and columns of the people (by pk)."""

    problem: PairProblem | TableProblem
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
