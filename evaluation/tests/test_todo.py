"""F-10: what stands on a person's home page."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from evaluation import closing
from evaluation.models import SurveyInvitation
from evaluation.report import reports
from evaluation.survey import contacting, surveys
from evaluation.tests.factories import (
    ContactRequestFactory,
    ReportFactory,
    SurveyInvitationFactory,
    coordinator_of,
    running_cohort,
)
from evaluation.todo import todos_for
from matching.tests.factories import MatchFactory
from people.models import User
from people.policy import Role
from people.tests.factories import UserFactory
from programs.tests.factories import MembershipFactory
from web.todo import TodoState

pytestmark = pytest.mark.django_db


def states(user: User, now: datetime) -> list[tuple[str, TodoState]]:
    return [(todo.key.split("-")[0], todo.state) for todo in todos_for(user, now=now)]


@pytest.mark.parametrize("answered", [False, True])
def test_e27_what_a_task_takes_is_said_until_it_is_done(now: datetime, *, answered: bool) -> None:
    invitation = SurveyInvitationFactory.create()
    if answered:
        SurveyInvitation.objects.update(answered_on=now.date())

    row = render_to_string("components/task_row.html", {"todo": todos_for(invitation.user, now=now)[0]})

    assert ("It takes a few minutes" in row) == (not answered)


def test_an_open_survey_is_to_be_answered_and_then_done(now: datetime) -> None:
    invitation = SurveyInvitationFactory.create()
    todo = todos_for(invitation.user, now=now)[0]
    assert todo.title == f"Answer 2 questions about your mentoring with {invitation.match.mentor.user.first_name}"
    assert todo.due_on == invitation.closes_on
    surveys.answer(invitation, answers={"met": 1}, by=invitation.user, now=now)
    assert states(invitation.user, now) == [("survey", TodoState.DONE)]
    assert states(invitation.user, now + timedelta(days=31)) == []
    assert states(invitation.match.mentor.user, now) == []


def test_a_survey_whose_window_is_over_is_gone(now: datetime) -> None:
    invitation = SurveyInvitationFactory.create()
    assert states(invitation.user, now + timedelta(days=15)) == []


def test_p34_a_summary_waits_from_two_weeks_before_the_end(now: datetime) -> None:
    match = running_cohort(pairs=1, ends_on=now.date() + timedelta(days=14)).matches.get()
    author = match.mentee.user
    assert states(author, now - timedelta(days=1)) == []
    assert states(author, now) == [("summary", TodoState.NOW)]
    closing.write_summary(match, author=author, now=now, learnt="To ask.")
    assert states(author, now) == [("summary", TodoState.DONE)]


def test_d09_a_wish_waits_for_the_one_who_was_chosen(now: datetime) -> None:
    wish = ContactRequestFactory.create(asked_at=now)
    assert states(wish.to, now) == [("contact", TodoState.NOW)]
    contacting.answer_contact(wish, by=wish.to, now=now)
    assert states(wish.to, now) == [("contact", TodoState.DONE)]


def test_p37_a_report_waits_for_those_who_did_not_make_it_until_they_have_read_it(now: datetime) -> None:
    report = ReportFactory.create(made_at=now)
    maker = coordinator_of(report.cohort.program)
    report.made_by = maker
    report.save()
    member = MembershipFactory.create(program=report.cohort.program, role=Role.COMMITTEE).user
    assert (states(maker, now), states(member, now)) == ([], [("report", TodoState.NOW)])
    reports.note_reading(report, by=member, now=now)
    assert states(member, now) == [("report", TodoState.DONE)]


def test_todos_cost_the_same_for_one_pair_and_for_three(now: datetime) -> None:
    counts = []
    for number in (1, 3):
        user = UserFactory.create()
        for _ in range(number):
            match = MatchFactory.create(
                active=True, mentor_user=user, starts_on=now.date() - timedelta(days=99), ends_on=now.date()
            )
            SurveyInvitationFactory.create(match=match, mentor=True)
        with CaptureQueriesContext(connection) as queries:
            assert len(todos_for(user, now=now)) == 2 * number
        counts.append(len(queries))
    assert counts[0] == counts[1]
