"""Why somebody has no mentor, and the smallest changes that would help (M-04, M-10, M-11)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from matching.fit.diagnosis import Fix, diagnose, opened_by
from matching.fit.facts import MenteeFacts, MentorFacts
from matching.fit.question import answer, ask
from matching.fit.terms import Terms
from matching.fit.without_a_mentor import WhyLeftOut, label_of_rule, why_without
from matching.tests.facts import mentee, mentor, roster


def diagnosed(
    one: MenteeFacts,
    mentors: list[MentorFacts],
    terms: Terms | None = None,
    **about: Any,  # noqa: ANN401 - parts of a roster
) -> dict[str, object]:
    """Run the matching for one mentee and return what is said of them."""
    [found] = diagnose(answer(roster([one], mentors, **about), terms or Terms())).values()
    return {
        "code": found.code,
        "sentence": why_without(found.code, found.kept),
        "opens": found.opens,
        "fixes": list(found.fixes),
    }


def test_m10_one_rule_alone_says_how_many_it_keeps_away() -> None:
    found = diagnosed(mentee(languages={"fr"}), [mentor(), mentor(), mentor(places=0)])

    assert found["code"] == "language"
    assert found["sentence"] == "The rule “Common language” alone leaves no mentor. Without it, 2 would be possible."
    assert found["opens"] == {"language": 2}
    assert found["fixes"] == [Fix("rule", code="language", count=2)]


def test_m10_each_rule_counts_alone() -> None:
    """Two need only the language, one only the training, one both."""
    mentors = [
        mentor(languages={"de"}), mentor(languages={"de"}), mentor(trained=False, languages={"fr"}),
        mentor(trained=False, languages={"de"}),
    ]  # fmt: skip

    found = diagnosed(mentee(languages={"fr"}), mentors)

    assert found["opens"] == {"language": 2, "training": 1}
    assert [(fix.code, fix.count) for fix in found["fixes"]] == [("language", 2), ("training", 1)]
    assert found["sentence"] == ("The rules together leave no mentor. Without “Common language”, 2 would be possible.")


def test_m10_how_many_hours_would_be_enough_is_said() -> None:
    one = mentee(slots={"tue-am"})
    mentors = [mentor(slots={"tue-am"}, zone="Europe/Berlin"), mentor(slots={"wed-am"})]

    found = diagnosed(one, mentors, Terms(min_hours=3))

    assert found["fixes"] == [Fix("rule", code="hours", count=2, to=2)]


def test_m10_the_hours_that_would_be_enough_open_a_place_that_is_left() -> None:
    """The mentor with many hours in common is taken; asking for as many as with them would change nothing."""
    mentors = [mentor(slots={"tue-am", "wed-am"}), mentor(slots={"tue-am"}, zone="Europe/Berlin")]
    mentees = [mentee(slots={"tue-am", "wed-am"}) for _ in range(2)]

    [found] = diagnose(answer(roster(mentees, mentors), Terms(min_hours=4))).values()

    assert Fix("rule", code="hours", count=1, to=2) in found.fixes
    assert len(list(answer(roster(mentees, mentors), Terms(min_hours=2)).pairs())) == 2


def test_m10_a_required_criterion_is_a_rule_like_any_other() -> None:
    found = diagnosed(mentee(topics={1}), [mentor(topics={2})], Terms(weights={"topics": "required"}))

    assert found["fixes"] == [Fix("rule", code="required_topics", count=1), Fix("topic", topic=1, count=1)]


def test_m10_the_protecting_rules_are_named_but_never_offered_to_be_lifted() -> None:
    found = diagnosed(mentee(user=1), [mentor(user=2)], supervisor_of={1: 2})

    assert (found["code"], found["opens"], found["fixes"]) == ("reporting_line", {"reporting_line": 1}, [])


@pytest.mark.parametrize("private", ["not_with", "earlier"])
def test_p21_private_rules_are_never_named(private: str) -> None:
    """Neither alone nor by what lifting something else would open."""
    apart: dict[str, Any] = {private: frozenset({(1, 2)})}
    alone = diagnosed(mentee(user=1), [mentor(user=2)], **apart)
    mixed = diagnosed(mentee(user=1, languages={"fr"}), [mentor(user=2), mentor(user=3)], **apart)

    assert alone == {"code": "rules", "sentence": "The rules together leave no mentor.", "opens": {}, "fixes": []}
    assert mixed["opens"] == {"language": 1}


def test_m10_who_could_be_invited_is_said_by_topic() -> None:
    mentees = [mentee(topics={1, 2}), mentee(topics={1, 3}, languages={"fr"})]
    found = diagnose(answer(roster(mentees, [mentor(topics={2}, places=2)]), Terms()))

    assert [fix for fix in found[1].fixes if fix.kind == "topic"] == [
        Fix("topic", topic=1, count=1), Fix("topic", topic=3, count=1)
    ]  # fmt: skip


def test_nobody_in_the_pool_and_no_place_left_are_said() -> None:
    assert diagnosed(mentee(), [])["code"] == "no_mentors"
    assert diagnosed(mentee(languages={"fr"}), [mentor(places=0)])["sentence"] == (
        "Every mentor in the pool has as many mentees as they want."
    )


def test_m10_a_mentee_who_competes_is_shown_rules_that_open_a_place_that_is_left() -> None:
    mentors = [mentor(), mentor(languages={"fr"}), mentor(languages={"fr"}, places=0)]
    [found] = diagnose(answer(roster([mentee(), mentee()], mentors), Terms())).values()

    assert (found.code, found.opens) == ("places", {"language": 1})
    assert Fix("rule", code="language", count=1) in found.fixes


def test_m10_a_group_that_competes_is_told_with_its_places() -> None:
    mentors = [mentor(topics={1}), mentor(topics={1}, languages={"fr"})]
    people = roster([mentee(topics={1}) for _ in range(3)], mentors)

    found = diagnose(answer(people, Terms()))

    assert {one.code for one in found.values()} == {"places"}
    one = next(iter(found.values()))
    assert one.kept == {"possible": 1, "mentees": 3, "places": 1}
    assert why_without(one.code, one.kept) == (
        "1 mentor would be possible, but has no place left. 3 mentees compete for 1 place."
    )
    assert one.group == 0
    assert [(fix.kind, fix.mentor) for fix in one.fixes][:1] == [("place", mentors[0].pk)]


def test_counting_agrees_with_asking_again_without_the_rule() -> None:
    """The count in blocks against running the question without each switchable rule."""
    mentees = [mentee(languages={lang}, step=step) for lang in ("en", "fr") for step in (0, 2, 5)]
    mentors = [
        mentor(languages={lang}, step=step, trained=trained)
        for lang in ("en", "fr", "de") for step in (0, 2, 4) for trained in (True, False)
    ]  # fmt: skip
    people = roster(mentees, mentors)
    question = ask(people, Terms())

    found = opened_by(question, np.arange(len(mentees)), question.problem.capacity)
    counts = {rule.code: opened.tolist() for rule, opened in found.opens[0].items()}
    assert found.possible.tolist() == [int(question.allowed(row).sum()) for row in range(len(mentees))]

    for code in ("level", "language", "training"):
        without = ask(people, Terms(rules={code: False}))
        more = [int(without.allowed(row).sum() - question.allowed(row).sum()) for row in range(len(mentees))]
        assert counts[code] == more


@pytest.mark.parametrize("code", ["not_with", "earlier", "gone"])
def test_a_rule_that_came_from_what_is_private_has_no_name_in_words(code: str) -> None:
    assert "“" not in why_without(code, WhyLeftOut(because=code))
    assert label_of_rule(code) == ""
