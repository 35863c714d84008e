"""Surveys, reports and what belongs to them, for tests: plain rows. Answers go in by `answer`, as people give them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import factory

from evaluation.instruments import questions_for
from evaluation.models import (
    ContactRequest,
    KpiReading,
    Proposal,
    Report,
    Summary,
    SurveyInvitation,
    SurveyPoint,
    SurveyRole,
)
from evaluation.survey import surveys
from matching.tests.factories import MatchFactory
from people.policy import Role
from people.tests.factories import UserFactory
from programs.tests.factories import CohortFactory, GoalFactory, MembershipFactory

if TYPE_CHECKING:
    from people.models import User
    from programs.models import Cohort, Program

STARTS = date(2026, 2, 17)
ENDS = date(2026, 8, 17)
MADE = datetime(2026, 3, 3, 9, tzinfo=UTC)


class SurveyInvitationFactory(factory.django.DjangoModelFactory[SurveyInvitation]):
    """A mentee asked two weeks after the start, today. `mentor=True` asks the mentor."""

    class Meta:
        model = SurveyInvitation

    class Params:
        mentor = factory.Trait(role=SurveyRole.MENTOR, user=factory.SelfAttribute("match.mentor.user"))

    match = factory.SubFactory(MatchFactory, active=True, starts_on=STARTS, ends_on=ENDS)
    user = factory.SelfAttribute("match.mentee.user")
    role = SurveyRole.MENTEE
    point = SurveyPoint.TWO_WEEKS
    opens_on = date(2026, 3, 3)
    closes_on = factory.LazyAttribute(lambda o: o.opens_on + timedelta(days=14))


class ContactRequestFactory(factory.django.DjangoModelFactory[ContactRequest]):
    """A mentee's wish to be contacted by a coordinator."""

    class Meta:
        model = ContactRequest

    match = factory.SubFactory(MatchFactory, active=True)
    user = factory.SelfAttribute("match.mentee.user")
    to = factory.LazyAttribute(lambda o: coordinator_of(o.match.cohort.program))
    asked_at = MADE


class SummaryFactory(factory.django.DjangoModelFactory[Summary]):
    """The mentee's summary."""

    class Meta:
        model = Summary

    match = factory.SubFactory(MatchFactory, active=True)
    author = factory.SelfAttribute("match.mentee.user")
    learnt = "How to say no."
    written_at = MADE


class ReportFactory(factory.django.DjangoModelFactory[Report]):
    """A report without figures. For a real one call `evaluation.report.reports.make_report`."""

    class Meta:
        model = Report

    cohort = factory.SubFactory(CohortFactory)
    made_at = MADE


class ProposalFactory(factory.django.DjangoModelFactory[Proposal]):
    """An open proposal."""

    class Meta:
        model = Proposal

    report = factory.SubFactory(ReportFactory)
    text = "Meetings every two weeks are enough."
    made_at = MADE
    made_by = factory.SubFactory(UserFactory)


class KpiReadingFactory(factory.django.DjangoModelFactory[KpiReading]):
    """A measured value."""

    class Meta:
        model = KpiReading

    goal = factory.SubFactory(GoalFactory)
    value = 83
    read_on = date(2026, 3, 1)
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = MADE


def coordinator_of(program: Program) -> User:
    """Return the program's first coordinator, made now if there is none."""
    found = program.people_with(Role.COORDINATOR)
    user: User = found[0] if found else MembershipFactory.create(program=program, role=Role.COORDINATOR).user
    return user


def running_cohort(*, pairs: int, starts_on: date = STARTS, ends_on: date = ENDS, **fields: object) -> Cohort:
    """Make a cohort with a coordinator and so many active pairs."""
    cohort: Cohort = CohortFactory.create(status="running", **fields)
    coordinator_of(cohort.program)
    MatchFactory.create_batch(pairs, active=True, cohort=cohort, starts_on=starts_on, ends_on=ends_on)
    return cohort


def answer_all(cohort: Cohort, *, role: str, now: datetime, value: int = 1, at_most: int = 1000, text: str = "") -> int:
    """Let open invitations of one role be answered, with the same value for every question; return how many."""
    rows = SurveyInvitation.objects.open_on(now.date()).filter(match__cohort=cohort, role=role).with_program()
    given = list(rows[:at_most])
    for row in given:
        answers: dict[str, int | str] = {}
        for question in questions_for(row):
            if question.is_text:
                answers |= {question.code: text} if text else {}
            else:
                answers[question.code] = value if value in question.values else question.values[-1]
        surveys.answer(row, answers=answers, by=row.user, now=now)
    return len(given)
