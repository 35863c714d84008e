"""D-04, D-06, D-07: what of the answers comes to anyone's eyes, and when."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from evaluation.models import SurveyInvitation, SurveyResult, SurveyRules
from evaluation.survey import surveys
from evaluation.survey.releasing import release_results
from evaluation.tests.factories import SurveyInvitationFactory, answer_all, running_cohort
from programs.models import Cohort

pytestmark = pytest.mark.django_db


def asked(cohort: Cohort, *, people: int, now: datetime, point: str = "thirty_days") -> None:
    for _ in range(people):
        SurveyInvitationFactory.create(match__cohort=cohort, point=point, opens_on=now.date())


def test_d04_four_answers_show_nothing_and_the_fifth_shows_five(now: datetime) -> None:
    cohort = running_cohort(pairs=0)
    asked(cohort, people=8, now=now)
    answer_all(cohort, role="mentee", now=now, value=4, at_most=4)
    assert not SurveyResult.objects.exists()
    answer_all(cohort, role="mentee", now=now, value=2, at_most=1)
    result = SurveyResult.objects.get()
    assert (result.answered, result.asked) == (5, 8)
    assert result.tallies["useful"] == {"n": 5, "count": 4, "total": 18}


def test_d06_what_is_shown_does_not_move_on_while_others_can_answer(now: datetime) -> None:
    cohort = running_cohort(pairs=0)
    asked(cohort, people=12, now=now)
    answer_all(cohort, role="mentee", now=now, value=4, at_most=5)
    answer_all(cohort, role="mentee", now=now, value=1, at_most=6)
    assert SurveyResult.objects.get().answered == 5


def test_d06_it_moves_on_when_the_window_has_closed_and_five_have_come(now: datetime) -> None:
    cohort = running_cohort(pairs=0)
    asked(cohort, people=12, now=now)
    answer_all(cohort, role="mentee", now=now, value=4, at_most=11)
    assert release_results(now=now + timedelta(days=16)) == 1
    assert SurveyResult.objects.get().answered == 11


def test_d06_fewer_than_five_more_never_move_it(now: datetime) -> None:
    cohort = running_cohort(pairs=0)
    asked(cohort, people=9, now=now)
    answer_all(cohort, role="mentee", now=now, value=4)
    assert release_results(now=now + timedelta(days=16)) == 0
    assert SurveyResult.objects.get().answered == 5


def test_d06_a_question_that_few_answered_is_not_shown(now: datetime) -> None:
    cohort = running_cohort(pairs=0)
    asked(cohort, people=6, now=now)
    for number, row in enumerate(SurveyInvitation.objects.with_program()):
        given = {"useful": 5} | ({"supported": 1} if number < 4 else {})
        surveys.answer(row, answers=given, by=row.user, now=now)
    assert set(SurveyResult.objects.get().tallies) == {"useful"}


def test_an_always_on_cohort_moves_on_in_steps_while_it_is_open(now: datetime) -> None:
    cohort = running_cohort(pairs=0, always_on=True)
    asked(cohort, people=14, now=now)
    seen = []
    for _ in range(13):
        answer_all(cohort, role="mentee", now=now, value=4, at_most=1)
        seen.append(result.answered if (result := SurveyResult.objects.first()) else 0)
    assert seen == [0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10, 10, 10]


def test_d07_comments_wait_for_ten_answers_and_for_the_end_of_the_window(now: datetime) -> None:
    cohort = running_cohort(pairs=0)
    asked(cohort, people=12, now=now)
    answer_all(cohort, role="mentee", now=now, value=4, text="More time, please.", at_most=11)
    assert SurveyResult.objects.get().comments == {}
    release_results(now=now + timedelta(days=16))
    assert SurveyResult.objects.get().comments == {"change": ["More time, please."] * 11}


def test_d07_nine_answers_show_no_comments_at_all(now: datetime) -> None:
    cohort = running_cohort(pairs=0)
    asked(cohort, people=9, now=now)
    answer_all(cohort, role="mentee", now=now, value=4, text="More time, please.")
    release_results(now=now + timedelta(days=30))
    assert SurveyResult.objects.get().comments == {}


def test_d04_a_program_can_ask_for_more_answers(now: datetime) -> None:
    cohort = running_cohort(pairs=0)
    SurveyRules.objects.create(program=cohort.program, figures_from=8, comments_from=12)
    asked(cohort, people=11, now=now)
    answer_all(cohort, role="mentee", now=now, value=4, at_most=7)
    assert not SurveyResult.objects.exists()
    answer_all(cohort, role="mentee", now=now, value=4, text="Well done.")
    result = SurveyResult.objects.get()
    assert (result.answered, result.comments) == (8, {})


@pytest.mark.parametrize("fields", [{"figures_from": 4}, {"comments_from": 9}, {"figures_from": 16}])
def test_d04_the_database_refuses_smaller_groups(fields: dict[str, int]) -> None:
    cohort = running_cohort(pairs=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        SurveyRules.objects.create(program=cohort.program, **fields)


@pytest.mark.parametrize(
    "fields", [{"answered": 4}, {"answered": 9, "comments": {"change": ["x"]}, "comments_from": 9}]
)
def test_d04_the_database_refuses_a_snapshot_of_too_few(now: datetime, fields: dict[str, object]) -> None:
    cohort = running_cohort(pairs=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        SurveyResult.objects.create(
            cohort=cohort, point="close", role="mentee", asked=20, shown_on=now.date(), **fields
        )


def test_mentors_and_mentees_are_never_counted_together(now: datetime) -> None:
    cohort = running_cohort(pairs=4, starts_on=now.date() - timedelta(days=14))
    surveys.open_surveys(now=now)
    answer_all(cohort, role="mentee", now=now)
    answer_all(cohort, role="mentor", now=now)
    assert not SurveyResult.objects.exists()


def test_looking_again_costs_three_queries_however_many_groups_there_are(now: datetime) -> None:
    later = now + timedelta(days=16)
    counts = []
    for number in (1, 3):
        for _ in range(number):
            cohort = running_cohort(pairs=0)
            asked(cohort, people=6, now=now)
            answer_all(cohort, role="mentee", now=now, value=4)
        release_results(now=later)
        with CaptureQueriesContext(connection) as queries:
            assert release_results(now=later) == 0
        counts.append(len(queries))
    assert counts == [3, 3]
