"""Asking again after something has changed, without moving more people than it is worth (M-12, M-13).

Every pair of the earlier answer is worth `keep_bonus` more. With a bonus of 1 a pair is given up only where that gains
something; a larger one trades total for calm. Prices and pairs of the earlier answer are where the search begins.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from matching.engine.errors import ProblemError
from matching.engine.pair_problem import PairProblem
from matching.engine.problem import integers, pair_rows
from matching.engine.solver import solve
from matching.engine.table_problem import EXCLUDED, TableProblem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from matching.engine.options import ProblemOptions
    from matching.engine.solution import Solution

    Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Changes:
    """What has changed: pairs of (mentee, mentor) forbidden or locked, places by mentor, mentees who leave.

    unlock: mentees whose locked pair is not locked any more
    """

    forbid: Sequence[tuple[int, int]] = ()
    lock: Sequence[tuple[int, int]] = ()
    capacity: Mapping[int, int] = field(default_factory=dict)
    leave: Sequence[int] = ()
    unlock: Sequence[int] = ()

    def apply(
        self, problem: PairProblem | TableProblem, keep_bonus: int = 0, previous: Solution | None = None
    ) -> PairProblem | TableProblem:
        """Return the question after these changes, in which the pairs of `previous` are worth `keep_bonus` more."""
        forbidden = pair_rows(self.forbid, "Forbidden pairs", problem.mentees, problem.mentors)
        locked = pair_rows(self.lock, "Locked pairs", problem.mentees, problem.mentors)
        leaving = integers(self.leave, "Mentees who leave").reshape(-1)
        if ((leaving < 0) | (leaving >= problem.mentees)).any():
            raise ProblemError(f"A mentee who leaves is not there; there are {problem.mentees}.")
        options = problem.options
        free = integers(self.unlock, "Mentees who are unlocked").reshape(-1)
        stays = ~np.isin(problem.locked[:, 0], np.concatenate((locked[:, 0], leaving, free)))
        options["locked"] = np.concatenate((problem.locked[stays], locked))
        if previous is not None:
            options["keep"] = kept_pairs(previous, forbidden, leaving)
            options["keep_bonus"] = keep_bonus
        capacity = problem.capacity.copy()
        for mentor, places in self.capacity.items():
            if not 0 <= mentor < problem.mentors:
                raise ProblemError(f"Mentor {mentor} is not there; there are {problem.mentors}.")
            capacity[mentor] = places
        if isinstance(problem, PairProblem):
            return _fewer_pairs(problem, capacity, forbidden, leaving, options)
        return _more_constraints(problem, capacity, forbidden, leaving, options)


def rematch(problem: PairProblem | TableProblem, solution: Solution, changes: Changes, keep_bonus: int) -> Solution:
    """Answer again after `changes`, keeping pairs of `solution` where that costs less than `keep_bonus` each."""
    if keep_bonus < 1:
        raise ProblemError("Keeping a pair must be worth at least 1, or people are moved for nothing.")
    return solve(changes.apply(problem, keep_bonus, solution), start=solution)


def kept_pairs(previous: Solution, forbidden: Integers, leaving: Integers) -> Integers:
    """Return the pairs of an earlier answer that can be kept, int64 [K, 2]."""
    mentees = np.flatnonzero(previous.mentor_of >= 0)
    pairs = np.column_stack((mentees, previous.mentor_of[mentees]))
    wide = int(max(pairs.max(initial=0), forbidden.max(initial=0))) + 1
    over = np.isin(pairs[:, 0] * wide + pairs[:, 1], forbidden[:, 0] * wide + forbidden[:, 1])
    kept: Integers = pairs[~over & ~np.isin(pairs[:, 0], leaving)]
    return kept


def _fewer_pairs(
    problem: PairProblem, capacity: Integers, forbidden: Integers, leaving: Integers, options: ProblemOptions
) -> PairProblem:
    """Leave the pairs out."""
    wide = max(problem.mentors, 1)
    over = np.isin(problem.pairs[:, 0] * wide + problem.pairs[:, 1], forbidden[:, 0] * wide + forbidden[:, 1])
    stays = ~over & ~np.isin(problem.pairs[:, 0], leaving)
    return PairProblem(problem.mentees, capacity, problem.pairs[stays], problem.scores[stays], **options)


def _more_constraints(
    problem: TableProblem, capacity: Integers, forbidden: Integers, leaving: Integers, options: ProblemOptions
) -> TableProblem:
    """Forbid pairs by a correction, and those who leave by a row that forbids everyone."""
    wide = max(problem.mentors, 1)
    keys = problem.corrections[:, 0] * wide + problem.corrections[:, 1]
    stays = ~np.isin(keys, forbidden[:, 0] * wide + forbidden[:, 1])
    corrections = np.concatenate((problem.corrections[stays], forbidden))
    points = np.concatenate((problem.points[stays], np.full(len(forbidden), EXCLUDED)))
    if not len(leaving):
        rows, start, row, weight = problem.rows, problem.start, problem.row, problem.weight
    else:
        rows = np.vstack((problem.rows, np.full((1, problem.mentors), EXCLUDED, dtype=np.int16)))
        lengths = np.diff(problem.start)
        gone = np.repeat(np.isin(np.arange(problem.mentees), leaving), lengths)
        lengths[leaving] = 0
        mentee = np.repeat(np.arange(problem.mentees), lengths)
        order = np.argsort(np.concatenate((mentee, np.unique(leaving))), kind="stable")
        row = np.concatenate((problem.row[~gone], np.full(len(np.unique(leaving)), len(problem.rows))))[order]
        weight = np.concatenate((problem.weight[~gone], np.ones(len(np.unique(leaving)), dtype=np.int64)))[order]
        lengths[leaving] = 1
        start = np.concatenate(([0], np.cumsum(lengths)))
        corrected = np.isin(corrections[:, 0], leaving)
        corrections, points = corrections[~corrected], points[~corrected]
    return TableProblem(capacity, rows, start, row, weight, corrections=corrections, points=points, **options)
