"""What makes a good pair, criterion by criterion: both directions, goals, experience, reach, level, mentors' wishes."""

from __future__ import annotations

import pytest

from matching.fit.criteria import CRITERIA, usual_weights, words_of
from matching.fit.facts import MenteeFacts, MentorFacts
from matching.fit.question import ask
from matching.fit.terms import Terms
from matching.tests.facts import mentee, mentor, roster

NEAR = {1: frozenset({3}), 3: frozenset({1})}


def reason(one: MenteeFacts, other: MentorFacts, code: str, *, format_: str = "peer") -> tuple[int, str] | None:
    """Return (points out of 100, words) of one criterion, with all others off; None where it does not apply."""
    weights = {criterion.code: "off" for criterion in CRITERIA} | {code: "high"}
    people = roster([one], [other], format_=format_, related=NEAR)
    reasons = ask(people, Terms(weights=weights)).reasons(0, 0)
    return (reasons[0]["points"], words_of(reasons[0])) if reasons else None


def points_of(one: MenteeFacts, other: MentorFacts, code: str, *, format_: str = "peer") -> int:
    """Return the points out of 100 of a criterion that applies."""
    found = reason(one, other, code, format_=format_)
    assert found is not None
    return found[0]


def test_p19_a_related_topic_meets_half_of_a_wish() -> None:
    assert reason(mentee(topics={1}), mentor(topics={3}), "topics") == (
        50,
        "Offers something related to a wanted topic: Data.",
    )
    assert reason(mentee(topics={1, 2}), mentor(topics={2, 3}), "topics") == (
        75,
        "Offers 1 of the 2 wanted topics: Feedback. Offers something related to another: Data.",
    )


def test_p19_three_topics_share_the_points_whole() -> None:
    points = [points_of(mentee(topics={1, 2, 3}), mentor(topics=offered), "topics") for offered in ({2}, {1, 2}, ())]

    assert points == [33, 83, 0]


@pytest.mark.parametrize(
    ("wants", "gives", "offers", "learns", "points"),
    [
        ({1}, {2}, {1}, {2}, 100),  # both find what they want
        ({1}, {2}, {1}, {3}, 0),  # the mentor finds nothing
        ({1}, {2}, {2}, {2}, 0),  # the mentee finds nothing
        ({1, 2}, {2}, {1}, {2}, 50),  # the mentee finds half, the mentor all: the weaker direction
        ({1}, {2}, {1}, {2, 3}, 50),  # the mentor finds half
        ({1}, {1}, {1}, {3}, 50),  # something related comes back
        ({1}, {2}, {1}, (), 0),  # the mentor has not said what they want
    ],
)
def test_m06_the_weaker_direction_counts(
    wants: set[int], gives: set[int], offers: set[int], learns: set[int], points: int
) -> None:
    one, other = mentee(topics=wants, topics_back=gives), mentor(topics=offers, topics_back=learns)

    assert points_of(one, other, "both_ways") == points


def test_m06_both_directions_are_told_and_count_in_peer_programs_for_those_who_say_what_they_give() -> None:
    one, other = mentee(topics={1}, topics_back={2}), mentor(topics={1}, topics_back={2})

    assert reason(one, other, "both_ways") == (100, "Both can learn: the mentee Planning, the mentor Feedback.")
    assert reason(mentee(topics={1}), other, "both_ways") is None
    assert [usual_weights(format_)["both_ways"] for format_ in ("peer", "reverse", "onboarding")] == [
        "medium", "off", "off"
    ]  # fmt: skip


def test_goals_that_both_name_count() -> None:
    one = mentee(goals={"step", "lead"})

    assert reason(one, mentor(goals={"lead", "job"}), "goals") == (50, "Goals in common: Lead people or projects.")
    assert reason(one, mentor(goals={"job"}), "goals") == (0, "They have no goal in common.")
    assert reason(mentee(), mentor(goals={"job"}), "goals") is None


@pytest.mark.parametrize(
    ("own", "points", "words"),
    [
        (1, 0, "Less experience with it than the mentee."),
        (2, 25, "About the same experience with it."),
        (3, 100, "One step more experience with it."),
        (4, 100, "2 steps more experience with it."),
        (None, 0, "The mentor has not said how much experience they have."),
    ],
)
def test_one_or_two_steps_more_experience_are_best(own: int | None, points: int, words: str) -> None:
    assert reason(mentee(experience=2), mentor(experience=own), "experience") == (points, words)


def test_three_steps_more_are_far() -> None:
    assert reason(mentee(experience=1), mentor(experience=4), "experience") == (50, "3 steps more experience with it.")


def test_years_here_count_only_where_a_coordinator_asks_for_it() -> None:
    assert {usual_weights(format_)["years"] for format_ in ("peer", "reverse", "onboarding")} == {"off"}
    assert reason(mentee(years=0), mentor(years=2), "years") == (100, "Has been here longer.")
    assert reason(mentee(years=2), mentor(years=2), "years") == (50, "Both have been here about as long.")
    assert reason(mentee(years=2), mentor(years=1), "years") == (0, "Has not been here as long.")


def test_p20_peers_and_buddies_stand_near_each_other_and_reverse_mentors_below() -> None:
    def points(format_: str) -> list[int]:
        return [points_of(mentee(step=3), mentor(step=step), "level", format_=format_) for step in (1, 2, 3, 4)]

    assert points("peer") == points("onboarding") == [0, 50, 100, 50]
    assert points("reverse") == [100, 50, 0, 0]


def test_in_person_is_within_reach_at_one_site_only() -> None:
    one = mentee(channels={"in_person"}, site=1)

    assert reason(one, mentor(channels={"in_person"}, site=1), "reach") == (
        100, "They can meet in person: the same site."
    )  # fmt: skip
    assert points_of(one, mentor(channels={"in_person"}, site=2), "reach") == 0
    assert points_of(one, mentor(channels={"in_person"}, site=None), "reach") == 0
    assert reason(mentee(channels={"phone"}), mentor(channels={"phone"}, site=9), "reach") == (
        100, "They can meet remotely."
    )  # fmt: skip


def test_p19_a_mentors_wishes_count_half_for_each() -> None:
    picky = mentor(department_wish="different", site_wish="same", department=1, site=1)

    assert reason(mentee(department=2, site=1), picky, "mentor_wishes") == (
        100,
        "As the mentor wishes: another department and the same site.",
    )
    assert reason(mentee(department=1, site=1), picky, "mentor_wishes") == (50, "As the mentor wishes: the same site.")
    assert reason(mentee(department=1, site=2), picky, "mentor_wishes") == (
        0,
        "The mentor would rather have: another department and the same site.",
    )
    assert reason(mentee(), mentor(), "mentor_wishes") is None


def test_a_mentor_without_wishes_is_content() -> None:
    people = roster([mentee(department=2)], [mentor(), mentor(department_wish="same")])
    weights = {criterion.code: "off" for criterion in CRITERIA} | {"mentor_wishes": "low"}
    question = ask(people, Terms(weights=weights))

    assert [question.points(0, column) for column in range(2)] == [100, 50]
