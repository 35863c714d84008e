"""Made-up questions of many kinds, small enough for an oracle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from matching.engine import EXCLUDED, PairProblem, TableProblem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Scores = NDArray[np.int64]

KINDS = (
    "scarce",
    "plenty",
    "ties",
    "all rank alike",
    "products",
    "no places",
    "no eligible pair",
    "one pair",
    "sparse",
)


def parts(kind: str, random: np.random.Generator, size: int = 12) -> dict[str, Any]:
    """Return the arguments of `TableProblem` for one question of a kind."""
    mentees, mentors = (int(n) for n in random.integers(1, size, 2))
    places = {"scarce": (0, 2), "plenty": (1, 4), "no places": (0, 1)}.get(kind, (0, 3))
    rows = random.integers(0, 3 if kind == "ties" else 41, (6, mentors))
    weight = random.integers(0, 20, (mentees, 3))
    if kind == "all rank alike":
        rows[:] = random.integers(0, 41, mentors)
    if kind == "products":
        # The worth of a pair is the product of how much the two bring: everyone wants the same mentors.
        rows[:], weight[:] = random.integers(1, 41, mentors), random.integers(1, 20, mentees)[:, None]
    share = {"no eligible pair": 1.0, "sparse": 0.8}.get(kind, 0.3)
    forbids = np.where(random.random((2, mentors)) < share, EXCLUDED, 0)
    row = np.column_stack((random.integers(0, 6, (mentees, 3)), random.integers(6, 8, mentees)))
    cells = random.permutation(mentees * mentors)[: int(random.integers(0, mentees * mentors // 3 + 1))]
    points = random.integers(-50, 300, len(cells))
    points[random.random(len(points)) < 0.1] = EXCLUDED
    if kind == "one pair":
        # Mentee 0 and mentor 0; all others are forbidden by the row that everyone looks up.
        forbids[:], row[1:, 3], row[0, 3] = EXCLUDED, 6, 7
        forbids[1, 0] = 0
        cells, points = cells[:0], points[:0]
    return {
        "capacity": random.integers(*places, mentors),
        "rows": np.vstack((rows, forbids)),
        "start": np.arange(0, 4 * mentees + 1, 4),
        "row": row.ravel(),
        "weight": np.column_stack((weight, np.ones(mentees, dtype=np.int64))).ravel(),
        "corrections": np.column_stack((cells // mentors, cells % mentors)),
        "points": points,
    }


def usable(kind: str, random: np.random.Generator, **options: Any) -> TableProblem:  # noqa: ANN401 - of all kinds
    """Return a question of a kind."""
    return TableProblem(**parts(kind, random), **options)


def scores_of(question: PairProblem | TableProblem) -> Scores:
    """Return all scores, int64 [M, N], below 0 where a pair is not eligible."""
    return np.array(question.sums_of(np.arange(question.mentees)), dtype=np.int64)


def by_pairs(question: TableProblem, **options: Any) -> PairProblem:  # noqa: ANN401 - of all kinds
    """Return the same question, pair by pair."""
    scores = scores_of(question)
    pairs = np.argwhere(scores >= 0)
    return PairProblem(question.mentees, question.capacity, pairs, scores[pairs[:, 0], pairs[:, 1]], **options)


def oracle(scores: Scores, capacity: Scores) -> tuple[int, int]:
    """Return (matched, total) of the best answer, by scipy's dense solver."""
    big = len(scores) * max(int(scores.max(initial=0)), 0) + 1
    places = np.repeat(np.arange(scores.shape[1]), np.minimum(capacity, len(scores)))
    values = np.where(scores >= 0, big + scores, 0)[:, places].astype(float)
    chosen = values[linear_sum_assignment(values, maximize=True)]
    matched = int((chosen > 0).sum())
    return matched, int(chosen.sum()) - big * matched


def shuffled(
    question: TableProblem,
    random: np.random.Generator,
    **options: Any,  # noqa: ANN401 - any option of a problem
) -> tuple[TableProblem, Scores, Scores]:
    """Return the question with its people in another order, and these orders; ids go with the people."""
    mentees, mentors = random.permutation(question.mentees), random.permutation(question.mentors)
    lists = [np.arange(question.start[i], question.start[i + 1]) for i in mentees]
    entries = np.concatenate(lists) if lists else np.zeros(0, dtype=np.int64)
    place, seat = np.argsort(mentees), np.argsort(mentors)
    return (
        TableProblem(
            question.capacity[mentors],
            question.rows[:, mentors],
            np.concatenate(([0], np.cumsum([len(one) for one in lists]))),
            question.row[entries],
            question.weight[entries],
            corrections=np.column_stack((place[question.corrections[:, 0]], seat[question.corrections[:, 1]])),
            points=question.points,
            mentee_ids=[str(i) for i in mentees],
            mentor_ids=[str(j) for j in mentors],
            **options,
        ),
        mentees,
        mentors,
    )
