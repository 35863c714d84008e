"""The self-assessment: eighteen criteria in plain words, and a result that turns nobody away."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from pool.errors import PoolError
from pool.joining.self_assessment import band_of, begin_assessment, book, finish, in_order, rate, trainings_for
from pool.models import CriterionRating
from pool.models.assessment import Band
from pool.tests.factories import MentorFactory

ALL = range(1, 19)


def syllables(word: str) -> int:
    """Count the syllables of an English word, well enough for a grade."""
    word = word.lower().removesuffix("e") if not word.lower().endswith(("le", "ee")) else word.lower()
    return max(1, len(re.findall(r"[aeiouy]+", word)))


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of a text."""
    words = re.findall(r"[A-Za-z’']+", text)
    sentences = max(1, len(re.findall(r"[.!?]+", text)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_p17_there_are_eighteen_criteria_with_all_their_words() -> None:
    assert sorted(book().criteria) == list(ALL)
    for criterion in book().criteria.values():
        assert all(
            [
                criterion.name,
                criterion.asks,
                criterion.one,
                criterion.three,
                criterion.five,
                criterion.why,
                criterion.training,
            ]
        )
        assert len({criterion.one, criterion.three, criterion.five}) == 3


def test_d26_the_words_are_at_most_grade_8() -> None:
    for criterion in book().criteria.values():
        assert grade(f"{criterion.asks} {criterion.one} {criterion.three} {criterion.five} {criterion.why}") <= 8, (
            criterion.name
        )


def test_d26_anchors_are_acts_that_somebody_did() -> None:
    """Each begins with a person who acted (“I …”), or with the moment in which they did."""
    for criterion in book().criteria.values():
        for anchor in (criterion.one, criterion.three, criterion.five):
            assert re.search(r"\b(I|My work)\b", str(anchor)), anchor


@pytest.mark.parametrize(
    ("scores", "band"),
    [
        (dict.fromkeys(ALL, 3), Band.READY),
        (dict.fromkeys(ALL, 5), Band.READY),
        (dict.fromkeys(ALL, 3) | {1: 2}, Band.TRAINING),
        (dict.fromkeys(ALL, 3) | dict.fromkeys(range(1, 6), 1), Band.TRAINING),
        (dict.fromkeys(ALL, 3) | dict.fromkeys(range(1, 7), 2), Band.TALK),
        (dict.fromkeys(ALL, 4) | dict.fromkeys(range(1, 9), None), Band.READY),
        (dict.fromkeys(ALL, 4) | dict.fromkeys(range(1, 10), None), Band.TALK),
        (dict.fromkeys(ALL, None), Band.TALK),
    ],
)
def test_d30_the_result_follows_a_rule_that_can_be_read(scores: dict[int, int | None], band: Band) -> None:
    assert band_of(scores) == band


def test_p18_the_trainings_of_what_is_low_are_suggested_the_most_needed_first() -> None:
    """Criteria 3, 7 and 10 lead to planning; 12 to the limits of the role; 1 is fine."""
    ratings = [
        CriterionRating(criterion=number, score=score)
        for number, score in ((3, 1), (7, 2), (10, 2), (12, 2), (1, 3), (2, None))
    ]

    assert trainings_for(ratings) == ["Planning your own work", "The limits of the role"]


@pytest.mark.django_db
class TestTaking:
    """Taking it."""

    def test_d28_the_order_is_by_chance_and_stays_the_same(self, now: datetime) -> None:
        one = begin_assessment(MentorFactory.create(draft=True), now=now)
        other = begin_assessment(MentorFactory.create(draft=True), now=now)

        assert in_order(one) == in_order(one)
        assert in_order(one) != in_order(other)
        assert sorted(criterion.number for criterion in in_order(one)) == list(ALL)

    def test_f11_it_is_gone_on_with(self, now: datetime) -> None:
        mentor = MentorFactory.create(draft=True)
        begun = begin_assessment(mentor, now=now)
        rate(begun, criterion=4, score=3, now=now)

        assert begin_assessment(mentor, now=now) == begun
        assert begun.ratings.count() == 1

    @pytest.mark.parametrize("score", [1, 5])
    def test_d28_a_one_and_a_five_need_an_example(self, score: int, now: datetime) -> None:
        assessment = begin_assessment(MentorFactory.create(draft=True), now=now)

        with pytest.raises(PoolError, match="example"):
            rate(assessment, criterion=1, score=score, example=" ", now=now)
        assert rate(assessment, criterion=1, score=score, example="In May.", now=now).example == "In May."

    def test_an_answer_can_be_changed_and_an_example_that_is_not_asked_for_is_not_kept(self, now: datetime) -> None:
        assessment = begin_assessment(MentorFactory.create(draft=True), now=now)
        rate(assessment, criterion=1, score=5, example="In May.", now=now)

        changed = rate(assessment, criterion=1, score=None, example="In May.", now=now)

        assert (changed.score, changed.example, assessment.ratings.count()) == (None, "", 1)

    @pytest.mark.parametrize(("criterion", "score"), [(19, 3), (0, 3), (1, 6), (1, 0)])
    def test_impossible_answers_are_refused(self, criterion: int, score: int, now: datetime) -> None:
        assessment = begin_assessment(MentorFactory.create(draft=True), now=now)

        with pytest.raises(PoolError):
            rate(assessment, criterion=criterion, score=score, example="x", now=now)

    def test_it_is_finished_when_every_question_has_an_answer(self, now: datetime) -> None:
        assessment = begin_assessment(MentorFactory.create(draft=True), now=now)
        for number in list(ALL)[:-1]:
            rate(assessment, criterion=number, score=4, now=now)

        with pytest.raises(PoolError, match="1 question has"):
            finish(assessment, now=now)
        rate(assessment, criterion=18, score=None, now=now)

        assert finish(assessment, now=now).band == Band.READY
        with pytest.raises(PoolError):
            rate(assessment, criterion=1, score=3, now=now)

    def test_p18_it_can_be_taken_again_and_the_newest_counts(self, now: datetime) -> None:
        mentor = MentorFactory.create(draft=True)
        for score in (2, 4):
            assessment = begin_assessment(mentor, now=now)
            for number in ALL:
                rate(assessment, criterion=number, score=score, now=now)
            finish(assessment, now=now.replace(hour=9 + score))

        assert mentor.assessments.count() == 2
        newest = mentor.latest_assessment()
        assert newest is not None
        assert newest.band == Band.READY
