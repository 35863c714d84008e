"""A goal is still to be reached: its date has not passed when it is written down (P-28, F-13)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.http import QueryDict

from agreements.tests.factories import AgreementVersionFactory, LearningGoalFactory
from agreements.writing.forms_goals import AgreedGoalForm, bind

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db

PASSED = "This date has passed. Choose one that is still to come."


def test_f13_a_goal_with_a_date_in_the_past_is_refused_at_the_field(now: datetime) -> None:
    today = now.date()
    rows = {today - timedelta(days=1): [PASSED], today: [], today + timedelta(days=1): []}

    for day, errors in rows.items():
        form = AgreedGoalForm({"what": "Speak", "measure": "Twice", "by_on": day.isoformat()}, today=today)
        assert form.errors.get("by_on", []) == errors


def test_f13_a_date_that_was_agreed_on_earlier_may_stay_in_an_amendment(now: datetime) -> None:
    version = AgreementVersionFactory.create()
    LearningGoalFactory.create(version=version, by_on=date(2026, 2, 1))
    row = "form-0-what=Speak&form-0-measure=Twice&form-0-by_on="
    management = "form-TOTAL_FORMS=1&form-INITIAL_FORMS=0&"

    assert bind(QueryDict(f"{management}{row}2026-02-01"), version, today=now.date()).is_valid()
    assert bind(QueryDict(f"{management}{row}2026-02-02"), version, today=now.date()).errors == [{"by_on": [PASSED]}]
