"""D-01, D-02: nothing in the database pairs people with answers."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, models

from evaluation.instruments import all_instruments
from evaluation.models import AnswerSheet, SurveyInvitation, SurveyResult
from evaluation.survey import surveys
from evaluation.tests.factories import SurveyInvitationFactory
from programs.tests.factories import CohortFactory

PEOPLE = 20
# Of 20 pairs drawn at random, 9 or more are right by chance less than once in a million times.
CHANCE = 8

Row = tuple[str, int, Any]


def test_d02_the_table_of_answers_has_no_key_to_a_person_and_no_time() -> None:
    fields = {field.name: type(field) for field in AnswerSheet._meta.get_fields()}
    assert fields == {
        "id": models.UUIDField,
        "cohort": models.ForeignKey,
        "point": models.CharField,
        "role": models.CharField,
        "answers": models.JSONField,
    }


def test_d01_every_instrument_promises_what_the_table_keeps() -> None:
    assert {instrument.mode for instrument in all_instruments()} == {"anonymous"}
    pointing = {field.related_model._meta.label for field in AnswerSheet._meta.get_fields() if field.is_relation}
    assert pointing == {"programs.Cohort"}
    assert not AnswerSheet._meta.related_objects


def test_d03_the_invitation_knows_the_day_and_no_finer_time() -> None:
    times = [field.name for field in SurveyInvitation._meta.get_fields() if isinstance(field, models.DateTimeField)]
    assert times == []


@pytest.fixture
def truth(now: datetime) -> dict[int, str]:
    """Let 20 people answer one after the other, each in a transaction; return who said what."""
    cohort = CohortFactory.create(status="running")
    invitations = [
        SurveyInvitationFactory.create(match__cohort=cohort, point="thirty_days", opens_on=now.date())
        for _ in range(PEOPLE)
    ]
    random.shuffle(invitations)
    said = {}
    for number, invitation in enumerate(invitations):
        said[invitation.pk] = f"Comment {number}"
        surveys.answer(invitation, answers={"change": said[invitation.pk]}, by=invitation.user, now=now)
    return said


def read(table: str, last: str) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ctid::text, xmin::text::bigint, {last} FROM {table}")  # noqa: S608 - constants
        return cursor.fetchall()


def place(row: Row) -> tuple[int, ...]:
    return tuple(int(part) for part in row[0].strip("()").split(","))


def transaction(row: Row) -> int:
    return row[1]


@pytest.mark.django_db(transaction=True)
def test_d02_row_order_and_transactions_pair_20_people_no_better_than_chance(truth: dict[int, str]) -> None:
    sheets = read("evaluation_answersheet", "answers->>'change'")
    people = read("evaluation_surveyinvitation", "id")
    ids = read("evaluation_answersheet", "id::text || ' ' || (answers->>'change')")
    assert len(sheets) == len(people) == PEOPLE
    assert len({transaction(row) for row in sheets}) == 1, "every sheet carries the same transaction"
    assert len({transaction(row) for row in people}) == PEOPLE, "the order of the answers is no secret"

    orders: dict[str, list[Any]] = {
        "place": [row[2] for row in sorted(sheets, key=place)],
        "place, backwards": [row[2] for row in sorted(sheets, key=place, reverse=True)],
        "key": [row[2].split(" ", 1)[1] for row in sorted(ids, key=lambda row: row[2])],
        "as read": [row[2] for row in sheets],
    }
    keys: list[Callable[[Row], Any]] = [place, transaction, lambda row: row[2]]
    for name, said in orders.items():
        for key in keys:
            asked = [row[2] for row in sorted(people, key=key)]
            right = sum(truth[pk] == comment for pk, comment in zip(asked, said, strict=True))
            assert right <= CHANCE, name


@pytest.mark.django_db(transaction=True)
def test_d02_keys_and_places_are_drawn_anew_with_every_answer(now: datetime) -> None:
    cohort = CohortFactory.create(status="running")
    before: set[str] = set()
    for _ in range(3):
        invitation = SurveyInvitationFactory.create(match__cohort=cohort)
        surveys.answer(invitation, answers={"met": 1}, by=invitation.user, now=now)
        after = {str(pk) for pk in AnswerSheet.objects.values_list("pk", flat=True)}
        assert not before & after
        before = after
    assert len(before) == 3


def test_d02_one_module_writes_the_answers_and_one_reads_them() -> None:
    naming = {
        str(path.relative_to(settings.BASE_DIR))
        for folder in ("evaluation", "mentoring", "meetings", "agreements", "matching", "pool", "programs", "people")
        for path in (settings.BASE_DIR / folder).rglob("*.py")
        if "AnswerSheet" in path.read_text(encoding="utf-8") and not {"tests", "migrations", "models"} & set(path.parts)
    }
    assert naming == {"evaluation/survey/mixing.py", "evaluation/survey/releasing.py"}


@pytest.mark.django_db(transaction=True)
def test_answers_that_come_at_the_same_moment_are_all_kept(now: datetime) -> None:
    cohort = CohortFactory.create(status="running")
    invitations = [SurveyInvitationFactory.create(match__cohort=cohort) for _ in range(8)]

    def answer(invitation: SurveyInvitation) -> None:
        try:
            surveys.answer(invitation, answers={"met": 1}, by=invitation.user, now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=8) as pool:
        list(pool.map(answer, invitations))
    assert AnswerSheet.objects.count() == 8
    assert SurveyInvitation.objects.filter(answered_on=now.date()).count() == 8
    assert SurveyResult.objects.get().answered in {5, 8}
