"""One plain sentence for each pair (M-08)."""

from __future__ import annotations

from typing import Any

import pytest

from matching.scoring import CRITERIA, Reason, sentence_of
from matching.solving import Terms, ask
from matching.tests.facts import mentee, mentor, roster

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
