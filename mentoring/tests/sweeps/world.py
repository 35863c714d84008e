"""Two programs with one row of everything each, and someone in every role: what the sweeps walk over."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from agreements.models import Agreement, SignerDecision
from agreements.tests.factories import SignatureRequestFactory
from evaluation.models import SurveyRules
from evaluation.report import reports
from evaluation.tests.factories import (
    ContactRequestFactory,
    KpiReadingFactory,
    ProposalFactory,
    SummaryFactory,
    SurveyInvitationFactory,
)
from matching.tests.factories import MentorRequestFactory, ScenarioFactory
from meetings.models import Meeting, Pair
from meetings.tests.factories import AppointmentFactory, MeetingFactory, PrivateNoteFactory
from notifications.tests.factories import MessageFactory
from people import audit
from people.models import User
from people.policy import Role
from people.tests.factories import DepartmentFactory, LevelFactory, SiteFactory, UserFactory
from pool.models import ExtraPlaceRequest, NotWith
from pool.tests.factories import MenteeFactory, MentorFactory, TopicFactory
from programs.tests.factories import (
    ApprovalFactory,
    CohortFactory,
    GoalFactory,
    GuidelinesFactory,
    MembershipFactory,
    ProgramFactory,
    ResourceFactory,
    SupportContactFactory,
    TrainingCompletionFactory,
    TrainingFactory,
)

if TYPE_CHECKING:
    from django.db.models import Model

    from programs.models import Program

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
AGENDA = "Zebra crossing budget"


@dataclass
class World:
    """People by what they are; rows by their model's label, those of one program and those of another."""

    people: dict[str, User] = field(default_factory=dict)
    own: dict[str, list[Model]] = field(default_factory=dict)
    other: dict[str, list[Model]] = field(default_factory=dict)
    program: Program | None = None


def build() -> World:
    """Make everything."""
    world = World()
    boss = UserFactory.create(name="Sasha Supervisor")
    desk = {"is_staff": True}
    world.people = {
        "supervisor": boss,
        "administrator": UserFactory.create(name="Ada Administrator", is_organization_administrator=True, **desk),
        "coordinator": UserFactory.create(name="Cleo Coordinator", **desk),
        "coordinator of another": UserFactory.create(name="Otto Other", **desk),
        "facilitator": UserFactory.create(name="Fay Facilitator", **desk),
        "committee": UserFactory.create(name="Kim Committee", **desk),
    }
    TopicFactory.create()
    SupportContactFactory.create()
    world.own, program = rows_of("Ours", world.people["coordinator"], boss)
    world.other, another = rows_of("Theirs", world.people["coordinator of another"], boss)
    world.program = program
    world.people["participant"] = one(world.own, "meetings.pair").mentee.user  # type: ignore[attr-defined]
    world.people["partner"] = one(world.own, "meetings.pair").mentor.user  # type: ignore[attr-defined]
    for role in (Role.FACILITATOR, Role.COMMITTEE):
        MembershipFactory.create(program=program, user=world.people[role.value], role=role)
        MembershipFactory.create(program=another, role=role)
    return world


def rows_of(name: str, coordinator: User, boss: User) -> tuple[dict[str, list[Model]], Program]:
    """Make a program with one row of everything that an admin lists or a page of the portal is about."""
    work = {"department": DepartmentFactory(), "level": LevelFactory(), "site": SiteFactory()}
    program = ProgramFactory.create(name=name, coordinator=coordinator)
    guidelines = GuidelinesFactory.create(program=program)
    cohort = CohortFactory.create(program=program, guidelines=guidelines, name=f"{name} in autumn")
    mentor_user, mentee_user = (UserFactory.create(supervisor=boss, **work) for _ in range(2))
    appointment = AppointmentFactory.create(
        version__agreement__match__cohort=cohort,
        version__agreement__match__mentor_user=mentor_user,
        version__agreement__match__mentee_user=mentee_user,
    )
    match = appointment.match
    topic = TopicFactory.create(name=f"{name}: planning")
    meeting = MeetingFactory.create(appointment=appointment)
    Meeting.objects.filter(pk=meeting.pk).update(agenda=AGENDA)
    PrivateNoteFactory.create(meeting=meeting)
    mentor = MentorFactory.create(program=program, applied=True, topics=[topic])
    mentee = MenteeFactory.create(cohort=cohort, topics=[topic])
    NotWith.objects.create(user=mentee_user, other=mentor.user, created_at=NOW)
    training = TrainingFactory.create(program=program)
    TrainingCompletionFactory.create(training=training, user=mentor_user)
    goal = GoalFactory.create(program=program)
    report = reports.make_report(cohort, by=coordinator, now=NOW)
    asked = SignatureRequestFactory.create(version=appointment.version, signer=boss)
    rows: list[Model] = [
        program,
        guidelines,
        cohort,
        MembershipFactory.create(program=program),
        training,
        ResourceFactory.create(program=program),
        mentor,
        mentee,
        MentorRequestFactory.create(mentee=mentee, mentor=match.mentor),
        ScenarioFactory.create(cohort=cohort),
        match,
        Agreement.objects.get(match=match),
        *appointment.version.goals.all()[:1],
        asked,
        SignerDecision.objects.create(
            request=asked, kind="waive", reason="On leave.", proposed_by=coordinator, proposed_at=NOW
        ),
        appointment,
        ExtraPlaceRequest.objects.create(cohort=cohort, mentor=mentor, asked_at=NOW, asked_by=coordinator),
        SurveyInvitationFactory.create(match=match),
        ApprovalFactory.create(guidelines=guidelines),
        meeting,
        report,
        ProposalFactory.create(report=report, made_by=coordinator),
        KpiReadingFactory.create(goal=goal, recorded_by=coordinator),
        SurveyRules.objects.create(program=program),
        SummaryFactory.create(match=match),
        ContactRequestFactory.create(match=match, to=coordinator, escalated_at=NOW),
        MessageFactory.create(recipient=mentee_user),
        audit.record("cohort.planned", cohort, by=coordinator, now=NOW),
    ]
    found: dict[str, list[Model]] = {}
    for row in rows:
        found.setdefault(row._meta.label_lower, []).append(row)
    found["meetings.pair"] = [Pair.objects.get(pk=match.pk)]
    return found, program


def one(rows: dict[str, list[Model]], label: str) -> Model:
    """Return the one row of a kind."""
    return rows[label][0]
