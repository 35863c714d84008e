"""One plain sentence for each pair (M-08)."""

from __future__ import annotations

import itertools
import json
import random
from typing import Any

import pytest
from django.utils import translation

from matching.fit.criteria import CRITERIA, Reason, sentence_of, words_of
from matching.fit.question import ask
from matching.fit.terms import Terms
from matching.tests.facts import mentee, mentor, roster
from pool.models import Channel, PersonalGoal
from pool.models.topics import Wish

OFF = {criterion.code: "off" for criterion in CRITERIA}


def part(code: str, points: int, of: int) -> Reason:
    """Make one part of a score."""
    return Reason(code=code, points=points, of=of, details={})


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
        words_of(reason).endswith(".")
        for row in range(2)
        for column in range(3)
        for reason in question.reasons(row, column)
    )


def test_what_is_kept_of_a_pair_comes_back_from_the_database_as_it_was_and_is_said_in_any_language() -> None:
    """Numbers and codes: the words are made of what JSON gives back, for whoever reads them."""
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

    for criterion, one, other in itertools.product(CRITERIA, mentees, mentors):
        details = criterion.details(people, one, other)
        assert json.loads(json.dumps(details)) == details, criterion.code
        for language in ("en-gb", "de"):
            with translation.override(language):
                assert criterion.words(details).endswith("."), (criterion.code, language)


def test_a_part_of_a_criterion_that_is_gone_is_said_without_it() -> None:
    assert words_of(part("gone", 3, 9)) == "A criterion that is no longer used."
