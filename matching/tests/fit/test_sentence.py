"""One plain sentence for each pair (M-08)."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest
from django.utils.translation import override

from matching.fit.criteria import CRITERIA, Reason, sentence_of
from matching.fit.criteria.criterion import words_known
from matching.fit.criteria.languages import Channels
from matching.fit.question import Terms, ask
from matching.tests.facts import mentee, mentor, roster
from pool.models import Channel, PersonalGoal
from pool.models.topics import Wish

OFF = {criterion.code: "off" for criterion in CRITERIA}


def part(code: str, points: int, of: int) -> Reason:
    """Make one part of a score."""
    return Reason(code=code, points=points, of=of, text="")


@pytest.mark.parametrize(
    ("reasons", "sentence"),
    [
        (
            [part("topics", 40, 40), part("site", 0, 20), part("time", 20, 20), part("goals", 5, 20)],
            "Raised most by “Topics” and “Time to meet”; lowered most by “Site, as wished” and “Goals”.",
        ),
        ([part("topics", 100, 100)], "Raised most by “Topics”; nothing lowered it."),
        ([part("topics", 0, 60), part("time", 10, 40)],
         "Lowered most by “Topics” and “Time to meet”; nothing raised it much."),
        ([], "Nothing that was asked for speaks for or against this pair."),
        ([part("gone", 3, 9)], "Nothing that was asked for speaks for or against this pair."),
    ],
)  # fmt: skip
def test_m08_what_raised_and_what_lowered_a_score_is_one_sentence(reasons: list[Reason], sentence: str) -> None:
    assert sentence_of(reasons) == sentence


def test_m08_a_mentor_is_not_told_of_the_mentees_ranking() -> None:
    first = mentor(topics={1})
    question = ask(
        roster([mentee(topics={1, 2}, ranks={first.pk: 1})], [first]),
        Terms(weights=OFF | {"topics": "low", "ranking": "high"}),
    )

    assert question.sentence(0, 0) == "Raised most by “The mentee’s own choice” and “Topics”."
    assert question.sentence(0, 0, to_mentor=True) == "Raised most by “Topics”."


def test_m08_every_criterion_has_words_for_every_pair() -> None:
    """None, all and half of it: a sentence each, without an error."""
    full: dict[str, Any] = {
        "topics": {1, 2}, "topics_back": {3}, "goals": {"job"}, "experience": 2, "years": 1, "slots": {"mon-am"},
        "channels": {"video", "in_person"}, "languages": {"en", "de"},
    }  # fmt: skip
    mentors = [
        mentor(**full, department_wish="same"),
        mentor(department=None, site=None, step=None, years=None, channels=(), languages=(), site_wish="same"),
        mentor(topics={1}, topics_back={3}, department=2, site=2, step=3),
    ]
    people = roster([mentee(**full, department_wish="same", site_wish="different", ranks={mentors[0].pk: 1}),
                     mentee(**full | {"topics": {1}})], mentors)  # fmt: skip
    question = ask(people, Terms(weights=dict.fromkeys(OFF, "low")))

    told = {reason["code"] for row in range(2) for column in range(3) for reason in question.reasons(row, column)}

    assert told == set(OFF)
    assert all(
        reason["text"].endswith(".")
        for row in range(2)
        for column in range(3)
        for reason in question.reasons(row, column)
    )


def test_m08_pairs_that_are_alike_have_the_words_that_each_of_them_would_have() -> None:
    """Said once for all of them, yet never another pair's: held against the words of each pair, in two languages."""
    chance = random.Random(11)  # noqa: S311 - the same people in every run

    def some() -> dict[str, Any]:
        return {
            "topics": chance.sample((1, 2, 3), 2), "topics_back": chance.sample((1, 2, 3), chance.randrange(3)),
            "goals": chance.sample(PersonalGoal.values, 2), "experience": chance.choice((None, 1, 2, 3)),
            "years": chance.choice((None, 1, 2)), "slots": chance.sample(("mon-am", "tue-am", "wed-pm"), 2),
            "channels": chance.sample(Channel.values, 2), "languages": chance.sample(("en", "de", "fr"), 2),
            "department": chance.choice((None, 1, 2)), "site": chance.choice((None, 1, 2)),
            "step": chance.choice((None, 1, 2, 3)), "zone": chance.choice(("UTC", "Asia/Tokyo")),
            "department_wish": chance.choice(Wish.values), "site_wish": chance.choice(Wish.values),
        }  # fmt: skip

    mentors = [mentor(**some()) for _ in range(25)]
    mentees = [mentee(**some(), ranks={chance.choice(mentors).pk: chance.randrange(1, 4)}) for _ in range(25)]
    people = roster(mentees, mentors, related={1: frozenset({2}), 2: frozenset({1})})

    for language in ("en", "de"):
        with override(language):
            known = words_known(people)
            for criterion, one, other in itertools.product(CRITERIA, mentees, mentors):
                assert criterion.said(people, one, other, known) == criterion.words(people, one, other), criterion.code
    assert len(known) < len(mentees) * len(mentors)


def test_a_criterion_that_does_not_say_what_its_words_follow_from_is_asked_for_each_pair() -> None:
    class Same(Channels):
        def alike(self, *_facts: object) -> None:  # type: ignore[override]
            return None

    people = roster([mentee(channels=("video",))], [mentor(channels=("video",)), mentor(channels=("chat",))])

    said = [Same().said(people, people.mentees[0], other, words_known(people)) for other in people.mentors]

    assert said == ["Both like: video call.", "They like different ways to talk."]
    assert not words_known(people)
