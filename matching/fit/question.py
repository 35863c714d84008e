"""The one door to the engine: from facts about people to whole numbers, and back to pairs (E-10)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from matching.engine import Solution, check, shortages, solve
from matching.fit.book import Forbidden, graded_by
from matching.fit.criteria import BY_CODE, UNIT, Reason, parts_of, points_of, sentence_of, shares_of
from matching.fit.rules import Rule
from matching.fit.rules_in_force import forbidden_in
from matching.fit.tables import once_each, pairs_in, possible, tables_of
from matching.fit.terms import Terms
from matching.models.scenario import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from matching.engine import Shortage, TableProblem
    from matching.fit.criteria import Shares
    from matching.fit.facts import MentorFacts, Roster

    Integers = NDArray[np.int64]
    Pks = frozenset[tuple[int, int]]


@dataclass(frozen=True)
class Question:
    """What is asked: the people, the terms, and the numbers that the engine gets.

    rules: the rules that hold, in the order in which they are told; `forbidden` is what each of them forbids
    dropped: locked pairs that cannot be made, (mentee pk, mentor pk)
    """

    roster: Roster
    terms: Terms
    shares: Shares
    rules: tuple[Rule, ...]
    forbidden: tuple[Forbidden, ...]
    problem: TableProblem
    dropped: Pks = frozenset()

    @property
    def rules_and_forbidden(self) -> Iterator[tuple[Rule, Forbidden]]:
        """Each rule with what it forbids."""
        return zip(self.rules, self.forbidden, strict=True)

    def units(self, row: int) -> dict[str, Integers]:
        """Return what each criterion brings this mentee with every mentor, by code, in units; as if all were allowed."""
        found = {}
        for code, of in self.shares.of.items():
            if of[row]:
                graded = graded_by(self.roster, BY_CODE[code])
                found[code] = graded.units(row, int(of[row]) * (UNIT // graded.steps))
        return found

    def points(self, row: int, column: int) -> int:
        """Return the score of a pair, 0 to 100, whether it is allowed or not."""
        return points_of(sum(self.parts(row, column).values()))

    def parts(self, row: int, column: int) -> dict[str, int]:
        """Return what each criterion that applies brings one pair, by code, in units."""
        found = self.parts_of(np.array([(row, column)]))
        return {code: int(units[0]) for code, units in found.items() if self.shares.of[code][row]}

    def parts_of(self, pairs: Integers) -> dict[str, Integers]:
        """Return what each criterion brings pairs of (row, column), int64 [n, 2], by code, int64 [n] in units."""
        found = {}
        for code, of in self.shares.of.items():
            graded = graded_by(self.roster, BY_CODE[code])
            found[code] = graded.units_of(pairs, of * (UNIT // graded.steps))
        return found

    def all_points(self, row: int) -> Integers:
        """Return the score of this mentee with every mentor, int64 [mentors], whether it is allowed or not."""
        none = np.zeros(len(self.roster.mentors), dtype=np.int64)
        found: Integers = (sum(self.units(row).values(), start=none) + UNIT // 2) // UNIT
        return found

    def reasons(self, row: int, column: int) -> list[Reason]:
        """Say how the score of one pair comes about; the points of the parts add up to it."""
        return next(self.reasons_of([(row, column)]))

    def reasons_of(self, pairs: Sequence[tuple[int, int]]) -> Iterator[list[Reason]]:
        """Say the same of many pairs, in their order."""
        units = [found.tolist() for found in self.parts_of(np.array(pairs, dtype=np.int64).reshape(-1, 2)).values()]
        shares = [(BY_CODE[code], of.tolist()) for code, of in self.shares.of.items()]
        for place, (row, column) in enumerate(pairs):
            mentee, mentor = self.roster.mentees[row], self.roster.mentors[column]
            used = [which for which, (_criterion, of) in enumerate(shares) if of[row]]
            points = parts_of([units[which][place] for which in used])
            yield [
                Reason(
                    code=criterion.code,
                    points=part,
                    of=of[row],
                    details=criterion.details(self.roster, mentee, mentor),
                )
                for (criterion, of), part in zip((shares[which] for which in used), points, strict=True)
            ]

    def sentence(self, row: int, column: int, *, to_mentor: bool = False) -> str:
        """Say in one sentence what raised the score of a pair most and what lowered it most (M-08)."""
        return sentence_of(self.reasons(row, column), to_mentor=to_mentor)

    def against(self, row: int, column: int) -> Rule | None:
        """Return the first rule that forbids this pair."""
        mentee = np.array([row])
        return next(
            (rule for rule, found in self.rules_and_forbidden if found.mask(mentee)[0, column]),
            None,
        )

    def allowed(self, row: int) -> NDArray[np.bool_]:
        """Return which mentors no rule forbids this mentee, bool [mentors], whether they have places or not."""
        found: NDArray[np.bool_] = self.problem.scores_for(row) >= 0
        return found


@dataclass(frozen=True)
class Answer:
    """Who is matched with whom, and everything that was asked on the way."""

    question: Question
    solution: Solution

    @property
    def roster(self) -> Roster:
        return self.question.roster

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Yield (row, column) of each pair."""
        yield from self.made

    def left_over(self) -> list[int]:
        """Return the rows of the mentees without a mentor."""
        return [int(row) for row in np.flatnonzero(self.solution.mentor_of < 0)]

    @cached_property
    def made(self) -> dict[tuple[int, int], int]:
        """The points of each pair that was made."""
        rows = np.flatnonzero(self.solution.mentor_of >= 0)
        pairs = np.column_stack((rows, self.solution.mentor_of[rows]))
        scores = self.question.problem.scores_of(pairs)
        return {
            (row, column): points_of(units)
            for (row, column), units in zip(pairs.tolist(), scores.tolist(), strict=True)
        }

    @cached_property
    def shortages(self) -> list[Shortage]:
        """The groups that compete for too few places."""
        return shortages(self.question.problem, self.solution)

    def points(self, row: int, column: int) -> int:
        """Return the score of a pair, 0 to 100."""
        made = self.made.get((row, column))
        return self.question.points(row, column) if made is None else made

    @property
    def total(self) -> int:
        """The sum of the points of all pairs. `solution.total` is in units, before rounding."""
        return sum(self.made.values())

    def reasons(self, row: int, column: int) -> list[Reason]:
        """Say how the score of one pair comes about."""
        return self.question.reasons(row, column)


def ask(roster: Roster, terms: Terms) -> Question:
    """Reduce people to numbers: free places, look-up rows, shares. Public ids decide ties, nothing else."""
    shares = shares_of(roster, terms.weights, preference=terms.preference)
    by_rule = forbidden_in(roster, terms, shares)
    rules, forbidden = tuple(by_rule), tuple(by_rule.values())
    wanted = pairs_in(roster, terms.locked)
    locked = possible(roster, wanted, forbidden)
    problem = tables_of(
        roster,
        shares,
        forbidden,
        {
            "locked": locked,
            # The line lies where scores are rounded up to these points, so that what counts as poor is what people see.
            "tiers": [points * UNIT - UNIT // 2 for points in terms.tiers],
            "keep": once_each(pairs_in(roster, terms.keep)),
            "keep_bonus": terms.keep_bonus * UNIT if terms.keep else 0,
        },
    )
    pks = {(roster.mentees[row].pk, roster.mentors[column].pk) for row, column in locked.tolist()}
    return Question(roster, terms, shares, rules, forbidden, problem, terms.locked - pks)


def answer(
    roster: Roster,
    terms: Terms | Mapping[str, str],
    *,
    begins: Callable[[Stage], object] | None = None,
    checked: bool = True,
) -> Answer:
    """Find the best answer for the people on the roster, and check it before anybody keeps it.

    begins: called with each stage of the work as it begins, for whoever waits
    checked: whether the proof is checked again by plain numpy. A trial that nobody keeps goes by the engine's own last
        pass, which has held every pair against the prices too; the check would take longer than all the rest.
    """
    tell = begins or (lambda _stage: None)
    tell(Stage.SCORING)
    question = ask(roster, terms if isinstance(terms, Terms) else Terms(weights=terms))
    tell(Stage.SOLVING)
    solution = solve(question.problem)
    if checked:
        tell(Stage.CHECKING)
        check(question.problem, solution)
    return Answer(question, solution)


@dataclass(frozen=True)
class Choice:
    """One mentor (by pk) as a choice for one mentee: the score, and the rule that forbids the pair, if one does."""

    column: int
    mentor: int
    points: int
    places: int
    rule: Rule | None
    facts: MentorFacts

    @property
    def allowed(self) -> bool:
        """Whether no rule forbids the pair. The mentor may be full all the same: see `places`."""
        return self.rule is None


def choices(roster: Roster, terms: Terms, row: int = 0) -> list[Choice]:
    """Return every mentor on the roster for one mentee, by the columns of the roster."""
    return choices_in(ask(roster, terms), row)


def choices_in(question: Question, row: int) -> list[Choice]:
    """Return every mentor for one mentee of a question that was asked."""
    points, mentee = question.all_points(row), np.array([row])
    rule_of: list[Rule | None] = [None] * len(question.roster.mentors)
    for rule, found in reversed(list(question.rules_and_forbidden)):
        for column in np.flatnonzero(found.mask(mentee)[0]).tolist():
            rule_of[column] = rule
    return [
        Choice(column, mentor.pk, int(points[column]), mentor.places, rule_of[column], mentor)
        for column, mentor in enumerate(question.roster.mentors)
    ]
