"""The same people get the same answer, whatever does not matter (M-03)."""

from __future__ import annotations

import numpy as np
import pytest

from matching.engine import Changes, PairProblem, TableProblem, check, column_generation, solve
from matching.engine.compiled import SMALL, compiler, for_pairs
from matching.tests.engine.questions import KINDS, shuffled, usable


def names(count: int) -> list[str]:
    """Return the ids that `shuffled` gives."""
    return [str(n) for n in range(count)]


@pytest.mark.parametrize("kind", KINDS)
def test_m03_the_order_of_the_rows_moves_nobody(kind: str) -> None:
    random = np.random.default_rng(700 + KINDS.index(kind))
    for _ in range(80):
        question = usable(kind, random)
        mixed, mentees, mentors = shuffled(question, random)

        first, second = solve(question), solve(mixed)

        again = np.full(question.mentees, -1)
        made = second.mentor_of >= 0
        again[mentees[made]] = mentors[second.mentor_of[made]]
        assert again.tolist() == first.mentor_of.tolist()


@pytest.mark.parametrize("kind", KINDS)
def test_m03_a_warm_start_ends_where_a_cold_one_does(kind: str) -> None:
    random = np.random.default_rng(800 + KINDS.index(kind))
    for _ in range(60):
        question = usable(kind, random)
        before = solve(question)
        changed = Changes(capacity={0: int(random.integers(0, 4))}, leave=[0]).apply(question)

        warm, cold = solve(changed, start=before), solve(changed)

        check(changed, warm)
        assert warm.mentor_of.tolist() == cold.mentor_of.tolist()


def everybody_alike(mentees: int, mentors: int) -> TableProblem:
    """Return a question in which every answer is as good as every other."""
    row = np.zeros(mentees, dtype=np.int64)
    return TableProblem(np.ones(mentors), np.full((1, mentors), 7), np.arange(mentees + 1), row, row + 1)


@pytest.mark.parametrize(("mentees", "mentors"), [(90, 90), (60, 100), (100, 60)])
def test_m03_where_all_pairs_score_alike_neither_order_nor_first_pairs_matter(
    monkeypatch: pytest.MonkeyPatch, mentees: int, mentors: int
) -> None:
    """There are more ties here than are noted for each mentee."""
    question = everybody_alike(mentees, mentors)
    mixed, rows, columns = shuffled(question, np.random.default_rng(1))
    with for_pairs(SMALL + 1):
        first, second = solve(question), solve(mixed)
        monkeypatch.setattr(column_generation, "WIDTH", 7)
        narrow = solve(question)
        pairs = np.argwhere(np.ones((mentees, mentors), dtype=bool))
        explicit = solve(PairProblem(mentees, np.ones(mentors), pairs, np.full(len(pairs), 7)))

    check(question, first)
    again = np.full(mentees, -1)
    made = second.mentor_of >= 0
    again[rows[made]] = columns[second.mentor_of[made]]
    assert again.tolist() == first.mentor_of.tolist() == narrow.mentor_of.tolist() == explicit.mentor_of.tolist()


def test_m03_the_number_of_threads_does_not_matter() -> None:
    random = np.random.default_rng(4)
    rows = random.integers(0, 41, (30, 700))
    lists = random.integers(0, 30, 700 * 4)
    question = TableProblem(
        random.integers(0, 3, 700), rows, np.arange(0, 2801, 4), lists, random.integers(1, 20, 2800)
    )
    numba, _kept = compiler()
    threads = numba.get_num_threads()
    try:
        numba.set_num_threads(1)
        alone = solve(question)
    finally:
        numba.set_num_threads(threads)

    together = solve(question)

    assert alone.mentor_of.tolist() == together.mentor_of.tolist()


def test_m03_ids_decide_ties_and_row_numbers_do_not() -> None:
    """With other ids other pairs may win a tie; with the same ids never."""
    pairs = [[i, j] for i in range(6) for j in range(6)]
    answers = {
        tuple(solve(PairProblem(6, [1] * 6, pairs, [5] * 36, mentee_ids=[f"{salt}{i}" for i in range(6)])).mentor_of)
        for salt in "abcd"
    }

    assert len(answers) > 1
