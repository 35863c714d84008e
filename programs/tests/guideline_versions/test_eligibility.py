"""Who may take part, and the sentence for everyone who may not (P-07, P-08)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.tests.factories import DepartmentFactory, LevelFactory, SiteFactory, UserFactory
from programs.guideline_versions.eligibility import add_months, mentee_problems, mentor_problems
from programs.models import Guidelines
from programs.tests.factories import GuidelinesFactory

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

ON = dt.date(2026, 3, 3)
pytestmark = pytest.mark.django_db


def test_without_rules_everybody_who_works_here_may() -> None:
    guidelines, somebody = GuidelinesFactory.create(), UserFactory.create()

    assert mentee_problems(guidelines, somebody, on=ON) == []
    assert mentor_problems(guidelines, somebody, on=ON) == []


def test_somebody_who_has_left_may_not() -> None:
    leaver = UserFactory.create(left_on=ON)

    assert "you have left" in mentee_problems(GuidelinesFactory.create(), leaver, on=ON)[0]
    assert mentee_problems(GuidelinesFactory.create(), leaver, on=ON - dt.timedelta(days=1)) == []


def test_somebody_who_has_not_begun_yet_may_from_their_first_day() -> None:
    newcomer = UserFactory.create(hired_on=dt.date(2026, 3, 4))

    assert mentee_problems(GuidelinesFactory.create(), newcomer, on=ON) == [
        "You can take part from your first day here, 4 March 2026."
    ]


@pytest.mark.parametrize(("hired_on", "may"), [(dt.date(2025, 9, 3), True), (dt.date(2025, 9, 4), False)])
def test_p_07_a_mentee_has_been_here_long_enough(hired_on: dt.date, may: bool) -> None:
    guidelines = GuidelinesFactory.create(mentee_min_tenure_months=6)

    assert (mentee_problems(guidelines, UserFactory.create(hired_on=hired_on), on=ON) == []) is may


def test_p_07_the_sentence_says_from_when() -> None:
    guidelines = GuidelinesFactory.create(mentee_min_tenure_months=6)
    newcomer = UserFactory.create(hired_on=dt.date(2025, 12, 31))

    assert mentee_problems(guidelines, newcomer, on=ON) == [
        "This is for people who have been here for at least 6 months. You can join from 30 June 2026."
    ]


@pytest.mark.parametrize(("hired_on", "may"), [(dt.date(2025, 12, 3), True), (dt.date(2025, 12, 2), False)])
def test_p_07_a_new_hire_has_not_been_here_too_long(hired_on: dt.date, may: bool) -> None:
    guidelines = GuidelinesFactory.create(mentee_max_tenure_months=3)

    assert (mentee_problems(guidelines, UserFactory.create(hired_on=hired_on), on=ON) == []) is may


def test_an_unknown_first_day_is_a_question_to_the_coordinator() -> None:
    assert mentee_problems(
        GuidelinesFactory.create(mentee_max_tenure_months=3), UserFactory.create(hired_on=None), on=ON
    ) == ["The directory does not say when you joined. Ask the coordinator to have it added."]


def test_p_07_levels_departments_and_sites() -> None:
    level, department, site = LevelFactory.create(), DepartmentFactory.create(), SiteFactory.create()
    guidelines = GuidelinesFactory.create(mentee_levels=[level], mentee_departments=[department], mentee_sites=[site])
    inside = UserFactory.create(level=level, department=department, site=site)
    outside = UserFactory.create(level=LevelFactory.create(name="Intern"), department=department, site=None)

    assert mentee_problems(guidelines, inside, on=ON) == []
    assert mentee_problems(guidelines, outside, on=ON) == [
        (
            f"This is for some levels only: {level}. The directory says Intern for you; "
            "if that is wrong, ask the coordinator to correct it."
        ),
        f"This is for some sites only: {site}. The directory lists no site for you; ask the coordinator to have it added.",
    ]


def test_p_08_mentors_have_rules_of_their_own() -> None:
    level = LevelFactory.create()
    guidelines = GuidelinesFactory.create(mentor_levels=[level], mentor_min_tenure_months=12)
    somebody = UserFactory.create(hired_on=dt.date(2026, 1, 1), level=LevelFactory.create())

    assert len(mentor_problems(guidelines, somebody, on=ON)) == 2
    assert mentee_problems(guidelines, somebody, on=ON) == []


def test_p_08_mentors_by_nomination_cannot_apply_but_can_confirm() -> None:
    guidelines, somebody = (
        GuidelinesFactory.create(mentor_entry="nominated", mentee_entry="nominated"),
        UserFactory.create(),
    )

    assert "Ask your supervisor to nominate you" in mentor_problems(guidelines, somebody, on=ON)[0]
    assert "Ask your supervisor" in mentee_problems(guidelines, somebody, on=ON)[0]
    assert mentor_problems(guidelines, somebody, on=ON, nominated=True) == []
    assert mentee_problems(guidelines, somebody, on=ON, nominated=True) == []


def test_rules_that_were_fetched_before_cost_no_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    GuidelinesFactory.create(mentee_levels=[LevelFactory.create()])
    guidelines = Guidelines.objects.with_rules().get()
    somebody = UserFactory.create()

    with django_assert_num_queries(0):
        mentee_problems(guidelines, somebody, on=ON)
        mentor_problems(guidelines, somebody, on=ON)


@given(st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 600))
def test_adding_months_lands_in_the_right_month_and_never_on_a_later_day(day: dt.date, months: int) -> None:
    later = add_months(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert later.day == day.day or (later + dt.timedelta(days=1)).day == 1
