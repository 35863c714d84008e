"""The engine: as many mentees as possible, then the best total, whatever the order of the rows."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import PairProblem, ProblemError, SolutionError, check, solve


def best_by_trying(problem: PairProblem) -> tuple[int, int]:
    """Return (matched, total) of the best of all answers there are."""
    score_of = {(int(i), int(j)): int(s) for (i, j), s in zip(problem.pairs, problem.scores, strict=True)}
    best = (0, 0)
    for answer in itertools.product(range(-1, problem.mentors), repeat=problem.mentees):
        pairs = [(i, j) for i, j in enumerate(answer) if j >= 0]
        places_kept = all(sum(1 for _i, k in pairs if k == j) <= problem.capacity[j] for j in range(problem.mentors))
        if places_kept and all(pair in score_of for pair in pairs):
            best = max(best, (len(pairs), sum(score_of[pair] for pair in pairs)))
    return best


@st.composite
def problems(draw: st.DrawFn) -> PairProblem:
    """Small problems: scarce and plenty, ties, capacity 0, no pair at all."""
    mentees = draw(st.integers(0, 4))
    capacity = draw(st.lists(st.integers(0, 3), max_size=3))
    cells = [(i, j) for i in range(mentees) for j in range(len(capacity))]
    pairs = draw(st.lists(st.sampled_from(cells), unique=True)) if cells else []
    scores = draw(st.lists(st.integers(0, 5), min_size=len(pairs), max_size=len(pairs)))
    return PairProblem(mentees, capacity, pairs, scores)


@settings(max_examples=150, deadline=None)
@given(problems())
def test_no_other_answer_matches_more_or_scores_higher(problem: PairProblem) -> None:
    solution = solve(problem)

    check(problem, solution)
    assert (solution.matched, solution.total) == best_by_trying(problem)


@settings(max_examples=60, deadline=None)
@given(problems(), st.randoms(use_true_random=False))
def test_m03_the_order_of_the_rows_changes_nobody(problem: PairProblem, chance: random.Random) -> None:
    mentees, mentors, pairs = (
        list(range(problem.mentees)),
        list(range(problem.mentors)),
        list(range(len(problem.pairs))),
    )
    for order in (mentees, mentors, pairs):
        chance.shuffle(order)
    shuffled = PairProblem(
        problem.mentees,
        problem.capacity[mentors],
        [(mentees.index(i), mentors.index(j)) for i, j in problem.pairs[pairs]],
        problem.scores[pairs],
        mentee_ids=[f"mentee-{i}" for i in mentees],
        mentor_ids=[f"mentor-{j}" for j in mentors],
    )

    named = PairProblem(
        problem.mentees,
        problem.capacity,
        problem.pairs,
        problem.scores,
        mentee_ids=[f"mentee-{i}" for i in range(problem.mentees)],
        mentor_ids=[f"mentor-{j}" for j in range(problem.mentors)],
    )

    first, second = solve(named), solve(shuffled)

    there = {mentees[i]: mentors[j] for i, j in enumerate(second.mentor_of) if j >= 0}
    assert there == {i: j for i, j in enumerate(first.mentor_of) if j >= 0}


def test_one_more_mentee_outweighs_any_score() -> None:
    """Mentee 0 could have the perfect mentor, but then mentee 1 would have nobody."""
    solution = solve(PairProblem(2, [1, 1], [[0, 0], [1, 0], [0, 1]], [100, 1, 0]))

    assert list(solution.mentor_of) == [1, 0]
    assert (solution.matched, solution.total) == (2, 1)


def test_a_mentor_with_two_places_takes_two() -> None:
    solution = solve(PairProblem(3, [2], [[0, 0], [1, 0], [2, 0]], [10, 30, 20]))

    assert list(solution.mentor_of) == [-1, 0, 0]


@pytest.mark.parametrize(
    "problem",
    [
        PairProblem(0, [], [], []),
        PairProblem(2, [], [], []),
        PairProblem(0, [3], [], []),
        PairProblem(2, [0], [[0, 0]], [5]),
    ],
)
def test_m04_where_nobody_can_be_matched_the_answer_says_so(problem: PairProblem) -> None:
    solution = solve(problem)

    assert list(solution.mentor_of) == [-1] * problem.mentees
    assert (solution.matched, solution.total) == (0, 0)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((-1, [1], [], []), "The number of mentees cannot be negative."),
        ((1, [1, -2], [], []), "The capacity of mentor 1 is negative."),
        ((1, [1], [[1, 0]], [5]), "A pair names mentee 1, and there are 1."),
        ((1, [1], [[0, -1]], [5]), "A pair names mentor -1, and there are 1."),
        ((1, [1], [[0, 0]], []), "There are 1 pairs and 0 scores."),
        ((1, [1], [[0, 0, 0]], [5]), "Pairs must be rows of two numbers: mentee and mentor."),
        ((1, [1], [[0, 0]], [-5]), "A score is negative; leave the pair out instead."),
        ((1, [1], [[0, 0]], [0.5]), "Scores must be whole numbers; some are fractions, infinite or not a number."),
        (
            (1, [1], [[0, 0]], [float("nan")]),
            "Scores must be whole numbers; some are fractions, infinite or not a number.",
        ),
        ((1, [1], [[0, 0]], ["good"]), "Scores must be whole numbers."),
        ((1, [1], [[0, 0], [0]], [5, 5]), "Pairs must be an array of whole numbers."),
        ((1, [1], [[0, 0], [0, 0]], [5, 5]), "A pair is named twice."),
        ((2**22, [2**22], [[0, 0]], [2**38]), "The scores are too large for an exact answer; use a coarser scale."),
    ],
)
def test_bad_input_is_refused_with_a_sentence(arguments: Any, sentence: str) -> None:  # noqa: ANN401
    with pytest.raises(ProblemError) as refusal:
        PairProblem(*arguments)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("ids", "sentence"),
    [(["a"], "There are 2 mentees and 1 ids for them."), (["a", "a"], "Two mentees have the same id.")],
)
def test_ids_must_name_everybody_once(ids: list[str], sentence: str) -> None:
    with pytest.raises(ProblemError) as refusal:
        PairProblem(2, [], [], [], mentee_ids=ids)

    assert str(refusal.value) == sentence


def test_a_wrong_answer_is_found_out() -> None:
    problem = PairProblem(2, [1], [[0, 0], [1, 0]], [5, 7])
    right = solve(problem)

    with pytest.raises(SolutionError, match="more mentees than places"):
        check(problem, replace(right, mentor_of=np.array([0, 0])))
    with pytest.raises(SolutionError, match="does not add up"):
        check(problem, replace(right, total=8))
    with pytest.raises(SolutionError, match="2 mentees and 1 answers"):
        check(problem, replace(right, mentor_of=np.array([0])))
    with pytest.raises(SolutionError, match="may not be paired"):
        check(PairProblem(2, [1, 1], [[0, 0]], [5]), replace(right, mentor_of=np.array([-1, 1])))
