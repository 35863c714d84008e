"""The forms of the parts: what they offer, what they keep, and a sentence for everything that does not fit."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from agreements.models import AgreementVersion, Section
from agreements.tests.stories import under
from agreements.writing import drafts
from agreements.writing.forms import FORMS, AgreedTopicsForm, GroundRulesForm
from agreements.writing.forms_appointment import MeetingsForm
from agreements.writing.forms_base import SectionForm
from pool.tests.factories import TopicFactory

pytestmark = pytest.mark.django_db

RULES = {"expectations": "Respect", "ground_rules": "Be kind"}


@pytest.fixture
def version(now: datetime) -> AgreementVersion:
    offered = "- We take turns.\nWe look back  after three meetings.\n"
    return drafts.open_draft(under(optional_clauses=offered), now=now)


def meetings(version: AgreementVersion, **fields: Any) -> MeetingsForm:  # noqa: ANN401 - any field as it is sent
    names = MeetingsForm.base_fields
    stored = {name: getattr(version, name, None) for name in names}
    data = {name: value for name, value in {**stored, **fields}.items() if value is not None}
    return MeetingsForm(data, instance=version)


def saved(form: SectionForm, now: datetime) -> AgreementVersion:
    assert form.is_valid(), form.errors
    version = AgreementVersion.objects.with_people().get(pk=form.instance.pk)
    by = version.match.mentee.user
    return drafts.save_draft(version, revision=version.revision, by=by, now=now, **form.cleaned_data)


def test_p25_the_program_offers_clauses_and_the_two_tick_them(version: AgreementVersion, now: datetime) -> None:
    form = GroundRulesForm(instance=version)
    assert [label for _value, label in form.fields["chosen_clauses"].choices] == [
        "We take turns.",
        "We look back after three meetings.",
    ]

    written = saved(
        GroundRulesForm({**RULES, "chosen_clauses": ["We look back after three meetings."]}, instance=version), now
    )

    assert written.chosen_clauses == "We look back after three meetings."
    assert GroundRulesForm(instance=written).initial["chosen_clauses"] == ["We look back after three meetings."]


def test_p25_a_chosen_clause_that_the_program_no_longer_offers_stays(version: AgreementVersion, now: datetime) -> None:
    version.chosen_clauses = "We walk while we talk."
    version.save()
    form = GroundRulesForm({**RULES, "chosen_clauses": ["We take turns.", "We walk while we talk."]}, instance=version)

    assert saved(form, now).chosen_clauses == "We take turns.\nWe walk while we talk."


def test_p25_where_the_program_offers_nothing_nothing_is_asked(version: AgreementVersion, now: datetime) -> None:
    version.match.cohort.guidelines.optional_clauses = " \n"

    form = GroundRulesForm(RULES, instance=version)

    assert "chosen_clauses" not in form.fields
    assert saved(form, now).ground_rules == "Be kind"


def test_p25_a_clause_that_nobody_offers_is_refused_with_a_sentence(version: AgreementVersion) -> None:
    form = GroundRulesForm({**RULES, "chosen_clauses": ["We are paid double."]}, instance=version)

    assert form.errors == {"chosen_clauses": ["Choose only rules that are offered here."]}


def test_p26_topics_are_ticked_from_both_sign_ups_and_others_are_lines(
    version: AgreementVersion, now: datetime
) -> None:
    shared = version.topics
    hers = TopicFactory.create(name="Zen")
    version.match.mentee.topics.add(hers)
    version.topics = f"Something else\n{shared}"
    version.save()

    form = AgreedTopicsForm(instance=version)

    assert [label for _value, label in form.fields["listed"].choices] == [f"{shared} (you both)", "Zen (Amara)"]
    assert (form.initial["listed"], form.initial["topics"]) == ([shared], "Something else")
    unchanged = AgreedTopicsForm({"listed": [shared], "topics": "Something else"}, instance=version)
    assert unchanged.is_valid()
    assert unchanged.cleaned_data["topics"] == version.topics
    written = saved(AgreedTopicsForm({"listed": ["Zen"], "topics": "- Something else\nZen"}, instance=version), now)
    assert written.topics == "Zen\nSomething else"


def test_p26_without_topics_in_the_sign_ups_there_are_only_lines(version: AgreementVersion, now: datetime) -> None:
    version.match.mentee.topics.clear()
    version.match.mentor.topics.clear()

    assert (
        saved(AgreedTopicsForm({"topics": "Budgets", "joint_project": "A guide"}, instance=version), now).topics
        == "Budgets"
    )


def test_p26_a_topic_that_nobody_offers_is_refused_with_a_sentence(version: AgreementVersion) -> None:
    form = AgreedTopicsForm({"listed": ["Alchemy"], "topics": ""}, instance=version)

    assert form.errors == {"listed": ["Choose only topics that are offered here, or write others below."]}


@pytest.mark.parametrize(
    ("rhythm", "count", "until"),
    [
        ("weekly", 2, date(2026, 4, 14)),
        ("fortnightly", 6, date(2026, 6, 16)),
        ("monthly", 3, date(2026, 6, 2)),
        ("onboarding", 8, date(2026, 6, 23)),
    ],
)
def test_p26_a_number_of_meetings_sets_the_last_day(
    version: AgreementVersion, now: datetime, rhythm: str, count: int, until: date
) -> None:
    form = meetings(version, ends_by="count", meetings_planned=str(count), rhythm=rhythm, until_on="nonsense")

    written = saved(form, now)

    assert (written.meetings_planned, written.until_on) == (count, until)


def test_p26_a_last_day_puts_the_number_aside(version: AgreementVersion, now: datetime) -> None:
    version.meetings_planned = 5
    version.save()

    written = saved(meetings(version, ends_by="day", until_on="2026-05-05", meetings_planned="many"), now)

    assert (written.meetings_planned, written.until_on) == (None, date(2026, 5, 5))


def test_p26_the_last_day_moves_with_the_first(version: AgreementVersion, now: datetime) -> None:
    by = version.match.mentee.user
    counted = drafts.save_draft(version, revision=0, by=by, now=now, meetings_planned=3)
    moved = drafts.save_draft(counted, revision=1, by=by, now=now, starts_on=date(2026, 4, 14))

    assert (counted.until_on, moved.until_on) == (date(2026, 4, 21), date(2026, 4, 28))


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"ends_by": "count", "meetings_planned": ""}, {"meetings_planned": "how many meetings you plan"}),
        ({"ends_by": "count", "meetings_planned": "x"}, {"meetings_planned": "whole number"}),
        ({"ends_by": "count", "meetings_planned": "1"}, {"meetings_planned": "at least 2"}),
        ({"ends_by": "count", "meetings_planned": "61"}, {"meetings_planned": "at most 60"}),
        ({"ends_by": "count", "meetings_planned": "9", "rhythm": "onboarding"}, {"meetings_planned": "8 or fewer"}),
        ({"ends_by": "count", "meetings_planned": "4", "weekday": ""}, {"weekday": "day of the week"}),
        ({"ends_by": "count", "meetings_planned": "4", "starts_on": ""}, {"starts_on": "first day"}),
        ({"ends_by": "never"}, {"ends_by": "last day or a number"}),
        ({"until_on": "2026-01-01"}, {"until_on": "after the first day"}),
        ({"until_on": "soon"}, {"until_on": "such as 30 June 2026"}),
        ({"starts_on": "soon"}, {"starts_on": "such as 30 June 2026"}),
        ({"starts_at": "noon"}, {"starts_at": "such as 10:00"}),
        ({"weekday": "9"}, {"weekday": "valid choice"}),
        ({"minutes": "7"}, {"minutes": "valid choice"}),
        ({"rhythm": "daily"}, {"rhythm": "valid choice"}),
        ({"channel": "smoke"}, {"channel": "valid choice"}),
        ({"time_zone": "Mars/Base"}, {"time_zone": "valid choice"}),
        ({"place": "x" * 241}, {"place": "240"}),
    ],
)
def test_f13_everything_that_does_not_fit_is_said_at_its_field(
    version: AgreementVersion, fields: dict[str, str], errors: dict[str, str]
) -> None:
    form = meetings(version, **fields)

    assert set(form.errors) == set(errors)
    for name, words in errors.items():
        assert words in form.errors[name][0]


@pytest.mark.parametrize("section", list(FORMS))
def test_a_form_that_is_sent_back_as_it_came_changes_nothing(version: AgreementVersion, now: datetime, section: Section) -> None:  # fmt: skip
    form = FORMS[section](instance=version)
    data = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    sent_back = FORMS[section]({name: value for name, value in data.items() if value is not None}, instance=version)

    assert saved(sent_back, now).revision == 0
