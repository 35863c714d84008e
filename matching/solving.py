"""The one door to the engine: from facts about people to whole numbers, and back to pairs (E-10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matching.engine import Problem, Solution, check, solve
from matching.rules import Verdict, judge
from matching.scoring import Scores, score

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from matching.roster import Roster


@dataclass(frozen=True)
class Answer:
    """Who is matched with whom, and everything that was asked on the way."""

    roster: Roster
    verdict: Verdict
    scores: Scores
    solution: Solution

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Yield (row, column) of each pair."""
        for row, column in enumerate(self.solution.mentor_of):
            if column >= 0:
                yield row, int(column)

    def left_over(self) -> list[int]:
        """Return the rows of the mentees without a mentor."""
        return [row for row, column in enumerate(self.solution.mentor_of) if column < 0]


def problem_of(roster: Roster, verdict: Verdict, scores: Scores) -> Problem:
    """Reduce people to numbers: free places, allowed pairs, scores. Public ids decide ties, nothing else."""
    pairs = np.argwhere(verdict.allowed)
    return Problem(
        mentees=len(roster.mentees),
        capacity=[mentor.places for mentor in roster.mentors],
        pairs=pairs,
        scores=scores.total[pairs[:, 0], pairs[:, 1]],
        mentee_ids=[mentee.public_id for mentee in roster.mentees],
        mentor_ids=[mentor.public_id for mentor in roster.mentors],
    )


def answer(roster: Roster, weights: Mapping[str, str]) -> Answer:
    """Find the best answer for the people on the roster, and check it before anybody sees it."""
    verdict, scores = judge(roster), score(roster, weights)
    problem = problem_of(roster, verdict, scores)
    solution = solve(problem)
    check(problem, solution)
    return Answer(roster, verdict, scores, solution)
