"""Why somebody has no mentor after a run, and the smallest changes that would help (M-04, M-10).

Each rule counts alone: how many mentors would open if only this one were lifted. Whoever has possible mentors belongs
to a group that competes for too few places; then one place more is the smallest change. What people said in
confidence is never named.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from matching.engine import explain_unmatched
from matching.fit.criteria import UNIT
from matching.fit.criteria.availability import hours_of
from matching.fit.rules.program_rules import EnoughHours
from matching.fit.scarcity import Scarcity
from matching.fit.without_a_mentor import WhyLeftOut

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.fit.question import Answer, Question
    from matching.fit.rules import Rule

    Integers = NDArray[np.int64]

# Mentees looked at in one go, and fixes of one kind told of one mentee.
AT_ONCE = 256
TOLD = 3


@dataclass(frozen=True)
class Fix:
    """One change that would help.

    place: `mentor` (pk) takes one mentee more; `points` is what the whole gains besides the match
    rule: without the rule `code`, `count` mentors would be possible; `to` is what would be enough, where it is a number
    topic: somebody who offers `topic` (pk) is invited; `count` mentees without a mentor want it
    """

    kind: Literal["place", "rule", "topic"]
    mentor: int = 0
    points: int = 0
    code: str = ""
    count: int = 0
    to: int | None = None
    topic: int = 0


@dataclass(frozen=True)
class Diagnosis:
    """Why one mentee has no mentor. `opens`: by rule, how many mentors would open if only that one were lifted.

    group: the number of the group among `Answer.shortages`, None where no rule leaves anybody
    """

    row: int
    code: str
    kept: WhyLeftOut
    possible: int
    opens: dict[str, int] = field(default_factory=dict)
    fixes: tuple[Fix, ...] = ()
    group: int | None = None


def diagnose(answer: Answer) -> dict[int, Diagnosis]:
    """Find for every mentee without a mentor, by row, why that is."""
    return {found.row: found for found in _Diagnoses(answer).all()}


@dataclass(frozen=True)
class Counts:
    """possible: int64 [rows], mentors whom no rule forbids; opens: int64 [rows] by rule, once for each kind of places."""

    possible: Integers
    opens: list[dict[Rule, Integers]]


def opened_by(question: Question, rows: Integers, *places: Integers) -> Counts:
    """Count, by rule, how many mentors with places would open to each of these mentees without this rule alone.

    One answer for each int64 [mentors] of `places`. Private rules are left out. No loop over pairs: masks of whole
    blocks are counted.
    """
    free = np.column_stack([some > 0 for some in places]).astype(np.float32)
    told = [rule for rule in question.rules if not rule.private]
    found: list[dict[Rule, Integers]] = [{rule: np.zeros(len(rows), dtype=np.int64) for rule in told} for _ in places]
    possible = np.zeros(len(rows), dtype=np.int64)
    for first in range(0, len(rows), AT_ONCE):
        block = rows[first : first + AT_ONCE]
        masks = {rule: forbidden.mask(block) for rule, forbidden in question.rules_and_forbidden}
        against = np.zeros((len(block), len(free)), dtype=np.uint8)
        for mask in masks.values():
            against += mask
        possible[first : first + len(block)] = (against == 0).sum(axis=1)
        alone = against == 1
        for rule in told:
            if masks[rule].any():
                counts = (masks[rule] & alone).astype(np.float32) @ free
                for which, one in enumerate(found):
                    one[rule][first : first + len(block)] = counts[:, which]
    return Counts(possible, found)


class _Diagnoses:
    """One answer, looked at from those whom it left out."""

    def __init__(self, answer: Answer) -> None:
        self.question, self.roster = answer.question, answer.roster
        self.rows = np.array(answer.left_over(), dtype=np.int64)
        used = np.bincount(
            answer.solution.mentor_of[answer.solution.mentor_of >= 0], minlength=len(self.roster.mentors)
        )
        self.capacity = self.question.problem.capacity
        self.left_places = self.capacity - used
        counts = opened_by(self.question, self.rows, self.capacity, self.left_places)
        self.possible, (self.opened, self.opened_now) = counts.possible, counts.opens
        self.places = sum(mentor.places for mentor in self.roster.mentors)
        self.scarcity = Scarcity(self.roster, self.rows.tolist())
        problem, solution = self.question.problem, answer.solution
        self.groups = answer.shortages
        self.left = {left.mentee: left for left in explain_unmatched(problem, solution, self.groups)}

    def all(self) -> list[Diagnosis]:
        """Look at each of them."""
        return [self.one(place, row) for place, row in enumerate(self.rows.tolist())]

    def one(self, place: int, row: int) -> Diagnosis:
        possible = int(self.possible[place])
        opens = {rule: int(counts[place]) for rule, counts in self.opened.items() if counts[place]}
        group = self.left[row].group
        if possible:
            code, kept = "places", self.competing(possible, group)
            now = {rule: int(counts[place]) for rule, counts in self.opened_now.items() if counts[place]}
            fixes = [*self.one_more(row), *self.lifted(row, now, self.left_places)]
        else:
            code, kept = self.nobody(row, opens)
            fixes = self.lifted(row, opens, self.capacity)
        return Diagnosis(
            row=row,
            code=code,
            kept=kept,
            possible=possible,
            opens={rule.code: count for rule, count in opens.items()},
            fixes=(*fixes, *self.invited(row)),
            group=group,
        )

    def competing(self, possible: int, group: int | None) -> WhyLeftOut:
        """Keep how many mentors there are, and with how many others somebody competes for too few places."""
        if group is None or len(self.groups[group].mentees) < 2:  # noqa: PLR2004 - a group is more than one
            return WhyLeftOut(possible=possible)
        found = self.groups[group]
        return WhyLeftOut(possible=possible, mentees=len(found.mentees), places=int(found.places))

    def nobody(self, row: int, opens: dict[Rule, int]) -> tuple[str, WhyLeftOut]:
        """Find the rule that leaves nobody, or that they do it together."""
        if not self.roster.mentors:
            return "no_mentors", WhyLeftOut()
        if not self.places:
            return "places", WhyLeftOut(possible=0)
        told = [(rule, found) for rule, found in self.question.rules_and_forbidden if not rule.private]
        alone = next((rule for rule, found in told if found.mask(np.array([row])).all()), None)
        best = max(opens, key=lambda rule: opens[rule], default=None)
        if alone is not None and (best is None or best is alone):
            return alone.code, WhyLeftOut(alone=True, opens=opens.get(alone, 0))
        if best is None:
            return "rules", WhyLeftOut()
        return best.code, WhyLeftOut(alone=False, opens=opens[best])

    def one_more(self, row: int) -> list[Fix]:
        """Name the mentors with whom one place more helps most."""
        return [
            Fix("place", mentor=self.roster.mentors[column].pk, points=round(gain / UNIT))
            for column, gain in self.left[row].one_more[:TOLD]
        ]

    def lifted(self, row: int, opens: dict[Rule, int], places: Integers) -> list[Fix]:
        """Name the rules that a coordinator may do without, and that alone stand before one of these places."""
        most = sorted((rule for rule in opens if rule.switchable), key=lambda rule: -opens[rule])[:TOLD]
        return [Fix("rule", code=rule.code, count=opens[rule], to=self.enough(row, rule, places)) for rule in most]

    def enough(self, row: int, rule: Rule, places: Integers) -> int | None:
        """Return the most hours that could be asked for so that one of these places opens."""
        if not isinstance(rule, EnoughHours):
            return None
        others = [found.mask(np.array([row]))[0] for one, found in self.question.rules_and_forbidden if one is not rule]
        hours = hours_of(self.roster, [self.roster.mentees[row].times])[0]
        return int(hours[(places > 0) & ~np.logical_or.reduce(others)].max(initial=0))

    def invited(self, row: int) -> list[Fix]:
        """Name the topics of which there is least, for what this mentee wants."""
        return [
            Fix("topic", topic=topic, count=count)
            for topic, count in self.scarcity.scarcest(self.roster.mentees[row].topics)[:TOLD]
        ]
