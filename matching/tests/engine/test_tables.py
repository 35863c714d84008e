"""The compact form: sums of look-ups, inside a window that is checked (M-07, M-16)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from matching.engine import EXCLUDED, HIGHEST, PairProblem, ProblemError, TableProblem, check, solve

GOOD: dict[str, Any] = {
    "capacity": [1, 2],
    "rows": [[10, 20], [0, EXCLUDED]],
    "start": [0, 1, 3],
    "row": [0, 0, 1],
    "weight": [2, 3, 1],
}


def test_scores_are_sums_of_look_ups_and_corrections() -> None:
    question = TableProblem(**GOOD, corrections=[[0, 1]], points=[-7])

    assert [question.scores_for(i).tolist() for i in range(2)] == [[20, 33], [30, -1]]
    assert question.scores_of(np.array([[0, 1], [1, 1]])).tolist() == [33, -1]
    assert question.highest == 60


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"capacity": [1, -2]}, "The capacity of mentor 1 is negative."),
        (
            {"capacity": [1, float("nan")]},
            "Capacities must be whole numbers; some are fractions, infinite or not a number.",
        ),
        ({"rows": [[10, 20, 30]]}, "Each row must hold 2 values, one for each mentor."),
        ({"rows": [[10, 0.5], [0, 0]]}, "Rows must be whole numbers; some are fractions, infinite or not a number."),
        ({"rows": [[10, 5000], [0, 0]]}, "A row holds a value outside -32768 to 4095."),
        ({"start": [1, 1, 3]}, "Starts must begin with 0 and never fall."),
        ({"start": [0, 3, 1]}, "Starts must begin with 0 and never fall."),
        ({"row": [0, 0, 2]}, "A mentee names a row that is not there; there are 2."),
        ({"row": [0, 0]}, "The lists of the mentees hold 3 entries together."),
        ({"weight": [2, -3, 1]}, "A weight is negative."),
        ({"weight": [300, 3, 1]}, "Mentee 0 could score 6000, and 4095 is the most; use a coarser scale."),
        ({"weight": [2, 3, 9]}, "Too many constraints add up for mentee 1; join some."),
        ({"corrections": [[0, 1]]}, "There are 1 corrected pairs and 0 corrections."),
        ({"corrections": [[0, 2]], "points": [1]}, "Corrections: A pair names mentor 2, and there are 2."),
        ({"corrections": [[0, 1], [0, 1]], "points": [1, 1]}, "Corrections: A pair is named twice."),
        ({"locked": [[1, 1]]}, "A locked pair is not eligible."),
        ({"locked": [[0, 0], [0, 1]]}, "A mentee has two mentors locked to."),
        ({"locked": [[0, 0], [1, 0]]}, "More pairs are locked to mentor 0 than it has places."),
        ({"keep": [[0, 0]], "keep_bonus": -1}, "The bonus for keeping pairs cannot be negative."),
        ({"tiers": [40, 20]}, "Tiers must be whole numbers above 0, the lowest first."),
        ({"tiers": [0, 20]}, "Tiers must be whole numbers above 0, the lowest first."),
    ],
)
def test_m16_bad_input_is_refused_with_a_sentence(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ProblemError) as refusal:
        TableProblem(**{**GOOD, **change})

    assert str(refusal.value) == sentence


def test_as_many_constraints_as_there_is_room_for_add_up_exactly() -> None:
    """The lowest sum is the lowest int16; one point more forbidden would wrap round to a good score."""
    rows = np.full((8, 1), EXCLUDED)
    question = TableProblem([1], rows, [0, 8], range(8), [1] * 8)

    assert solve(question).mentor_of.tolist() == [-1]
    with pytest.raises(ProblemError, match="Too many constraints"):
        TableProblem([1], rows, [0, 8], range(8), [1] * 8, corrections=[[0, 0]], points=[EXCLUDED])


def test_the_highest_score_and_one_forbidden_row_are_not_eligible() -> None:
    question = TableProblem([1], [[HIGHEST], [EXCLUDED]], [0, 2], [0, 1], [1, 1])

    assert solve(question).matched == 0


def test_keeping_a_pair_is_worth_its_bonus_and_no_more() -> None:
    pairs, scores = [[0, 0], [0, 1], [1, 0], [1, 1]], [50, 56, 56, 50]
    for bonus, expected in ((5, [1, 0]), (7, [0, 1])):
        question = PairProblem(2, [1, 1], pairs, scores, keep=[[0, 0], [1, 1]], keep_bonus=bonus)
        found = solve(question)
        check(question, found)
        assert found.mentor_of.tolist() == expected
        assert found.total == 112 if bonus == 5 else 100
