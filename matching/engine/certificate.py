"""A proof that anyone can check: weak duality, in plain numpy, sharing nothing with the way the answer was found.

    u_i + v_j >= worth(s_ij) on every eligible pair, u, v >= 0     =>   no answer is worth more than sum u + sum c v

So an answer whose worth equals that sum is the best there is. Everything is whole numbers: no tolerance. Sums are
taken as Python integers, which do not overflow.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from matching.engine.errors import SolutionError
from matching.engine.pair_problem import PairProblem
from matching.engine.table_problem import TableProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from matching.engine.solution import Solution

    Integers = NDArray[np.int64]

# Pairs looked at in one go: keeps the memory of a check small.
AT_ONCE = 250_000


def check(problem: PairProblem | TableProblem, solution: Solution) -> None:
    """Raise a `SolutionError` unless the answer is allowed, its figures are right and its prices prove it best."""
    mentor_of = _allowed(problem, solution)
    pairs = np.column_stack((np.flatnonzero(mentor_of >= 0), mentor_of[mentor_of >= 0]))
    scores = problem.scores_of(pairs)
    if (scores < 0).any():
        mentee, mentor = pairs[int(np.argmax(scores < 0))]
        raise SolutionError(f"Mentee {mentee} and mentor {mentor} may not be paired.")
    if (solution.matched, solution.total) != (len(pairs), _sum(scores)):
        raise SolutionError("The number of matched mentees or the total does not add up.")
    open_ = np.ones(problem.mentees, dtype=bool)
    open_[problem.locked[:, 0]] = False
    _prices(problem, solution, open_)
    free = open_[pairs[:, 0]]
    worth = problem.objective.worth(scores[free])
    worth += problem.keep_bonus * (problem.kept_of[pairs[free, 0]] == pairs[free, 1])
    bound = _sum(solution.u) + sum(
        int(c) * int(v) for c, v in zip(problem.open_capacity, solution.v, strict=True) if c and v
    )
    if _sum(worth) != bound:
        raise SolutionError("The prices do not prove that this is the best answer.")


def _allowed(problem: PairProblem | TableProblem, solution: Solution) -> Integers:
    """Check the shape of the answer, its places, and that locked pairs are made."""
    mentor_of = solution.mentor_of
    if mentor_of.shape != (problem.mentees,):
        raise SolutionError(f"There are {problem.mentees} mentees and {len(mentor_of)} answers.")
    if ((mentor_of < -1) | (mentor_of >= problem.mentors)).any():
        raise SolutionError("The answer names a mentor who is not there.")
    used = np.bincount(mentor_of[mentor_of >= 0], minlength=problem.mentors)
    if (used > problem.capacity).any():
        raise SolutionError(f"Mentor {int(np.argmax(used > problem.capacity))} has more mentees than places.")
    if (mentor_of[problem.locked[:, 0]] != problem.locked[:, 1]).any():
        raise SolutionError("A locked pair was not made.")
    return mentor_of


def _prices(problem: PairProblem | TableProblem, solution: Solution, open_: NDArray[np.bool_]) -> None:
    """Check that the prices bound the worth of every eligible pair."""
    u, v = solution.u, solution.v
    if u.shape != (problem.mentees,) or v.shape != (problem.mentors,):
        raise SolutionError("There must be one price for each mentee and each mentor.")
    if (u < 0).any() or (v < 0).any():
        raise SolutionError("A price is negative.")
    if u[~open_].any():
        raise SolutionError("A mentee whose pair is locked has a price.")
    kept = problem.keep[open_[problem.keep[:, 0]]]
    kept_scores = problem.scores_of(kept)
    real = kept_scores >= 0
    groups = [(kept[real, 0], kept[real, 1], kept_scores[real], problem.keep_bonus)]
    for mentees, mentors, scores, bonus in chain(groups, ((*found, 0) for found in _eligible(problem, open_))):
        if (u[mentees] + v[mentors] < problem.objective.worth(scores) + bonus).any():
            raise SolutionError("Some pair is worth more than the prices of the two: a better answer exists.")


def _eligible(
    problem: PairProblem | TableProblem, open_: NDArray[np.bool_]
) -> Iterator[tuple[Integers, Integers, Integers]]:
    """Yield mentees, mentors and scores of the eligible pairs, without the mentees whose pair is locked."""
    if isinstance(problem, PairProblem):
        free = open_[problem.pairs[:, 0]]
        yield problem.pairs[free, 0], problem.pairs[free, 1], problem.scores[free]
        return
    step = max(1, AT_ONCE // max(1, problem.mentors))
    for first in range(0, problem.mentees, step):
        last = min(first + step, problem.mentees)
        sums = problem.sums_of(np.arange(first, last))
        rows, columns = np.nonzero((sums >= 0) & open_[first:last, None])
        yield rows + first, columns, sums[rows, columns].astype(np.int64)


def _sum(values: Integers) -> int:
    """Add up without overflow: the upper and the lower half of each number apart."""
    return (int((values >> 31).sum()) << 31) + int((values & (2**31 - 1)).sum())
