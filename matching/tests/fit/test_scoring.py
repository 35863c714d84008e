"""Match scores: 0 to 100, parts that add up, and words for each."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.fit.criteria import CRITERIA, share_out, usual_weights, words_of
from matching.fit.facts import MenteeFacts, MentorFacts
from matching.fit.question import ask
from matching.fit.terms import Terms
from matching.models.scenario import Importance
from matching.tests.facts import mentee, mentor, roster


def reason(one: MenteeFacts, other: MentorFacts, code: str, *, format_: str = "peer") -> tuple[int, str]:
    """Return (points out of 100, words) of one criterion, with all others off."""
    weights = {criterion.code: Importance.OFF.value for criterion in CRITERIA} | {code: Importance.HIGH.value}
    reasons = ask(roster([one], [other], format_=format_), Terms(weights=weights)).reasons(0, 0)
    return (reasons[0]["points"], words_of(reasons[0])) if reasons else (0, "")


def test_topics_count_by_how_many_of_the_wanted_ones_are_offered() -> None:
    wanted = mentee(topics={1, 2})

    assert reason(wanted, mentor(topics={1, 2, 3}), "topics") == (
        100,
        "Offers 2 of the 2 wanted topics: Feedback and Planning.",
    )
    assert reason(wanted, mentor(topics={2}), "topics") == (50, "Offers 1 of the 2 wanted topics: Feedback.")
    assert reason(wanted, mentor(topics={3}), "topics") == (0, "None of the wanted topics is offered.")


def test_p22_a_first_choice_counts_most() -> None:
    first, second, other = mentor(), mentor(), mentor()
    chooser = mentee(ranks={first.pk: 1, second.pk: 2})

    assert reason(chooser, first, "ranking") == (100, "First choice.")
    assert reason(chooser, second, "ranking") == (85, "Choice number 2.")
    assert reason(chooser, other, "ranking") == (0, "Not among the choices.")


@pytest.mark.parametrize(
    ("wish", "department", "expected"),
    [
        ("same", 1, (100, "The same department, as wished.")),
        ("same", 2, (0, "Another department; the same one was wanted.")),
        ("different", 1, (0, "The same department; another one was wanted.")),
        ("different", 2, (100, "Another department, as wished.")),
        ("either", 2, (0, "")),
    ],
)
def test_p19_a_wish_about_the_department_counts_where_there_is_one(
    wish: str, department: int, expected: tuple[int, str]
) -> None:
    assert reason(mentee(department_wish=wish, department=1), mentor(department=department), "department") == expected


def test_p19_a_wish_about_the_site_counts_too() -> None:
    assert reason(mentee(site_wish="same", site=3), mentor(site=3), "site") == (100, "The same site, as wished.")
    assert reason(mentee(site_wish="same", site=None), mentor(site=None), "site")[0] == 0


def test_p20_two_departments_count_where_the_mentee_has_no_wish() -> None:
    assert reason(mentee(department=1), mentor(department=2), "across") == (100, "From different departments.")
    assert reason(mentee(department=1), mentor(department=1), "across") == (0, "From the same department.")
    assert reason(mentee(department=1), mentor(department=None), "across") == (
        0,
        "The mentor’s department is not known.",
    )
    assert reason(mentee(department=1, department_wish="same"), mentor(department=2), "across") == (0, "")


def test_p20_a_buddy_sits_near_the_new_job() -> None:
    assert usual_weights("onboarding")["near"] == "high"
    assert usual_weights("peer")["near"] == "off"
    assert reason(mentee(department=1, site=1), mentor(department=1, site=1), "near")[0] == 100
    assert reason(mentee(department=1, site=1), mentor(department=1, site=2), "near") == (50, "The same department.")
    assert reason(mentee(department=1, site=1), mentor(department=2, site=1), "near") == (50, "The same site.")
    assert reason(mentee(), mentor(department=2, site=2), "near") == (
        0,
        "Neither the department nor the site is the same.",
    )


def test_shared_hours_are_counted_across_time_zones() -> None:
    """Tuesday morning in Berlin (UTC+1) and in Lisbon (UTC) share two hours of three."""
    here = mentee(zone="Europe/Berlin", slots={"tue-am"})

    assert reason(here, mentor(zone="Europe/Berlin", slots={"tue-am"}), "time") == (50, "3 hours a week suit both.")
    assert reason(here, mentor(zone="Europe/Lisbon", slots={"tue-am"}), "time") == (33, "2 hours a week suit both.")
    assert reason(here, mentor(zone="Asia/Tokyo", slots={"tue-am"}), "time") == (0, "No hour of the week suits both.")
    assert reason(here, mentor(zone="Europe/Berlin", slots=()), "time") == (50, "3 hours a week suit both.")


def test_a_zone_that_is_half_an_hour_off_counts_half_hours() -> None:
    """09:00 to 12:00 in Kolkata is 03:30 to 06:30 in universal time; 13:00 to 17:00 is 07:30 to 11:30."""
    here = mentee(zone="Asia/Kolkata", slots={"mon-pm"})

    assert reason(here, mentor(zone="UTC", slots={"mon-am"}), "time")[1] == "2.5 hours a week suit both."


def test_languages_beyond_the_common_one_count_for_those_who_speak_more() -> None:
    both = mentee(languages={"en", "de"})

    assert reason(both, mentor(languages={"en", "de"}), "languages") == (100, "Both speak English and German.")
    assert reason(both, mentor(languages={"en"}), "languages") == (0, "Both speak English.")
    assert reason(mentee(languages={"en"}), mentor(languages={"en"}), "languages") == (0, "")


def test_ways_to_talk_that_both_like_count() -> None:
    one = mentee(channels={"video", "phone"})

    assert reason(one, mentor(channels={"phone", "in_person"}), "channels") == (50, "Both like: Phone.")
    assert reason(one, mentor(channels={"chat"}), "channels") == (0, "They like different ways to talk.")


def test_the_parts_of_a_score_add_up_to_it() -> None:
    first, second = mentor(topics={1}, slots={"mon-am"}), mentor(topics={1, 2}, department=4)
    people = [
        mentee(
            topics={1, 2, 3}, ranks={first.pk: 1}, department_wish="different", slots={"mon-am"}, languages={"en", "fr"}
        ),
        mentee(topics={2}),
        mentee(),
    ]

    question = ask(roster(people, [first, second]), Terms())

    for row in range(3):
        assert sum(int(of[row]) for of in question.shares.of.values()) == 100
        for column in range(2):
            parts = question.reasons(row, column)
            assert sum(part["points"] for part in parts) == question.points(row, column)
            assert all(0 <= part["points"] <= part["of"] for part in parts)


def test_with_everything_off_every_allowed_pair_is_equal() -> None:
    people = roster([mentee(topics={1})], [mentor(topics={1}), mentor()])
    question = ask(people, Terms(weights={criterion.code: "off" for criterion in CRITERIA}))

    assert question.problem.scores_for(0).tolist() == [0, 0]
    assert question.reasons(0, 0) == []


@given(st.lists(st.lists(st.sampled_from([0, 1, 2, 4]), min_size=5, max_size=5), min_size=1, max_size=6))
def test_a_hundred_points_are_shared_out_whole(weights: list[list[int]]) -> None:
    shares = share_out(np.array(weights, dtype=np.int64))

    for given_, got in zip(weights, shares.tolist(), strict=True):
        assert sum(got) == (100 if any(given_) else 0)
        assert all((share > 0) == (weight > 0) for share, weight in zip(got, given_, strict=True))
