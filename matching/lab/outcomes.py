"""Who would get whom, whatever it comes from: an answer of the engine, or the pairs of a scenario; and its figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypedDict

import numpy as np

from matching.fit.criteria import points_of
from matching.models import Match, MatchStatus, Unmatched
from matching.models.match_status import CAME_TO_NOTHING
from pool.models import Preference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matching.fit.question import Answer
    from matching.lab.runs import Stored
    from matching.models import Scenario

Ranks = dict[int, dict[int, int]]


class Figures(TypedDict):
    """What a coordinator compares. `choosers` are mentees who had ranked someone; `weakest` is None without pairs."""

    mentees: int
    matched: int
    total: int
    average: float
    weakest: int | None
    choosers: int
    first_choices: int
    ranked_choices: int
    poor: int
    weak: int


@dataclass(frozen=True)
class Outcome:
    """Pairs by mentee (pk): the mentor (pk) and the points; all mentees, matched or not; whom they had ranked."""

    mentees: frozenset[int]
    mentor_of: Mapping[int, int]
    points: Mapping[int, int]
    ranks: Ranks

    @classmethod
    def of_answer(cls, answer: Answer) -> Outcome:
        """Read an answer of the engine."""
        roster = answer.roster
        pairs = list(answer.pairs())
        # All at once: a moved slider waits for this.
        scores = answer.question.problem.scores_of(np.array(pairs, dtype=np.int64).reshape(-1, 2)).tolist()
        return cls(
            mentees=frozenset(person.pk for person in roster.mentees),
            mentor_of={roster.mentees[row].pk: roster.mentors[column].pk for row, column in pairs},
            points={
                roster.mentees[row].pk: points_of(score) for (row, _column), score in zip(pairs, scores, strict=True)
            },
            ranks={person.pk: dict(person.ranks) for person in roster.mentees if person.ranks},
        )

    @classmethod
    def of_scenario(cls, scenario: Scenario) -> Outcome:
        """Read the pairs of a scenario as they are now, in three queries."""
        over = [*CAME_TO_NOTHING, MatchStatus.ENDED]
        rows = Match.objects.filter(scenario=scenario).exclude(status__in=over).order_by("created_at", "pk")
        matched = {mentee: (mentor, score) for mentee, mentor, score in rows.values_list("mentee", "mentor", "score")}
        left = Unmatched.objects.filter(scenario=scenario).order_by().values_list("mentee", flat=True)
        mentees = frozenset(matched) | frozenset(left)
        return cls(
            mentees=mentees,
            mentor_of={mentee: mentor for mentee, (mentor, _score) in matched.items()},
            points={mentee: score for mentee, (_mentor, score) in matched.items()},
            ranks=ranks_of(scenario.cohort_id, mentees),
        )

    def figures(self, *, poor: int = 0, weak: int = 0) -> Figures:
        """Count. A match below `poor` points is poor, one below `weak` and not poor is weak."""
        points = list(self.points.values())
        given = [self.ranks[mentee].get(self.mentor_of.get(mentee, 0), 0) for mentee in self.ranks]
        return Figures(
            mentees=len(self.mentees),
            matched=len(points),
            total=sum(points),
            average=round(sum(points) / len(points), 1) if points else 0,
            weakest=min(points, default=None),
            choosers=len(given),
            first_choices=given.count(1),
            ranked_choices=sum(rank > 0 for rank in given),
            poor=sum(value < poor for value in points),
            weak=sum(poor <= value < weak for value in points),
        )

    def measured_by(self, yardstick: Stored) -> Outcome:
        """Return the same pairs with the points that another run would give them.

        Scores of scenarios with other weights are other scales; by one yardstick they can be held against each other.
        A pair that the rules of that run forbid, or whose people it did not know, brings nothing by it.
        """
        known = [
            (mentee, mentor)
            for mentee, mentor in self.mentor_of.items()
            if mentee in yardstick.row_of and mentor in yardstick.column_of
        ]
        pairs = np.array(
            [(yardstick.row_of[mentee], yardstick.column_of[mentor]) for mentee, mentor in known], dtype=np.int64
        ).reshape(-1, 2)
        scores = np.maximum(yardstick.problem.scores_of(pairs), 0).tolist()
        points = {mentee: points_of(score) for (mentee, _mentor), score in zip(known, scores, strict=True)}
        return replace(self, points=dict.fromkeys(self.mentor_of, 0) | points)

    def changed(self, other: Outcome) -> list[int]:
        """Return the mentees (of both) who would get someone else than in `other`, in order of their pk."""
        in_both = self.mentees & other.mentees
        return sorted(pk for pk in in_both if self.mentor_of.get(pk) != other.mentor_of.get(pk))


def ranks_of(cohort: int, mentees: frozenset[int]) -> Ranks:
    """Return whom the mentees had ranked: mentor (pk) to rank."""
    ranks: Ranks = {}
    rows = Preference.objects.filter(mentee__cohort=cohort).order_by().values_list("mentee", "mentor", "rank")
    for mentee, mentor, rank in rows:
        if mentee in mentees:
            ranks.setdefault(mentee, {})[mentor] = rank
    return ranks


def reasons_of(scenario: Scenario) -> Counter[str]:
    """Count the mentees without a mentor by the code of the reason."""
    return Counter(scenario.unmatched.order_by().values_list("code", flat=True))
