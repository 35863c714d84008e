"""Nothing but work, wishes and time reaches the matching (M-07, E-10)."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from matching.fit.criteria import CRITERIA
from matching.fit.facts import Facts, MenteeFacts, MentorFacts, Roster, read_roster
from matching.fit.question import Answer, answer
from matching.fit.terms import Terms
from people.models import User
from people.tests.factories import DepartmentFactory, LevelFactory, SiteFactory, UserFactory
from pool.models import Mentee, Mentor
from pool.tests.factories import MenteeFactory, MentorFactory, TopicFactory
from programs.models import Cohort
from programs.tests.factories import CohortFactory

# What of a person's row may be read, and why: who it is, where they work, when they can meet, whether they are here.
READ = {
    "id", "public_id", "department_id", "site_id", "level_id", "time_zone", "supervisor_id",
    "hired_on", "left_on",
}  # fmt: skip
NEVER = re.compile(
    r"name|gender|sex|pronoun|birth|age\b|aged|ethnic|race|origin|nation|religion|disab|health|marital|child|family"
    r"|photo|picture|salary|pay\b|performance",
)


@pytest.fixture
def cohort() -> Cohort:
    """Four mentees and four mentors who differ in everything that counts."""
    cohort = CohortFactory.create()
    topics = TopicFactory.create_batch(3)
    departments, sites, levels = (
        DepartmentFactory.create_batch(2), SiteFactory.create_batch(2), [LevelFactory.create(rank=60 + n) for n in (0, 1)]
    )  # fmt: skip

    def user(number: int) -> User:
        return UserFactory.create(
            department=departments[number % 2], site=sites[number // 2 % 2], level=levels[number % 2],
            hired_on=date(2020 + number, 1, 1),
        )  # fmt: skip

    for number in range(4):
        MenteeFactory.create(
            cohort=cohort, user=user(number), topics=topics[number % 3 :], department_wish="different", goals=["job"]
        )
        MentorFactory.create(program=cohort.program, user=user(number), topics=topics[: number % 3 + 1], goals=["job"])
    return cohort


def outcome(cohort: Cohort, now: datetime) -> tuple[list[list[int]], list[tuple[str, str]]]:
    """Return every score, in the order of the rows, and the pairs by public id."""
    found: Answer = answer(read_roster(cohort, Mentee.objects.waiting(), now=now), Terms())
    scores = [found.question.problem.scores_for(row).tolist() for row in range(len(found.roster.mentees))]
    people = found.roster
    return scores, [(people.mentees[row].public_id, people.mentors[column].public_id) for row, column in found.pairs()]


def another(field: models.Field[Any, Any], number: int) -> object:
    """Return a value that differs from what is there, and from person to person where it has to."""
    if isinstance(field, models.BooleanField):
        return number % 2 == 0
    if isinstance(field, models.DateTimeField):
        return datetime(2001, 1, 1 + number % 28, tzinfo=UTC)
    if isinstance(field, models.DateField):
        return date(1960 + number % 40, 1, 1)
    if isinstance(field, models.EmailField):
        return f"somebody{number}@example.org"
    if isinstance(field, models.CharField):
        return f"Another {number}"[: field.max_length]
    return ["xx"] if field.name == "languages" else number


# Made by the application when it writes a row, and refused by the database to everyone else.
MARKED = {"mark", "mark_key", "mark_number"}
UNREAD = [
    field
    for field in User._meta.concrete_fields
    if field.attname not in READ | MARKED and not isinstance(field, models.ForeignKey)
]


@pytest.mark.django_db
@pytest.mark.parametrize("field", UNREAD, ids=lambda field: field.name)
def test_m07_changing_anything_else_of_a_person_changes_no_score_and_no_pair(
    cohort: Cohort, now: datetime, field: models.Field[Any, Any]
) -> None:
    before = outcome(cohort, now)

    everybody = list(User.objects.order_by("pk").values_list("pk", flat=True))
    for number, pk in enumerate(everybody):
        values = {field.attname: another(field, number)}
        if field.name == "administrator_confirmed_at":  # the database wants to know by whom
            values["administrator_confirmed_by"] = everybody[number - 1]
        User.objects.filter(pk=pk).update(**values)

    assert outcome(cohort, now) == before


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["name", "known_as", "email", "job_title", "hired_on"])
def test_e10_swapping_two_people_in_what_says_who_they_are_changes_nothing(
    cohort: Cohort, now: datetime, field: str
) -> None:
    before = outcome(cohort, now)
    one, other = User.objects.filter(menteeships__cohort=cohort).order_by("pk")[:2]
    first, second = getattr(one, field), getattr(other, field)

    User.objects.filter(pk=one.pk).update(**{field: "swap@example.org" if field == "email" else second})
    User.objects.filter(pk=other.pk).update(**{field: first})
    User.objects.filter(pk=one.pk).update(**{field: second})

    assert outcome(cohort, now) == before


@pytest.mark.django_db
def test_e10_free_text_that_people_wrote_changes_nothing(cohort: Cohort, now: datetime) -> None:
    before = outcome(cohort, now)

    Mentee.objects.update(wants="Something else", why="Because", accessibility="Captions")
    Mentor.objects.update(offers="All", motivation="None", wants_to_learn="Chess", accessibility="A ramp")

    assert outcome(cohort, now) == before


@pytest.mark.django_db
def test_e10_only_these_columns_of_a_person_are_asked_for(cohort: Cohort, now: datetime) -> None:
    with CaptureQueriesContext(connection) as captured:
        outcome(cohort, now)

    sql = " ".join(query["sql"] for query in captured.captured_queries)
    assert set(re.findall(r'"people_user"\."(\w+)"', sql)) <= READ
    tables = {table.partition("_")[0] for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', sql)}
    assert tables == {"matching", "people", "pool", "programs"}, "nothing that people answered, signed or noted is read"


@pytest.mark.parametrize("kind", [Facts, MenteeFacts, MentorFacts, Roster])
def test_m07_no_fact_is_about_who_somebody_is(kind: type) -> None:
    names = {field.name for field in fields(kind)} - {"topic_names", "languages"}

    assert [name for name in names if NEVER.search(name)] == []


def test_m07_no_criterion_is_about_who_somebody_is() -> None:
    assert [one.code for one in CRITERIA if NEVER.search(one.code)] == []
