"""Constraints: what no score can outweigh."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from matching.fit.facts import MenteeFacts, MentorFacts, Roster
from matching.fit.rules import RULES, judge
from matching.tests.facts import mentee, mentor, roster


def verdict(mentees: list[MenteeFacts], mentors: list[MentorFacts], **about: Any) -> list[list[str]]:  # noqa: ANN401
    """Return the codes of the rules that forbid each pair."""
    judged = judge(roster(mentees, mentors, **about))
    return [
        [",".join(rule.code for rule in RULES if judged.forbidden[rule.code][i, j]) for j in range(len(mentors))]
        for i in range(len(mentees))
    ]


def test_p23_nobody_mentors_themselves() -> None:
    assert verdict([mentee(user=1)], [mentor(user=1), mentor(user=2)]) == [["oneself", ""]]


def test_p21_nobody_is_paired_with_their_own_supervisor_or_report_at_any_depth() -> None:
    """1 reports to 2, 2 to 3, 3 to 4; 5 is someone else."""
    line = {1: 2, 2: 3, 3: 4}
    others = [mentor(user=user) for user in (2, 3, 4, 5)]

    assert verdict([mentee(user=1)], others, supervisor_of=line) == [["reporting_line"] * 3 + [""]]
    assert verdict([mentee(user=4)], [mentor(user=1)], supervisor_of=line) == [["reporting_line"]]


def test_a_loop_in_the_directory_does_not_hang_the_matching() -> None:
    assert verdict([mentee(user=1)], [mentor(user=2)], supervisor_of={1: 3, 3: 1}) == [[""]]


def test_p21_not_with_counts_whoever_of_the_two_said_it() -> None:
    people = [mentor(user=2), mentor(user=3), mentor(user=4)]

    assert verdict([mentee(user=1)], people, not_with=frozenset({(1, 2), (3, 1)})) == [["not_with", "not_with", ""]]


def test_e23_a_pair_that_ended_is_not_made_again() -> None:
    assert verdict([mentee(user=1)], [mentor(user=2)], earlier=frozenset({(1, 2)})) == [["earlier"]]


@pytest.mark.parametrize(
    ("format_", "allowed"),
    [
        ("peer", [False, True, True, True, False, True]),
        ("reverse", [True, True, False, False, False, True]),
        ("onboarding", [True] * 6),
    ],
)
def test_p20_each_format_has_its_own_level_rule(format_: str, allowed: list[bool]) -> None:
    """The mentee stands on step 2; the mentors on 0 to 4, and one has no level."""
    mentors = [mentor(step=step) for step in (0, 1, 2, 3, 4, None)]

    found = verdict([mentee(step=2)], mentors, format_=format_)

    assert [codes == "" for codes in found[0]] == allowed


def test_a_common_language_is_needed() -> None:
    others = [mentor(languages={"en"}), mentor(languages={"fr", "de"}), mentor(languages=set())]

    assert verdict([mentee(languages={"de"})], others) == [["language", "", "language"]]


def test_p10_an_untrained_mentor_waits() -> None:
    assert verdict([mentee()], [mentor(trained=False), mentor()]) == [["training", ""]]


def test_nobody_on_either_side_is_no_error() -> None:
    empty = Roster(format="peer", on=roster([], []).on, mentees=[], mentors=[])

    assert judge(empty).allowed.shape == (0, 0)
    assert judge(replace(empty, mentees=[mentee()])).allowed.shape == (1, 0)
    assert judge(replace(empty, mentors=[mentor()])).allowed.shape == (0, 1)
