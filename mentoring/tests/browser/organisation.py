"""An organisation with a running program, in the tests' own database: someone in each place, a row of everything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from agreements.tests.factories import AgreementVersionFactory, SignatureRequestFactory
from evaluation.models import SurveyInvitation, SurveyRules
from evaluation.report.reports import make_report
from evaluation.tests.factories import (
    ContactRequestFactory,
    KpiReadingFactory,
    ProposalFactory,
    SummaryFactory,
    SurveyInvitationFactory,
    running_cohort,
)
from matching.models import MatchStatus
from matching.tests.factories import MatchFactory, ScenarioFactory
from meetings.tests.factories import MeetingFactory, planned_series
from people.tests.factories import DepartmentFactory, LevelFactory, SiteFactory, UserFactory
from pool.tests.factories import MenteeFactory, MentorFactory, TopicFactory
from programs.tests.factories import (
    CohortFactory,
    GoalFactory,
    GuidelinesFactory,
    ProgramFactory,
    ResourceFactory,
    SupportContactFactory,
    TrainingFactory,
)

if TYPE_CHECKING:
    from evaluation.models import ContactRequest, Report
    from matching.models import Match
    from meetings.models import Meeting
    from people.models import User
    from programs.models import Cohort


@dataclass(frozen=True)
class Organisation:
    """Its administrator also coordinates the program; of the pair's meetings one is held and others are to come."""

    administrator: User
    cohort: Cohort
    match: Match
    held: Meeting
    planned: Meeting
    survey: SurveyInvitation
    report: Report
    contact: ContactRequest


def an_organisation(now: datetime) -> Organisation:
    """Make it, as it is at a moment."""
    today = now.date()
    administrator: User = UserFactory.create(
        name="Paula Brandt",
        is_organization_administrator=True,
        is_staff=True,
        department=DepartmentFactory.create(),
        level=LevelFactory.create(),
        site=SiteFactory.create(),
    )
    program = ProgramFactory.create(coordinator=administrator)
    days = {"starts_on": today - timedelta(days=30), "ends_on": today + timedelta(days=150)}
    cohort = running_cohort(pairs=1, program=program, enrol_until=today + timedelta(days=30), **days)
    match = cohort.matches.get(status=MatchStatus.ACTIVE)
    appointment = planned_series(now=now, agreement__match=match, starts_on=today, until_on=days["ends_on"])
    add_to_program(cohort)
    report = make_report(cohort, by=administrator, now=now)
    ProposalFactory.create(report=report, made_by=administrator)
    KpiReadingFactory.create(goal=GoalFactory.create(program=program), recorded_by=administrator)
    SummaryFactory.create(match=match)
    return Organisation(
        administrator=administrator,
        cohort=cohort,
        match=match,
        held=MeetingFactory.create(appointment=appointment, held=True, attendances=False),
        planned=appointment.meetings.order_by("starts_at")[1],
        survey=SurveyInvitationFactory.create(match=match, opens_on=today),
        report=report,
        contact=ContactRequestFactory.create(match=match, to=administrator),
    )


def add_to_program(cohort: Cohort) -> None:
    """Add what programs have besides pairs, and pairs that have not come as far."""
    program = cohort.program
    TrainingFactory.create(program=program)
    ResourceFactory.create(program=program)
    SupportContactFactory.create()
    SurveyRules.objects.create(program=program)
    topics = TopicFactory.create_batch(2)
    MentorFactory.create(program=program, topics=topics)
    MentorFactory.create(program=program, applied=True, topics=topics)
    MenteeFactory.create(cohort=cohort, topics=topics)
    MatchFactory.create(cohort=cohort, proposed=True)
    ScenarioFactory.create(cohort=cohort)
    SignatureRequestFactory.create(
        version=AgreementVersionFactory.create(signing=True, agreement__match__cohort=cohort)
    )


def enrolling_cohort(now: datetime) -> Cohort:
    """Return a cohort that people can sign up to."""
    today = now.date()
    program = ProgramFactory.create(coordinator=UserFactory.create(name="Paula Brandt"))
    GuidelinesFactory.create(program=program)
    TopicFactory.create_batch(3)
    cohort: Cohort = CohortFactory.create(
        program=program,
        enrol_until=today + timedelta(days=30),
        starts_on=today + timedelta(days=40),
        ends_on=today + timedelta(days=200),
    )
    return cohort
