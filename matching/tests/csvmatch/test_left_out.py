"""Everyone who is left out is told why, and what would help."""

from __future__ import annotations

import pytest

from matching.csvmatch.report import MatchReport
from matching.tests.csvmatch.samples import (
    ABOVE,
    GRADES,
    HEADER,
    OTHER,
    PEOPLE,
    RULES,
    SAME,
    line_of,
    pairs,
    random_files,
    run,
)


def test_m10_the_constraint_that_alone_keeps_everybody_out_is_named_with_how_many_it_would_open() -> None:
    found = run(
        "id,team,grade\na,T,Junior\n",
        "id,team,grade\nx,T,Middle\ny,U,Lead\nz,T,Senior\nw,T,Lead\n",
        GRADES + OTHER + ABOVE,
    )

    assert line_of(found, "a").reason == (
        "No mentor is allowed. Without “Other team” there would be 2 mentors: x, z. "
        "Without “Above” there would be 1 mentor: y; nearest: Junior to Lead, 3 steps above."
    )


def test_m10_where_two_constraints_stand_in_the_way_of_everybody_none_is_blamed_alone() -> None:
    found = run("id,team,grade\na,T,Junior\n", "id,team,grade\nx,T,Lead\n", GRADES + OTHER + ABOVE)

    assert line_of(found, "a").reason == (
        "No mentor is allowed, and no constraint is the only reason: every mentor fails two or more."
    )


def test_m10_mentors_without_places_are_told() -> None:
    places = PEOPLE + 'capacity = "places"\n'

    assert line_of(run("id\na\n", "id,places\nx,0\n", people=places), "a").reason == "No mentor has a place."
    found = run("id,team\na,T\n", "id,team,places\nx,U,0\ny,T,3\n", OTHER, people=places)
    assert line_of(found, "a").reason == "The 1 mentor who would be allowed has no place: x."


def test_m10_m11_who_competes_for_too_few_places_is_told_and_where_one_more_would_help() -> None:
    found = run(
        "id,team,profession\na,T,Law\nb,T,Law\nc,T,Art\nd,U,Art\n",
        "id,team,profession\nx,U,Law\ny,T,Art\n",
        OTHER + SAME,
    )

    assert pairs(found)["d"] == "y"
    left = [line for line in found.lines if not line.mentor]
    assert {line.reason for line in left} == {
        "1 mentor would be allowed (x), but 3 mentees compete for 1 place. One more place would help most at x (up to 20 points)."
    }
    (group,) = found.groups
    assert group == (
        "3 mentees compete for 1 place at 1 mentor (x); 2 of them must be left out. They share: team T. "
        "One more place at any of these mentors would match one more mentee."
    )


def test_m11_groups_that_have_nothing_to_do_with_each_other_are_told_apart() -> None:
    found = run(
        "id,team\na,T\nb,T\nc,T\nd,U\ne,U\nf,V\n",
        "id,team\nx,T\ny,U\n",
        OTHER.replace("differs", "same").replace("Other", "Same"),
    )

    assert [group.split(" at ")[0] for group in found.groups] == [
        "Group 1: 3 mentees compete for 1 place",
        "Group 2: 2 mentees compete for 1 place",
    ]
    reasons = [line.reason for line in found.lines if not line.mentor]
    assert sum("(group 1)" in reason for reason in reasons) == 2
    assert sum("(group 2)" in reason for reason in reasons) == 1
    assert line_of(found, "f").reason == "No mentor is allowed. Without “Same team” there would be 2 mentors: x, y."


@pytest.mark.parametrize("seed", range(6))
def test_m10_one_place_more_where_it_is_said_to_help_matches_one_more(seed: int) -> None:
    """The mentor is named at the end of the reason; the run is made again with one place more there."""
    mentees, mentors = random_files(seed)
    people = PEOPLE + 'capacity = "places"\n'

    def again(extra: str) -> MatchReport:
        rows = [f"{row},{2 if row.split(',')[0] == extra else 1}" for row in mentors]
        header = HEADER.strip() + ",places\n"
        return run(HEADER + "\n".join(mentees), header + "\n".join(rows), RULES, people=people)

    first = again("")
    for reason in {line.reason for line in first.lines if "help most at" in line.reason}:
        mentor = reason.split("help most at ")[1].split(" ")[0]
        assert again(mentor).summary.matched == first.summary.matched + 1
