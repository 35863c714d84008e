"""What the desk says that there is to do in evaluation."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from evaluation.desk_items import desk_items
from evaluation.survey import surveys
from evaluation.tests.factories import (
    ContactRequestFactory,
    ProposalFactory,
    ReportFactory,
    SurveyInvitationFactory,
    answer_all,
    coordinator_of,
    running_cohort,
)
from matching.pairs import relationships
from people.models import User
from people.tests.factories import UserFactory
from programs.models import Cohort

pytestmark = pytest.mark.django_db


def counts(user: User, now: datetime) -> dict[str, int]:
    return {item.key.removeprefix("evaluation."): item.count for item in desk_items(user, now=now)}


def test_nobody_has_work_in_a_program_of_others(now: datetime) -> None:
    ContactRequestFactory.create()
    ProposalFactory.create()
    assert desk_items(UserFactory.create(is_staff=True), now=now) == []


def test_d09_wishes_are_urgent_once_they_wait_longer_than_two_working_days(now: datetime) -> None:
    wish = ContactRequestFactory.create(asked_at=now)
    assert [item.tone for item in desk_items(wish.to, now=now)] == ["wait"]
    late = desk_items(wish.to, now=now + timedelta(days=2))[0]
    assert (late.tone, late.body) == ("stop", "1 has waited longer than two working days.")


def test_a_survey_that_few_answer_is_named_in_its_last_days_without_names(now: datetime) -> None:
    cohort = running_cohort(pairs=3)
    coordinator = coordinator_of(cohort.program)
    surveys.open_surveys(now=now)
    answer_all(cohort, role="mentee", now=now, at_most=2)
    assert counts(coordinator, now) == {}
    item = desk_items(coordinator, now=now + timedelta(days=9))[0]
    assert (item.key, item.count) == ("evaluation.surveys", 1)
    assert "2 of 6 have answered" in item.body
    answer_all(cohort, role="mentor", now=now, at_most=1)
    assert counts(coordinator, now + timedelta(days=9)) == {}


def test_a_cohort_that_is_over_waits_for_its_report(now: datetime) -> None:
    cohort = running_cohort(pairs=1)
    coordinator = coordinator_of(cohort.program)
    assert counts(coordinator, now) == {}
    for match in cohort.matches.all():
        relationships.complete(match, by=None, now=now)
    assert counts(coordinator, now) == {"reports": 1}
    ReportFactory.create(cohort=cohort)
    assert counts(coordinator, now) == {}


def test_a_closed_cohort_without_pairs_waits_for_its_report_too(now: datetime) -> None:
    cohort = running_cohort(pairs=0)
    Cohort.objects.filter(pk=cohort.pk).update(status="closed", closed_at=now)
    assert counts(coordinator_of(cohort.program), now) == {"reports": 1}


def test_p37_open_proposals_wait_for_a_decision(now: datetime) -> None:
    proposal = ProposalFactory.create()
    assert counts(coordinator_of(proposal.report.cohort.program), now) == {"proposals": 1}


def test_every_line_leads_somewhere(client: Client, now: datetime) -> None:
    wish = ContactRequestFactory.create(asked_at=now)
    program = wish.match.cohort.program
    SurveyInvitationFactory.create(match=wish.match)
    ProposalFactory.create(report=ReportFactory.create(cohort=wish.match.cohort))
    over = running_cohort(pairs=0, program=program)
    Cohort.objects.filter(pk=over.pk).update(status="closed", closed_at=now)
    client.force_login(wish.to)
    items = desk_items(wish.to, now=now + timedelta(days=9))
    assert {item.key for item in items} == {
        "evaluation.contacts",
        "evaluation.surveys",
        "evaluation.reports",
        "evaluation.proposals",
    }
    assert [client.get(item.url).status_code for item in items] == [200] * 4
