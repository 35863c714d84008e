"""“Why not this mentor?”: a lower bound at once, the exact cost on request (M-09)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np

from matching import engine
from matching.errors import MatchingError
from matching.fit.criteria import UNIT, points_of
from matching.fit.terms import held
from matching.lab.runs import stored_of
from matching.models import Hold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from matching.engine.objective import Objective
    from matching.lab.runs import Stored
    from matching.models import Scenario

MOVED = 40


class Loses(StrEnum):
    """What a pair costs the whole at least: a number of points, a good match, or someone's only mentor."""

    POINTS = "points"
    QUALITY = "quality"
    PEOPLE = "people"


@dataclass(frozen=True)
class Bound:
    """What is known at once of a pair: its points, and what it costs the whole at least."""

    mentor: int
    points: int
    loses: Loses
    at_least: int


class Cost(TypedDict):
    """The exact figures. `own` and `others` in points, `moved` by pk: (mentee, mentor before or 0, then or 0).

    poor, weak: how many matches more, or with a minus fewer, would be so; None where the scenario draws no such lines
    """

    eligible: bool
    own: float
    others: float
    fewer: int
    poor: int | None
    weak: int | None
    moved: list[tuple[int, int, int]]
    moved_in_all: int


def lifted(scenario: Scenario, stored: Stored) -> bool:
    """Whether some pair that was locked in the last run is not locked any more: then its prices bound nothing."""
    locked = {(stored.mentees[row], stored.mentors[column]) for row, column in stored.problem.locked.tolist()}
    return not locked <= held(scenario, Hold.LOCKED)


def bounds(stored: Stored, mentee: int, mentors: list[int], *, loose: bool = False) -> list[Bound]:
    """Return the bound of each of these mentors whom the rules allow, in the order given; `loose`: of no use now.

    A pair with prices u and v costs at least its reduced cost u + v - worth, by weak duality: whatever else is done,
    no answer with this pair in it is worth more than the prices less that. No solving, so a page can show it.
    """
    problem, solution, row = stored.problem, stored.solution, stored.row_of[mentee]
    columns = np.array([stored.column_of[pk] for pk in mentors if pk in stored.column_of], dtype=np.int64)
    pairs = np.column_stack((np.full(len(columns), row), columns))
    scores = problem.scores_of(pairs)
    worth = problem.objective.worth(scores) + problem.keep_bonus * (problem.kept_of[row] == columns)
    reduced = np.maximum(solution.u[row] + solution.v[columns] - worth, 0)
    # Without a proof the prices bound nothing; a locked mentee has no price.
    if loose or not solution.certified or row in problem.locked[:, 0]:
        reduced[:] = 0
    return [
        _bound(stored.mentors[column], score, least, problem.objective)
        for column, score, least in zip(columns.tolist(), scores.tolist(), reduced.tolist(), strict=True)
        if score >= 0
    ]


def _bound(mentor: int, score: int, least: int, objective: Objective) -> Bound:
    """Say a reduced cost as people would: half of what a step of the objective is worth is not lost in points."""
    points = points_of(score)
    if 2 * least >= objective.big:
        return Bound(mentor, points, Loses.PEOPLE, 1)
    if objective.steps and 2 * least >= objective.steps[-1]:
        return Bound(mentor, points, Loses.QUALITY, 1)
    return Bound(mentor, points, Loses.POINTS, in_points(least))


def best_mentors(stored: Stored, mentee: int, *, at_most: int = 12) -> list[int]:
    """Return the mentors (pk) whom the rules allow for a mentee, best score first."""
    scores, places = stored.problem.scores_for(stored.row_of[mentee]), stored.problem.open_capacity
    ranked = sorted((-int(scores[column]), int(column)) for column in np.flatnonzero((scores >= 0) & (places > 0)))
    return [stored.mentors[column] for _score, column in ranked[:at_most]]


def work_out(scenario: Scenario, asked: Mapping[str, Any], *, now: datetime) -> Cost:
    """Force one pair and say what it costs, worked out as it would be if the pair was made. `asked` names it by pk.

    A lock works nothing out again, so what is locked now may not be what was in the last run.
    """
    stored = stored_of(scenario)
    if stored is None or asked["mentee"] not in stored.row_of or asked["mentor"] not in stored.column_of:
        raise MatchingError("These two were not in the last run.")
    row, column = stored.row_of[asked["mentee"]], stored.column_of[asked["mentor"]]
    now_locked = [
        (stored.row_of[mentee_pk], stored.column_of[other])
        for mentee_pk, other in held(scenario, Hold.LOCKED)
        if mentee_pk in stored.row_of and other in stored.column_of
    ]
    exchange = engine.why_not(
        stored.problem,
        stored.solution,
        row,
        column,
        given=engine.Changes(lock=now_locked, unlock=stored.problem.locked[:, 0].tolist()),
        keep_bonus=scenario.keep_bonus * UNIT,
    )
    others = [move for move in exchange.moved if move[0] != row]
    poor, weak = quality(stored, exchange.moved)
    return Cost(
        eligible=exchange.eligible,
        own=in_points(exchange.own),
        others=in_points(exchange.others),
        fewer=exchange.fewer,
        poor=poor,
        weak=weak,
        moved=[
            (stored.mentees[mentee_pk], _mentor(stored, before), _mentor(stored, then))
            for mentee_pk, before, then in others[:MOVED]
        ],
        moved_in_all=len(others),
    )


def quality(stored: Stored, moved: Sequence[tuple[int, int, int]]) -> tuple[int, int] | tuple[None, None]:
    """Count how many poor and how many weak matches these moves, by row and column, bring or take away (M-01)."""
    tiers = stored.problem.objective.tiers
    if not tiers:
        return None, None
    below = []
    for place in (2, 1):
        pairs = np.array([(move[0], move[place]) for move in moved if move[place] >= 0], dtype=np.int64)
        scores = stored.problem.scores_of(pairs.reshape(-1, 2))
        below.append([int((scores < tier).sum()) for tier in tiers])
    (poor_then, weak_then), (poor_now, weak_now) = below
    poor = poor_then - poor_now
    # Whatever is poor lies below the second line too.
    return poor, weak_then - weak_now - poor


def _mentor(stored: Stored, column: int) -> int:
    return stored.mentors[column] if column >= 0 else 0


def in_points(units: int) -> int:
    """Return what people read; less than half a point is none."""
    return round(units / UNIT)
