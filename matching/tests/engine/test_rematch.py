"""Asking again: who keeps whom, and who is moved (M-12, M-13)."""

from __future__ import annotations

import numpy as np
import pytest

from matching.engine import Changes, PairProblem, ProblemError, check, rematch, solve
from matching.tests.engine.questions import KINDS, by_pairs, scores_of, usable


def moved(before: np.ndarray, after: np.ndarray) -> int:
    """Count the mentees who lose the mentor that they had."""
    return int(((before >= 0) & (before != after)).sum())


def test_m12_a_larger_bonus_moves_fewer_people_for_less_total() -> None:
    random = np.random.default_rng(3)
    scores = random.integers(0, 300, (40, 40))
    pairs = np.argwhere(np.ones((40, 40), dtype=bool))
    earlier = solve(PairProblem(40, [1] * 40, pairs, scores.ravel()))
    drift = np.maximum(scores + random.integers(-60, 61, scores.shape), 0).ravel()
    question = PairProblem(40, [1] * 40, pairs, drift)

    curve = []
    for bonus in (1, 20, 80, 400):
        found = rematch(question, earlier, Changes(), bonus)
        check(Changes().apply(question, bonus, earlier), found)
        curve.append((moved(earlier.mentor_of, found.mentor_of), found.total))

    changes, totals = zip(*curve, strict=True)
    assert list(changes) == sorted(changes, reverse=True)
    assert list(totals) == sorted(totals, reverse=True)
    assert changes[0] > changes[-1]
    assert totals[0] == solve(question).total


def test_m12_a_bonus_of_nothing_is_refused() -> None:
    question = PairProblem(1, [1], [[0, 0]], [5])

    with pytest.raises(ProblemError, match="at least 1"):
        rematch(question, solve(question), Changes(), 0)


def test_m12_with_the_least_bonus_a_tie_moves_nobody() -> None:
    pairs = np.argwhere(np.ones((8, 8), dtype=bool))
    question = PairProblem(8, [1] * 8, pairs, [5] * 64)
    other = PairProblem(8, [1] * 8, pairs, [5] * 64, mentee_ids=[f"x{i}" for i in range(8)])
    earlier = solve(other)

    assert rematch(question, earlier, Changes(), 1).mentor_of.tolist() == earlier.mentor_of.tolist()


@pytest.mark.parametrize("kind", KINDS)
def test_m13_confirmed_pairs_stay_while_others_come_and_go(kind: str) -> None:
    """A leaver, a declined pair: the person who is locked is not moved, and the rest is the best there is."""
    random = np.random.default_rng(1200 + KINDS.index(kind))
    for _ in range(40):
        question = usable(kind, random)
        answer = solve(question)
        made = np.flatnonzero(answer.mentor_of >= 0)
        if len(made) < 3:
            continue
        confirmed = [(int(i), int(answer.mentor_of[i])) for i in made[2:]]
        declined = (int(made[1]), int(answer.mentor_of[made[1]]))
        changes = Changes(forbid=[declined], lock=confirmed, leave=[int(made[0])])

        found = rematch(question, answer, changes, 1)

        check(changes.apply(question, 1, answer), found)
        assert [(i, int(found.mentor_of[i])) for i, _mentor in confirmed] == confirmed
        assert found.mentor_of[made[0]] == -1
        assert found.mentor_of[declined[0]] != declined[1]


@pytest.mark.parametrize("kind", KINDS)
def test_m13_changes_mean_the_same_for_tables_and_for_pairs(kind: str) -> None:
    random = np.random.default_rng(1300 + KINDS.index(kind))
    for _ in range(40):
        question = usable(kind, random)
        pair = (int(random.integers(question.mentees)), int(random.integers(question.mentors)))
        changes = Changes(forbid=[pair], leave=[int(random.integers(question.mentees))], capacity={0: 2})

        tables, pairs = changes.apply(question), changes.apply(by_pairs(question))

        assert np.maximum(scores_of(tables), -1).tolist() == scores_of(pairs).tolist()
        assert tables.capacity.tolist() == pairs.capacity.tolist()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (Changes(leave=[2]), "A mentee who leaves is not there; there are 2."),
        (Changes(capacity={4: 1}), "Mentor 4 is not there; there are 1."),
        (Changes(capacity={0: -1}), "The capacity of mentor 0 is negative."),
        (Changes(lock=[(1, 0)]), "A locked pair is not eligible."),
        (Changes(forbid=[(0, 3)]), "Forbidden pairs: A pair names mentor 3, and there are 1."),
        (Changes(lock=[(0, 0)], capacity={0: 0}), "More pairs are locked to mentor 0 than it has places."),
    ],
)
def test_changes_that_make_no_sense_are_refused_with_a_sentence(changes: Changes, sentence: str) -> None:
    with pytest.raises(ProblemError) as refusal:
        changes.apply(PairProblem(2, [1], [[0, 0]], [5]))

    assert str(refusal.value) == sentence
