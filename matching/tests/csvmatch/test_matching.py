"""Two tables become pairs, each with its reasons, and a reason for everyone who is left out."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

import numpy as np
import pytest

from matching.csvmatch.engine_question import ask
from matching.csvmatch.mapping_reader import parse
from matching.csvmatch.people import read_people
from matching.csvmatch.report import Pool, ScorePart, Someone
from matching.engine import EXCLUDED
from matching.tests.csvmatch.samples import (
    GAP,
    GRADES,
    HEADER,
    OTHER,
    PEOPLE,
    RULES,
    SAME,
    WISH,
    line_of,
    pairs,
    random_files,
    run,
    table,
)

NEAR = '[[criteria]]\nname = "Distance"\nkind = "near"\ncolumn = "km"\npoints = 20\nwithin = 50\n'
CHOICES = '[choices]\ncolumn = "wishes"\npoints = [30, 20]\n'


def test_m01_as_many_as_possible_are_matched_and_then_the_points_decide() -> None:
    found = run("id,profession\na,Law\nb,Law\nc,Art\n", "id,profession,team\nx,Law,1\ny,Art,1\nz,Law,1\n", SAME)

    assert pairs(found)["c"] == "y"
    assert (found.summary.matched, found.summary.total, found.summary.most) == (3, 60, 20)


def test_m02_the_answer_is_certified() -> None:
    assert run("id\na\nb\n", "id\nx\n").summary.certified


def test_m01_a_match_more_counts_more_than_any_points() -> None:
    """The one mentor whom b may have is the best one for a."""
    found = run("id,team,profession\na,T,Law\nb,U,Art\n", "id,team,profession\nx,V,Law\ny,U,Art\n", OTHER + SAME)

    assert pairs(found) == {"a": "y", "b": "x"}


def test_m01_fewest_poor_matches_come_before_the_total() -> None:
    people = "id,wants\na,1;2;3;4;5;6\nb,1;2;3;7\n", "id,offers\nx,1;2;3;4;5;6\ny,4;5;6;7\n"
    wish = WISH.replace("25", "60")

    assert (pairs(run(*people, wish)), run(*people, wish).summary.total) == ({"a": "x", "b": "y"}, 70)
    found = run(*people, wish + "[tiers]\npoor = 30\nweak = 40\n")
    assert (pairs(found), found.summary.total) == ({"a": "y", "b": "x"}, 60)
    assert (found.summary.poor, found.summary.weak) == (0, 2)
    assert [line.tier for line in found.lines] == ["weak", "weak"]


def test_m08_every_part_of_a_score_is_told_in_words_with_its_points() -> None:
    found = run(
        'id,profession,wants,km,grade,wishes\na,law,Python; Budgets,10,Junior,"w, x"\n',
        'id,profession,offers,km,grade\nx,Law,"budgets, python",35,Senior\n',
        GRADES + SAME + WISH + NEAR + GAP + CHOICES.replace("30, 20", "5, 2"),
    )

    (line,) = found.lines
    assert line.parts == (
        ScorePart("Profession", 20, 20, "both Law"),
        ScorePart("Wish", 20, 25, "shared: budgets, python"),
        ScorePart("Distance", 10, 20, "10 and 35"),
        ScorePart("Gap", 30, 30, "Junior to Senior, 2 steps above"),
        ScorePart("Choice", 5, 5, "first choice"),
    )
    assert line.score == 85


def test_m08_what_did_not_raise_a_score_is_told_too() -> None:
    found = run(
        "id,profession,wants,km,grade,wishes\na,Art,Python,10,Senior,y\nb,,,,Junior,\n",
        "id,profession,offers,km,grade,places\nx,Law,,99,Senior,2\ny,,,,,0\n",
        GRADES + SAME + WISH + NEAR + GAP + CHOICES.replace("30, 20", "5, 2"),
        people=PEOPLE.replace('[mentors]\nid = "id"\n', '[mentors]\nid = "id"\ncapacity = "places"\n'),
    )

    assert [str(part) for part in line_of(found, "a").parts] == [
        "Profession: Art and Law (0 of 20)",
        "Wish: unknown (the mentor’s not filled in) (0 of 25)",
        "Distance: 10 and 99 (0 of 20)",
        "Gap: Senior to Senior, the same step (0 of 30)",
        "Choice: not among the choices (0 of 5)",
    ]
    assert [str(part) for part in line_of(found, "b").parts] == [
        "Profession: unknown (the mentee’s not filled in) (0 of 20)",
        "Wish: unknown (both not filled in) (0 of 25)",
        "Distance: unknown (the mentee’s not filled in) (0 of 20)",
        "Gap: Junior to Senior, 2 steps above (30 of 30)",
    ]


def test_a_rule_holds_only_for_the_mentees_that_it_names() -> None:
    found = run(
        "id,profession,ask\na,Law,no\nb,Law,yes\n",
        "id,profession\nx,Law\ny,Art\n",
        SAME + 'when = { column = "ask", is = "yes" }\n',
    )

    assert pairs(found) == {"a": "y", "b": "x"}
    assert line_of(found, "a").parts == ()


def test_different_values_can_be_worth_points() -> None:
    found = run("id,team\na,T\n", "id,team\nx,T\ny,U\n", OTHER.replace("constraints", "criteria") + "points = 15\n")

    assert [str(part) for part in found.lines[0].parts] == ["Other team: T and U (15 of 15)"]


def test_m05_a_choice_counts_as_the_mapping_says() -> None:
    found = run("id,wishes\na,z\nb,z; y\nc,\n", "id\nx\ny\nz\n", CHOICES)

    assert (found.summary.matched, found.summary.total) == (3, 50)
    assert pairs(found) == {"a": "z", "b": "y", "c": "x"}


def test_p21_nobody_is_paired_with_a_supervisor_or_with_themself_even_where_it_was_their_choice() -> None:
    rule = '[[apart]]\nname = "Not with the supervisor"\nmentee = "boss"\n'

    found = run("id,boss,wishes\na,x,x\nb@e,,B@E\n", "id\nx\nB@e\n", rule + CHOICES)

    assert pairs(found) == {"a": "B@e", "b@e": "x"}
    assert found.notes == ("1 id is in both files. Each is one person, who is never paired with themselves.",)


def test_lines_and_mentors_stand_in_the_order_of_their_files() -> None:
    found = run("id\nc\na\nb\n", "id,n\ny,1\nx,2\n", people=PEOPLE + "capacity = 3\n")

    assert [line.mentee.id for line in found.lines] == ["c", "a", "b"]
    assert [pool.mentor.id for pool in found.pools] == ["y", "x"]


def test_each_mentor_is_listed_with_places_and_mentees() -> None:
    found = run(
        "id,boss\na,x\nb,x\n",
        "id\nx\ny\n",
        '[[apart]]\nname = "B"\nmentee = "boss"\n',
        people=PEOPLE + "capacity = 2\n",
    )

    assert found.pools == (
        Pool(Someone("x", "x"), 2, ()),
        Pool(Someone("y", "y"), 2, (Someone("a", "a"), Someone("b", "b"))),
    )


def test_m04_one_mentee_who_cannot_be_served_does_not_stop_the_others() -> None:
    found = run("id,team\na,T\nb,U\n", "id,team\nx,T\ny,T\n", OTHER)

    assert pairs(found) == {"a": None, "b": pairs(found)["b"]}
    assert found.summary.left_out == 1


@pytest.mark.parametrize("seed", range(8))
def test_m03_the_order_of_rows_changes_neither_pairs_nor_reasons(seed: int) -> None:
    mentees, mentors = random_files(seed)
    first = run(HEADER + "\n".join(mentees), HEADER + "\n".join(mentors), RULES, people=PEOPLE + "capacity = 2\n")
    random.Random(seed).shuffle(mentees)  # noqa: S311
    random.Random(seed + 1).shuffle(mentors)  # noqa: S311

    again = run(HEADER + "\n".join(mentees), HEADER + "\n".join(mentors), RULES, people=PEOPLE + "capacity = 2\n")

    assert {line.mentee.id: line for line in again.lines} == {line.mentee.id: line for line in first.lines}
    assert replace(again.summary, seconds=0) == replace(first.summary, seconds=0)
    assert again.groups == first.groups


@pytest.mark.parametrize("seed", range(8))
def test_m08_the_parts_add_up_to_the_score_and_refusals_are_what_the_engine_is_told(seed: int) -> None:
    from matching.csvmatch.explanations import Explainer

    mentees, mentors = random_files(seed, 12)
    people = read_people(
        table(HEADER + "\n".join(mentees)),
        table(HEADER + "\n".join(mentors), "mentors.csv"),
        parse((PEOPLE + RULES).encode(), "mapping.toml"),
    )
    problem, explainer = ask(people), Explainer(people)
    for mentee in range(problem.mentees):
        scores = problem.scores_for(mentee)
        refused = np.any([mask for _label, mask, _rule in explainer.refusals(mentee)], axis=0)
        assert (refused == (scores < 0)).all()
        for mentor in np.flatnonzero(scores >= 0).tolist():
            assert sum(part.points for part in explainer.parts(mentee, mentor)) == scores[mentor]


@pytest.mark.parametrize("seed", range(5))
def test_m01_nothing_better_is_found_by_trying_everything(seed: int) -> None:
    mentees, mentors = random_files(seed, 6)
    people = read_people(
        table(HEADER + "\n".join(mentees)),
        table(HEADER + "\n".join(mentors), "mentors.csv"),
        parse((PEOPLE + RULES).encode(), "mapping.toml"),
    )
    problem = ask(people)
    scores = [problem.scores_for(mentee).tolist() for mentee in range(problem.mentees)]
    best = (0, 0)
    for answer in itertools.product(range(-1, problem.mentors), repeat=problem.mentees):
        used = [mentor for mentor in answer if mentor >= 0]
        if len(set(used)) == len(used):
            gained = [scores[mentee][mentor] for mentee, mentor in enumerate(answer) if mentor >= 0]
            if min(gained, default=0) >= 0:
                best = max(best, (len(gained), sum(gained)))

    found = run(HEADER + "\n".join(mentees), HEADER + "\n".join(mentors), RULES)

    assert (found.summary.matched, found.summary.total) == best


def test_six_constraints_and_a_supervisor_fit_into_the_engines_window() -> None:
    rules = "".join(OTHER.replace("Other team", f"C{number}") for number in range(6))
    rules += '[[apart]]\nname = "Boss"\nmentee = "boss"\n' + SAME
    people = read_people(
        table("id,team,boss,profession\na,T,x,Law\n"),
        table("id,team,profession\nx,T,Law\n", "mentors.csv"),
        parse((PEOPLE + rules).encode(), "mapping.toml"),
    )

    assert ask(people).sums_of(np.array([0])).tolist() == [[7 * EXCLUDED + 20]]


def test_lists_take_a_row_for_each_thing_and_one_for_the_list_only_where_the_most_can_be_reached() -> None:
    def rows(mentees: str) -> object:
        people = read_people(
            table("id,wants\n" + mentees),
            table("id,offers\nx,p;q;r\ny,q\nz,\n", "mentors.csv"),
            parse((PEOPLE + WISH).encode(), "mapping.toml"),
        )
        return ask(people).rows.tolist()

    assert rows("a,p;q\nb,q;r\nc,r;p\n") == [[10, 0, 0], [10, 10, 0], [10, 0, 0]]
    assert rows("a,p;q;r\n") == [[25, 10, 0]]
