"""A day that is over is not told as one to come (F-17)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from people.tests.factories import UserFactory
from programs.tests.factories import CohortFactory
from web.todo import Todo

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 29)
STARTED, TO_COME = dt.date(2026, 11, 15), dt.date(2026, 12, 15)


def test_f17_a_cohort_that_began_started_and_one_to_come_starts() -> None:
    cohort = CohortFactory.build(program=None, guidelines=None, opened_by=None, enrol_until=STARTED, starts_on=STARTED, ends_on=TO_COME)  # fmt: skip

    assert cohort.dates(on=TODAY) == [
        ("Sign-up ended", "15 November 2026"),
        ("Mentoring started", "15 November 2026"),
        ("Mentoring ends", "15 December 2026"),
    ]
    assert cohort.dates(on=STARTED)[1] == ("Mentoring starts", "15 November 2026")


@pytest.mark.parametrize(("days", "word"), [(-14, "started on"), (0, "starts on"), (14, "starts on")])
def test_f17_the_list_of_programs_says_started_of_a_day_that_is_over(client: Client, days: int, word: str) -> None:
    day = timezone.localdate() + dt.timedelta(days=days)
    CohortFactory.create(starts_on=day, ends_on=day + dt.timedelta(days=90), enrol_until=None)
    client.force_login(UserFactory.create(hired_on=dt.date(2020, 1, 1)))

    page = client.get(reverse("programs:list")).content.decode()

    assert f"{word} {date_format(day, 'j F Y')}" in page


@pytest.mark.parametrize(("days", "words"), [(-1, "was due on"), (0, "by"), (1, "by")])
def test_f17_a_task_whose_day_is_over_was_due(days: int, words: str) -> None:
    day = timezone.localdate() + dt.timedelta(days=days)
    todo = Todo(key="x", title="Answer", url="/", due_on=day)

    assert f"{words} {date_format(day, 'j F Y')}" in render_to_string("components/task_row.html", {"todo": todo})
