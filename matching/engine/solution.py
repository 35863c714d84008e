"""What is answered, and a check of it that shares nothing with the way it was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.engine.problem import Problem


class SolutionError(ValueError):
    """What is wrong with an answer, in a sentence."""


@dataclass(frozen=True)
class Solution:
    """`mentor_of` int array [M]: the mentor of each mentee, -1 for none; `total` is the sum of the scores."""

    mentor_of: NDArray[np.int64]
    matched: int
    total: int


def check(problem: Problem, solution: Solution) -> None:
    """Raise a `SolutionError` unless the answer is allowed and its figures are right."""
    mentor_of = solution.mentor_of
    if mentor_of.shape != (problem.mentees,):
        raise SolutionError(f"There are {problem.mentees} mentees and {len(mentor_of)} answers.")
    score_of = {(int(i), int(j)): int(s) for (i, j), s in zip(problem.pairs, problem.scores, strict=True)}
    chosen = [(i, int(j)) for i, j in enumerate(mentor_of) if j >= 0]
    strange = [pair for pair in chosen if pair not in score_of]
    if strange:
        raise SolutionError(f"Mentee {strange[0][0]} and mentor {strange[0][1]} may not be paired.")
    used = np.bincount([j for _i, j in chosen], minlength=problem.mentors)
    if (used > problem.capacity).any():
        raise SolutionError(f"Mentor {int(np.argmax(used > problem.capacity))} has more mentees than places.")
    if (solution.matched, solution.total) != (len(chosen), sum(score_of[pair] for pair in chosen)):
        raise SolutionError("The number of matched mentees or the total does not add up.")
