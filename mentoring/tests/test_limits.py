"""Every text has a length, in the form and in the database (E-37)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django import forms
from django.apps import apps
from django.contrib.postgres.fields import DateTimeRangeField
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.http import QueryDict
from django.urls import get_resolver

from agreements.models import AgreementVersion
from agreements.tests.factories import AgreementVersionFactory
from meetings.forms import AgendaForm
from mentoring.tests.test_house_rules import ROOMS
from people.desk.base import WIDGETS
from programs.models import Cohort
from web.fields.texts import PAGE, Prose, is_number, searched

if TYPE_CHECKING:
    from collections.abc import Iterator

# Texts that nobody types, and what bounds them.
MADE_BY_US = {
    "agreements.AgreementVersion.text": "put together from fields that have lengths",
    "agreements.SealingCertificate.pem": "the certificate of the server's own key",
}
# What is in JSON, and what bounds the texts in it.
JSON = {
    "people.AuditEvent.details": "ids and codes",
    "matching.Unmatched.details": "numbers, and names of rules and topics, which are bounded themselves",
    "people.DirectoryImport.content": "a file of at most 10 MB, emptied when the import is done",
    "people.DirectoryImport.mapping": "headers of that file",
    "people.ColumnMapping.mapping": "headers of that file",
    "notifications.Message.context": "ids and codes",
    "agreements.Verification.seen": "ids and hashes",
    "matching.Scenario.weights": "codes",
    "matching.Scenario.rules": "codes",
    "matching.Scenario.curves": "figures",
    "matching.Scenario.findings": "codes and figures",
    "matching.Match.reasons": "codes and figures",
    "matching.MentorRequest.reasons": "codes and figures",
    "matching.MatchingRun.terms": "codes and figures",
    "matching.Trial.asked": "codes and figures",
    "matching.Trial.answer": "codes and figures",
    "agreements.SectionEdit.before": "a copy of fields that have lengths",
    "agreements.SignatureEvent.data": "ids, codes and hashes",
    "agreements.Verification.problems": "sentences of ours",
    "evaluation.AnswerSheet.answers": "evaluation.survey.surveys.LONGEST_TEXT",
    "evaluation.SurveyResult.tallies": "figures",
    "evaluation.SurveyResult.comments": "evaluation.survey.surveys.LONGEST_TEXT",
    "evaluation.Report.figures": "figures",
}


def columns(kind: type[models.Field]) -> dict[str, models.Field]:  # type: ignore[type-arg]
    return {
        f"{model._meta.label}.{field.name}": field
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.local_fields
        if isinstance(field, kind)
    }


def forms_of_ours(parent: type[forms.BaseForm] = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    assert get_resolver().url_patterns  # imports every view, and with them every form
    for form in parent.__subclasses__():
        if form.__module__.split(".")[0] in ROOMS:
            yield form
        yield from forms_of_ours(form)


def test_e37_every_text_in_the_database_has_a_length() -> None:
    endless = {name for name, field in columns(models.TextField).items() if not isinstance(field, Prose)}
    endless |= {name for name, field in columns(models.CharField).items() if not field.max_length}

    assert endless == set(MADE_BY_US)


def test_e37_every_json_column_says_what_bounds_its_texts() -> None:
    assert set(columns(models.JSONField)) == set(JSON)


def test_e37_every_text_of_a_form_has_a_length() -> None:
    endless = {
        f"{form.__module__}.{form.__qualname__}.{name}"
        for form in forms_of_ours()
        for name, field in getattr(form, "base_fields", {}).items()
        if type(field).__module__ != "django.contrib.auth.forms"
        and isinstance(field, forms.CharField)
        and not field.max_length
    }

    assert endless == set()


def test_e37_what_is_too_long_answers_in_a_sentence_and_keeps_what_was_typed() -> None:
    form = AgendaForm({"text": "a" * (PAGE + 345), "seen": "x"})

    assert form.errors == {"text": ["Please keep this to at most 4,000 characters; it has 4,345."]}
    assert "a" * (PAGE + 345) in str(form["text"])
    assert "maxlength" not in str(form["text"])


def test_e37_a_new_line_counts_as_one_character_however_the_browser_sends_it() -> None:
    form = AgendaForm({"text": "a\r\n" * (PAGE // 2), "seen": "x"})

    assert form.is_valid()
    assert form.cleaned_data["text"] == ("a\n" * (PAGE // 2)).strip()


@pytest.mark.django_db
def test_e37_the_database_refuses_a_longer_text_whoever_writes_it() -> None:
    version: AgreementVersion = AgreementVersionFactory()  # type: ignore[assignment]

    with pytest.raises(IntegrityError, match="ground_rules"), transaction.atomic():
        AgreementVersion.objects.filter(pk=version.pk).update(ground_rules="ä" * (PAGE + 1))
    AgreementVersion.objects.filter(pk=version.pk).update(ground_rules="ä" * PAGE)


def dates() -> set[str]:
    """The constraint that each column with a date or a time should have, in the tables of every app."""
    kinds = (models.DateField, DateTimeRangeField)
    return {
        f"{model._meta.db_table}_{field.column}_year"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_concrete_fields
        if isinstance(field, kinds)
    }


@pytest.mark.django_db
def test_e37_every_date_and_time_in_the_database_is_one_that_python_can_read() -> None:
    """A new one needs a line in its migration: `SELECT keep_years_within_reach('its_table')`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'c' AND conname LIKE '%\\_year'")
        held = {name for (name,) in cursor.fetchall()}

    assert len(held) > 140
    assert dates() - held == set()


@pytest.mark.django_db
@pytest.mark.parametrize("year", ["12000-01-01", "infinity", "-infinity", "0044-03-15 BC"])
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("people_user", "hired_on"),
        ("programs_cohort", "starts_on"),
        ("matching_match", "created_at"),
        ("agreements_learninggoal", "by_on"),
        ("meetings_meeting", "starts_at"),
        ("evaluation_kpireading", "read_on"),
        ("notifications_message", "due_at"),
        ("django_session", "expire_date"),
    ],
)
def test_e37_the_database_refuses_a_year_that_python_cannot_read(table: str, column: str, year: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE conname = %s", [f"{table}_{column}_year"]
        )
        (condition,) = cursor.fetchone()
        kind = "date" if column.endswith("_on") else "timestamptz"
        cursor.execute(f"SELECT {condition} FROM (SELECT %s::{kind} AS {column}) AS row", [year])  # noqa: S608

        assert cursor.fetchone() == (False,)


@pytest.mark.parametrize("day", ["0001-01-01", "2200-01-01", "9999-12-31"])
def test_e37_a_year_that_the_database_refuses_is_refused_by_the_form_first(day: str) -> None:
    field = Cohort._meta.get_field("starts_on").formfield(**WIDGETS[models.DateField])  # type: ignore[arg-type]

    with pytest.raises(ValidationError, match="Choose a date such as"):
        field.clean(day)  # type: ignore[union-attr]


@pytest.mark.django_db
def test_e37_the_database_holds_the_length_that_the_field_names() -> None:
    """A changed length needs its migration written by hand: Django takes it for the form's alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c'"
        )
        held = set(cursor.fetchall())
    wanted = {
        (field.model._meta.db_table, f"CHECK ((char_length({field.column}) <= {field.max_length}))")
        for field in columns(Prose).values()
    }

    assert wanted - held == set()


def test_e37_a_search_takes_its_first_words_only() -> None:
    assert searched(QueryDict("q=" + "word+" * 500)) == " ".join(["word"] * 8)
    assert searched(QueryDict("q=" + "a" * 5000)) == "a" * 200
    assert searched(QueryDict("")) == ""


@pytest.mark.parametrize(
    ("text", "is_one"), [("12", True), ("²", False), ("٣", False), ("-1", False), ("9" * 19, False)]
)
def test_e37_a_number_in_an_address_is_one_that_the_database_takes(text: str, is_one: bool) -> None:
    assert is_number(text) is is_one
