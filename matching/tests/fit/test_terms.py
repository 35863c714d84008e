"""What a scenario asks for: importance, required, rules, hours, own choices, locked, forbidden and kept pairs, tiers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.fit.criteria import CRITERIA, parts_of, points_of
from matching.fit.question import answer, ask, choices
from matching.fit.terms import Terms
from matching.tests.facts import mentee, mentor, roster
from pool.models import Channel, PersonalGoal

OFF = {criterion.code: "off" for criterion in CRITERIA}


def test_m05_the_factor_on_own_choices_moves_points_to_them() -> None:
    first = mentor(topics={2})
    people = roster([mentee(topics={1}, ranks={first.pk: 1})], [first, mentor(topics={1})])
    weights = OFF | {"topics": "high", "ranking": "high"}

    def points(preference: int) -> list[int]:
        question = ask(people, Terms(weights=weights, preference=preference))
        return [question.points(0, column) for column in range(2)]

    assert [points(factor) for factor in (0, 25, 100, 400)] == [[0, 100], [20, 80], [50, 50], [80, 20]]


def test_m05_a_mentee_who_ranked_nobody_is_scored_as_before() -> None:
    people = roster([mentee(topics={1})], [mentor(topics={1}), mentor()])

    found = [ask(people, Terms(preference=factor)).all_points(0).tolist() for factor in (0, 100, 400)]

    assert found[0] == found[1] == found[2]


def test_m05_a_stronger_factor_gives_more_first_choices() -> None:
    mentors = [mentor(topics={1}), mentor(topics={2})]
    people = roster(
        [mentee(topics={1}, ranks={mentors[1].pk: 1}), mentee(topics={2}, ranks={mentors[0].pk: 1})], mentors
    )
    weights = OFF | {"topics": "high", "ranking": "medium"}

    def pairs(factor: int) -> list[tuple[int, int]]:
        return list(answer(people, Terms(weights=weights, preference=factor)).pairs())

    assert pairs(100) == [(0, 0), (1, 1)]
    assert pairs(400) == [(0, 1), (1, 0)]


def test_a_required_criterion_forbids_and_counts_like_high() -> None:
    people = roster([mentee(topics={1, 2}), mentee()], [mentor(topics={1}), mentor(topics={3})])
    high, required = (ask(people, Terms(weights={"topics": how})) for how in ("high", "required"))

    assert required.all_points(0).tolist() == high.all_points(0).tolist()
    assert [bool(value) for value in high.allowed(0)] == [True, True]
    assert [bool(value) for value in required.allowed(0)] == [True, False]
    assert [bool(value) for value in required.allowed(1)] == [True, True], "who asks for no topic fails none"
    assert required.against(0, 1).code == "required_topics"


def test_required_ranking_leaves_the_ranked_ones() -> None:
    liked = mentor()
    people = roster([mentee(ranks={liked.pk: 1})], [mentor(), liked])

    assert [choice.allowed for choice in choices(people, Terms(weights={"ranking": "required"}))] == [False, True]


def test_everything_required_at_once_still_fits_the_engine() -> None:
    both: dict[str, Any] = {
        "topics": {1}, "topics_back": {2}, "goals": set(PersonalGoal.values), "experience": 2, "slots": {"mon-am"},
        "channels": set(Channel.values), "languages": {"en", "de"},
    }  # fmt: skip
    good = mentor(**both | {"experience": 3})
    people = roster(
        [mentee(**both | {"ranks": {good.pk: 1}, "department_wish": "same", "site_wish": "same"})],
        [good, mentor(languages={"fr"}, step=9, trained=False, eligible=False, topics={3}, site=7, department=9)],
    )
    everything = dict.fromkeys(OFF, "required") | {"both_ways": "off"}

    assert [choice.allowed for choice in choices(people, Terms(weights=everything, min_hours=3))] == [True, False]


def test_rules_can_be_switched_off_except_those_that_protect_people() -> None:
    person = mentee(user=1, languages={"fr"}, step=0)
    people = roster(
        [person],
        [mentor(user=1), mentor(user=2), mentor(user=3), mentor(user=4), mentor(user=5, step=5, trained=False)],
        supervisor_of={1: 2},
        not_with=frozenset({(3, 1)}),
        earlier=frozenset({(1, 4)}),
    )
    off = dict.fromkeys(
        ("oneself", "reporting_line", "not_with", "earlier", "level", "language", "training", "eligible"), False
    )

    found = [choice.rule.code if choice.rule else "" for choice in choices(people, Terms(rules=off))]

    assert found == ["oneself", "reporting_line", "not_with", "", ""]


def test_enough_hours_must_suit_both() -> None:
    people = roster(
        [mentee(slots={"tue-am"})],
        [mentor(slots={"tue-am"}), mentor(slots={"tue-pm"}), mentor(slots={"tue-am"}, zone="Europe/Berlin")],
    )

    def allowed(hours: int) -> list[bool]:
        return [choice.allowed for choice in choices(people, Terms(min_hours=hours))]

    assert [allowed(hours) for hours in (0, 1, 2, 3, 4)] == [
        [True, True, True], [True, False, True], [True, False, True], [True, False, False], [False, False, False],
    ]  # fmt: skip


def test_locked_pairs_are_made_and_forbidden_ones_are_not() -> None:
    people = roster([mentee(topics={1}), mentee(topics={2})], [mentor(topics={1}), mentor(topics={2})])
    (a, b), y = [person.pk for person in people.mentees], people.mentors[1].pk

    assert list(answer(people, Terms()).pairs()) == [(0, 0), (1, 1)]
    assert list(answer(people, Terms(locked=frozenset({(a, y)}))).pairs()) == [(0, 1), (1, 0)]
    assert list(answer(people, Terms(forbidden=frozenset({(b, y)}))).pairs()) == [(0, 1), (1, 0)]
    assert ask(people, Terms(forbidden=frozenset({(b, y)}))).against(1, 1).code == "by_hand"


def test_m04_a_lock_that_cannot_hold_is_dropped_and_named() -> None:
    people = roster([mentee(), mentee(), mentee(languages={"fr"})], [mentor(), mentor()])
    (a, b, c), (x, y) = ([person.pk for person in side] for side in (people.mentees, people.mentors))
    wanted = frozenset({(a, x), (b, x), (c, y), (a, 999)})

    question = ask(people, Terms(locked=wanted))

    assert question.problem.locked.tolist() == [[0, 0]]
    assert question.dropped == {(b, x), (c, y), (a, 999)}


def test_m12_kept_pairs_stay_where_little_is_lost() -> None:
    people = roster([mentee(topics={1}), mentee(topics={2})], [mentor(topics={1}), mentor(topics={2})])
    keep = frozenset({(people.mentees[0].pk, people.mentors[1].pk), (people.mentees[1].pk, people.mentors[0].pk)})

    def pairs(bonus: int) -> list[tuple[int, int]]:
        return list(answer(people, Terms(keep=keep, keep_bonus=bonus)).pairs())

    assert pairs(1) == [(0, 0), (1, 1)]
    assert pairs(100) == [(0, 1), (1, 0)]


def test_m01_a_poor_match_is_avoided_before_the_total_counts() -> None:
    """The best total pairs 100 with 10; with tiers both get a middling one."""
    people = roster(
        [mentee(topics={1, 2, 3, 4, 5}), mentee(topics={1, 2, 3, 4, 5, 6, 7, 8, 9, 10})],
        [mentor(topics={1, 2, 3, 4, 5, 6}), mentor(topics={1, 2})],
    )
    weights = OFF | {"topics": "high"}

    total, tiers = (answer(people, Terms(weights=weights, poor=poor, weak=weak)) for poor, weak in ((0, 0), (30, 50)))

    assert [total.points(*pair) for pair in total.pairs()] == [100, 20]
    assert [tiers.points(*pair) for pair in tiers.pairs()] == [40, 60]


@given(st.lists(st.integers(0, 4000), max_size=16).filter(lambda units: sum(units) <= 4000))
def test_whole_points_add_up_to_the_score(units: list[int]) -> None:
    parts = parts_of(units)

    assert sum(parts) == points_of(sum(units))
    assert all(abs(part - unit / 40) < 1 for part, unit in zip(parts, units, strict=True))


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_the_parts_of_every_pair_add_up_to_what_the_engine_adds_up(data: st.DataObject) -> None:
    few = st.frozensets(st.integers(1, 3))
    mentors = [
        mentor(topics=data.draw(few), topics_back=data.draw(few), site=data.draw(st.integers(1, 2)), slots={"mon-am"})
        for _ in range(3)
    ]
    people = roster(
        [
            mentee(
                topics=data.draw(few), topics_back=data.draw(few), goals={"job"}, experience=1, slots={"mon-am"},
                site_wish=data.draw(st.sampled_from(["same", "either"])), ranks={mentors[0].pk: 1},
                languages={"en", "de"},
            )
        ],
        mentors,
    )  # fmt: skip
    weights = {code: data.draw(st.sampled_from(["off", "low", "medium", "high"])) for code in OFF}

    question = ask(people, Terms(weights=weights, preference=data.draw(st.integers(0, 400))))

    for column in range(3):
        units = sum(question.parts(0, column).values())
        assert units == question.problem.scores_for(0)[column] <= 4000
        assert sum(reason["points"] for reason in question.reasons(0, column)) == points_of(units)
        assert question.all_points(0)[column] == points_of(units)


def test_new_weights_build_no_new_rows() -> None:
    people = roster([mentee(topics={1})], [mentor(topics={1})])
    ask(people, Terms())
    before = {**people.graded, **people.forbidden}

    ask(people, Terms(weights={"topics": "low", "goals": "required"}, preference=300))

    after = {**people.graded, **people.forbidden}
    assert {key: after[key] is value for key, value in before.items()} == dict.fromkeys(before, True)


def test_choices_name_the_rule_that_forbids_and_score_all() -> None:
    people = roster([mentee(topics={1})], [mentor(topics={1}), mentor(topics={1}, languages={"fr"}, places=0)])

    one, other = choices(people, Terms(weights=OFF | {"topics": "high"}))

    assert (one.mentor, one.points, one.places, one.rule) == (people.mentors[0].pk, 100, 1, None)
    assert (other.points, other.places, other.allowed, other.rule.code) == (100, 0, False, "language")


@pytest.mark.parametrize("preference", [0, 100])
def test_everything_off_gives_no_points_and_no_error(preference: int) -> None:
    found = answer(roster([mentee()], [mentor()]), Terms(weights=OFF, preference=preference))

    assert (list(found.pairs()), found.total) == ([(0, 0)], 0)
