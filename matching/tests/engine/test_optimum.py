"""The best answer, proved: against scipy's dense solver, on many kinds of questions."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from matching.engine import PairProblem, SolutionError, TableProblem, check, solve
from matching.engine.compiled import SMALL, for_pairs
from matching.engine.objective import Objective
from matching.tests.engine.questions import KINDS, by_pairs, oracle, scores_of, usable

OF_EACH_KIND = 250


@pytest.mark.parametrize("kind", KINDS)
def test_m15_tables_and_pairs_give_what_scipy_gives(kind: str) -> None:
    random = np.random.default_rng(KINDS.index(kind))
    for _ in range(OF_EACH_KIND):
        question = usable(kind, random)
        best = oracle(scores_of(question), question.capacity)
        found = solve(question)
        explicit = by_pairs(question)
        same = solve(explicit)

        check(question, found)
        check(explicit, same)
        assert found.certified
        assert same.certified
        assert (found.matched, found.total) == (same.matched, same.total) == best
        assert found.mentor_of.tolist() == same.mentor_of.tolist()


@pytest.mark.parametrize("kind", KINDS)
def test_m15_compiled_loops_give_what_plain_ones_give(kind: str) -> None:
    random = np.random.default_rng(100 + KINDS.index(kind))
    for _ in range(20):
        question = usable(kind, random)
        with for_pairs(SMALL + 1):
            compiled = solve(question)

        check(question, compiled)
        assert (compiled.matched, compiled.total) == oracle(scores_of(question), question.capacity)


def test_m15_a_question_larger_than_the_first_graph() -> None:
    """Every mentee likes the same few mentors most: the best pairs of each are not enough."""
    random = np.random.default_rng(5)
    rows = np.vstack((np.sort(random.integers(0, 2000, 300)), random.integers(0, 40, (20, 300))))
    row = np.column_stack((np.zeros(300, dtype=np.int64), random.integers(1, 21, (300, 2))))
    weight = np.tile([1, 5, 5], 300)
    question = TableProblem(random.integers(0, 3, 300), rows, np.arange(0, 901, 3), row.ravel(), weight)

    found = solve(question)

    check(question, found)
    assert found.rounds > 0
    assert (found.matched, found.total) == oracle(scores_of(question), question.capacity)


def tiers_of(scores: list[int], tiers: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return what is compared: matched, not poor, not weak, total."""
    return len(scores), sum(s >= tiers[0] for s in scores), sum(s >= tiers[1] for s in scores), sum(scores)


@pytest.mark.parametrize("seed", range(60))
def test_m01_poor_matches_come_before_weak_ones_and_these_before_the_total(seed: int) -> None:
    random = np.random.default_rng(seed)
    scores = np.where(random.random((4, 4)) < 0.25, -1, random.integers(0, 30, (4, 4)))
    capacity = random.integers(0, 3, 4)
    pairs = np.argwhere(scores >= 0)
    question = PairProblem(4, capacity, pairs, scores[pairs[:, 0], pairs[:, 1]], tiers=[8, 16])

    found = solve(question)

    check(question, found)
    best = (0, 0, 0, 0)
    for answer in itertools.product(range(-1, 4), repeat=4):
        made = [int(scores[i, j]) for i, j in enumerate(answer) if j >= 0]
        if min(made, default=0) >= 0 and (np.bincount([j for j in answer if j >= 0], minlength=4) <= capacity).all():
            best = max(best, tiers_of(made, (8, 16)))
    mine = [int(scores[i, j]) for i, j in enumerate(found.mentor_of) if j >= 0]
    assert tiers_of(mine, (8, 16)) == best


@pytest.mark.parametrize("kind", KINDS)
def test_m01_tiers_are_the_same_by_tables_and_by_pairs(kind: str) -> None:
    random = np.random.default_rng(300 + KINDS.index(kind))
    for _ in range(60):
        question = usable(kind, random, tiers=[150, 400])
        found, same = solve(question), solve(by_pairs(question, tiers=[150, 400]))

        check(question, found)
        assert found.mentor_of.tolist() == same.mentor_of.tolist()


def test_m01_for_more_people_than_steps_allow_thresholds_bend_the_score() -> None:
    """Each point missing below a threshold counts eightfold."""
    objective = Objective.of(4000, 0, np.array([1000, 2000]), 100_000)

    worth = objective.worth(np.array([999, 1000, 1999, 2000, 2001]))

    assert objective.bent
    assert np.diff(worth).tolist() == [1 + 7 + 7, 8 * 999, 8, 1]
    assert objective.big > 100_000 * int(worth[-1] - objective.big)
    assert not Objective.of(4000, 0, np.array([1000, 2000]), 4000).bent


def test_m02_a_tampered_answer_is_found_out() -> None:
    question = PairProblem(3, [1, 1], [[0, 0], [1, 0], [1, 1], [2, 1]], [50, 70, 60, 65])
    right = solve(question)
    check(question, right)
    other = replace(right, mentor_of=np.array([0, 1, -1]), total=110)

    for wrong, sentence in (
        (other, "do not prove"),
        (replace(right, u=right.u - 1), "negative|better answer exists"),
        (replace(right, u=right.u + 1), "do not prove"),
        (replace(right, v=-right.v - 1), "negative"),
        (replace(right, v=right.v[:1]), "one price for each"),
        (replace(right, matched=3), "does not add up"),
        (replace(right, total=right.total + 1), "does not add up"),
    ):
        with pytest.raises(SolutionError, match=sentence):
            check(question, wrong)


def test_m02_a_better_pair_that_was_left_out_is_found_out() -> None:
    """The answer to a question without the best pair is refused for the question with it."""
    less = PairProblem(2, [1, 1], [[0, 0], [1, 1]], [10, 10])
    question = PairProblem(2, [1, 1], [[0, 0], [1, 1], [0, 1], [1, 0]], [10, 10, 40, 40])

    with pytest.raises(SolutionError):
        check(question, solve(less))


def test_m04_everybody_who_can_be_matched_is_and_the_others_are_not() -> None:
    question = PairProblem(3, [2, 5], [[0, 0], [1, 0]], [1, 0])

    assert solve(question).mentor_of.tolist() == [0, 0, -1]


def test_locked_pairs_are_made_whatever_they_cost() -> None:
    pairs, scores = [[0, 0], [0, 1], [1, 0], [1, 1]], [90, 10, 80, 0]
    question = PairProblem(2, [1, 1], pairs, scores, locked=[[0, 1]])

    found = solve(question)

    check(question, found)
    assert found.mentor_of.tolist() == [1, 0]
    with pytest.raises(SolutionError, match="locked pair was not made"):
        check(question, replace(found, mentor_of=np.array([0, 1]), total=90))
