"""Reasons read from prices: why not someone else, who competes with whom, what would help (M-09 to M-11)."""

from __future__ import annotations

import numpy as np
import pytest

from matching.engine import Changes, Left, PairProblem, explain_unmatched, shortages, solve, why_not
from matching.tests.engine.questions import KINDS, by_pairs, oracle, scores_of, usable

PAIRS = [[0, 0], [0, 1], [1, 0], [1, 1], [2, 1]]


def test_m09_another_mentor_costs_what_the_others_lose() -> None:
    """Mentee 0 would gain 15, and mentee 1 would lose 40."""
    question = PairProblem(2, [1, 1], [[0, 0], [0, 1], [1, 0], [1, 1]], [60, 75, 50, 90])
    answer = solve(question)

    found = why_not(question, answer, 0, 1)

    assert (found.own, found.others, found.fewer) == (15, 40, 0)
    assert found.moved == ((0, 0, 1), (1, 1, 0))
    assert found.at_least <= 25


def test_m09_the_bound_is_there_without_solving_anything() -> None:
    """Both mentors have a place to spare, so neither has a price; with mentor 1 mentee 0 would lose 40."""
    question = PairProblem(2, [2, 2], [[0, 0], [0, 1], [1, 1]], [60, 20, 50])

    found = why_not(question, solve(question), 0, 1, exact=False)

    assert (found.eligible, found.exact, found.at_least) == (True, False, 40)


def test_m09_a_pair_that_a_rule_forbids_is_not_priced() -> None:
    question = PairProblem(2, [1, 0], [[0, 0], [1, 1]], [60, 75])

    assert not why_not(question, solve(question), 0, 1).eligible
    assert not why_not(question, solve(question), 1, 1).eligible


def test_m09_the_present_mentor_costs_nothing() -> None:
    question = PairProblem(3, [1, 1], PAIRS, [9, 8, 7, 9, 5])
    answer = solve(question)
    mentee = int(np.flatnonzero(answer.mentor_of >= 0)[0])

    found = why_not(question, answer, mentee, int(answer.mentor_of[mentee]))

    assert (found.own, found.others, found.fewer, found.moved) == (0, 0, 0, ())


def test_m09_what_has_changed_since_is_taken_into_account() -> None:
    """Mentee 1 is locked to mentor 1 by now, so mentee 0 cannot have it; unlocked again, it can."""
    pairs = [[0, 0], [0, 1], [1, 0], [1, 1]]
    question = PairProblem(2, [1, 1], pairs, [5, 5, 5, 5], locked=[[1, 1]])
    answer = solve(question)

    assert not why_not(question, answer, 0, 1).eligible
    free = why_not(question, answer, 0, 1, given=Changes(unlock=[1]), keep_bonus=1)
    assert (free.eligible, free.own, free.others, free.fewer) == (True, 0, 0, 0)
    assert free.moved == ((0, 0, 1), (1, 1, 0))


def test_m09_asked_with_a_bonus_only_those_move_who_have_to() -> None:
    pairs = [[i, j] for i in range(8) for j in range(8)]
    question = PairProblem(8, [1] * 8, pairs, [5] * 64)
    answer = solve(question)
    other = int(answer.mentor_of[1])

    found = why_not(question, answer, 0, other, keep_bonus=1)

    assert (found.own, found.others, len(found.moved)) == (0, 0, 2)


@pytest.mark.parametrize("kind", KINDS)
def test_m09_the_bound_never_says_more_than_the_exact_figure(kind: str) -> None:
    random = np.random.default_rng(900 + KINDS.index(kind))
    for _ in range(60):
        question = usable(kind, random)
        answer, scores = solve(question), scores_of(question)
        mentee, mentor = int(random.integers(question.mentees)), int(random.integers(question.mentors))
        found = why_not(question, answer, mentee, mentor)
        possible = scores[mentee, mentor] >= 0 and question.capacity[mentor] > 0
        assert found.eligible == possible
        if possible:
            rest, places = scores.copy(), question.capacity.copy()
            rest[mentee] = -1
            places[mentor] -= 1
            matched, total = oracle(rest, places)
            assert found.fewer == answer.matched - matched - 1
            assert found.others - found.own == answer.total - total - scores[mentee, mentor]
            assert found.fewer >= found.fewer_at_least
            assert found.fewer or found.others - found.own >= found.at_least


@pytest.mark.parametrize("kind", KINDS)
def test_m11_groups_are_all_who_compete_and_their_shortages_add_up(kind: str) -> None:
    random = np.random.default_rng(1000 + KINDS.index(kind))
    for _ in range(60):
        question = usable(kind, random)
        answer, eligible = solve(question), scores_of(question) >= 0
        groups = shortages(question, answer)
        left_out = (answer.mentor_of < 0) & eligible.any(axis=1)
        assert sum(group.missing for group in groups) == left_out.sum()
        for group in groups:
            assert group.missing == len(group.mentees) - group.places > 0
            assert group.mentors.tolist() == np.flatnonzero(eligible[group.mentees].any(axis=0)).tolist()
        everybody = np.concatenate([group.mentees for group in groups]) if groups else np.zeros(0)
        assert len(np.unique(everybody)) == len(everybody)
        same = shortages(by_pairs(question), solve(by_pairs(question)))
        assert [(g.mentees.tolist(), g.mentors.tolist()) for g in groups] == [
            (g.mentees.tolist(), g.mentors.tolist()) for g in same
        ]


def test_m11_two_groups_that_share_nobody_are_told_apart() -> None:
    """Three for one place, two for one place, and one mentee with a mentor to spare."""
    pairs = [[0, 0], [1, 0], [2, 0], [3, 1], [4, 1], [5, 2], [5, 3]]
    question = PairProblem(6, [1, 1, 1, 1], pairs, [5] * 7)

    groups = shortages(question, solve(question))

    assert [(g.mentees.tolist(), g.mentors.tolist(), g.places, g.missing) for g in groups] == [
        ([0, 1, 2], [0], 1, 2),
        ([3, 4], [1], 1, 1),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_m10_one_place_more_where_it_is_said_matches_one_more(kind: str) -> None:
    random = np.random.default_rng(1100 + KINDS.index(kind))
    for _ in range(40):
        question = usable(kind, random)
        answer, eligible = solve(question), scores_of(question) >= 0
        for left in explain_unmatched(question, answer):
            assert (left.kind == "nobody") == (not eligible[left.mentee].any())
            for mentor, brings in left.one_more[:2]:
                places = {mentor: int(question.capacity[mentor]) + 1}
                more = solve(Changes(capacity=places).apply(question))
                assert more.matched == answer.matched + 1
                assert not question.capacity[mentor] or more.total - answer.total <= brings


def test_m10_nobody_is_said_of_a_mentee_whom_no_mentor_may_take() -> None:
    question = PairProblem(2, [1], [[0, 0]], [5])

    assert explain_unmatched(question, solve(question)) == [Left(1, "nobody")]
