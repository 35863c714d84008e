"""What numbers and lengths break is said in our own words, wherever Django says it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.tests.factories import UserFactory
from programs.models import Program
from programs.tests.factories import GoalFactory, GuidelinesFactory, ProgramFactory

BROKEN: list[tuple[Any, Any, str]] = [
    (validators.MinValueValidator(1), 0, "Please enter 1 or more."),
    (validators.MaxValueValidator(20), 21, "Please enter 20 or less."),
    (validators.StepValueValidator(5), 3, "Please enter a multiple of 5."),
    (validators.MinLengthValidator(3), "ab", "Please write at least 3 characters; it has 2."),
    (validators.MaxLengthValidator(3), "abcd", "Please keep this to at most 3 characters; it has 4."),
    (validators.DecimalValidator(4, 2), Decimal("1.234"), "Please use at most 2 digits after the decimal point."),
    (validators.DecimalValidator(4, 2), Decimal(123), "Please use at most 2 digits before the decimal point."),
]


@pytest.mark.parametrize(("validator", "value", "words"), BROKEN)
def test_numbers_and_lengths_are_refused_in_our_own_words(
    validator: validators.BaseValidator, value: object, words: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        validator(value)

    assert refused.value.messages == [words]


def test_no_validator_of_django_says_ensure() -> None:
    form_fields = (forms.IntegerField(min_value=1, max_value=2), forms.DecimalField(max_digits=3), forms.CharField(max_length=2, min_length=1))  # fmt: skip
    said = [str(one.message) for one in vars(validators).values() if isinstance(one, type) and hasattr(one, "message")]
    said += [str(words) for field in form_fields for words in field.error_messages.values()]

    assert [words for words in said if words.startswith("Ensure")] == []


@pytest.fixture
def program(db: None) -> Program:
    return ProgramFactory.create(coordinator=UserFactory.create(is_staff=True))


def test_the_desk_says_so_at_the_field(client: Client, program: Program) -> None:
    version = GuidelinesFactory.create(program=program, status="draft", approved_at=None)
    client.force_login(program.memberships.get().user)

    page = reverse("admin:programs_guidelines_change", args=[version.pk])
    text = client.post(page, {"approvals_needed": "0", "length_months": "99"}).content.decode()

    assert "Please enter 1 or more." in text
    assert "Please enter 24 or less." in text
    assert "Ensure" not in text


def test_f13_a_programs_goal_with_a_date_in_the_past_is_refused_at_the_field(client: Client, program: Program) -> None:
    old = GoalFactory.create(program=program, due_on=timezone.localdate() - timedelta(days=400))
    client.force_login(program.memberships.get().user)
    page = reverse("admin:programs_program_change", args=[program.pk]) + "?part=goals"
    row = {"statement": "People stay", "kpi": "Share", "unit": "%", "baseline": "70", "target": "80"}
    form = {"goals-TOTAL_FORMS": "1", "goals-INITIAL_FORMS": "1", "goals-0-id": str(old.pk), "goals-0-program": str(program.pk)}  # fmt: skip
    form |= {f"goals-0-{name}": value for name, value in row.items()}

    kept = client.post(page, {**form, "goals-0-due_on": old.due_on.isoformat()})
    refused = client.post(page, {**form, "goals-0-due_on": (old.due_on + timedelta(days=1)).isoformat()})

    assert kept.status_code == 302
    assert "This date has passed. Choose one that is still to come." in refused.content.decode()
