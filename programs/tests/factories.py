"""Programs for tests: plain rows, already in the state that most tests start from."""

from __future__ import annotations

import datetime as dt
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import factory

from people.policy import Role
from people.tests.factories import UserFactory
from programs.guideline_versions import defaults
from programs.models import (
    Approval,
    Cohort,
    Goal,
    Guidelines,
    Membership,
    Program,
    Resource,
    SupportContact,
    Training,
    TrainingCompletion,
)
from programs.models.approval import Decision
from programs.models.cohort import CohortStatus
from programs.models.program import Format
from programs.models.versions import GuidelinesStatus

if TYPE_CHECKING:
    from people.models import User

MANY = [field.name for field in Guidelines._meta.many_to_many]
SOME_WEEKS_AGO = datetime(2026, 2, 2, 9, tzinfo=UTC)


class ProgramFactory(factory.django.DjangoModelFactory[Program]):
    """An open peer program without committee, guidelines or cohorts. `coordinator=user` gives it a coordinator."""

    class Meta:
        model = Program
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Program {n}")
    slug = factory.Sequence(lambda n: f"program-{n}")
    format = Format.PEER
    purpose = "So that know-how stays when people move on."
    business_reason = "Teams share what they know."
    employee_reason = "You learn from somebody who has done it."
    opened_at = SOME_WEEKS_AGO
    created_at = SOME_WEEKS_AGO
    created_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def coordinator(self: Program, create: bool, extracted: User | None, **_: Any) -> None:  # noqa: ANN401 - the library's signature
        """Make `extracted` the coordinator, who may open the desk."""
        if create and extracted:
            MembershipFactory.create(program=self, user=extracted, role=Role.COORDINATOR)


class MembershipFactory(factory.django.DjangoModelFactory[Membership]):
    """A committee member; with `role=Role.COORDINATOR` a coordinator, who may open the desk."""

    class Meta:
        model = Membership
        skip_postgeneration_save = True

    program = factory.SubFactory(ProgramFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.COMMITTEE
    added_at = SOME_WEEKS_AGO
    added_by = factory.SelfAttribute("program.created_by")

    @factory.post_generation
    def desk(self: Membership, create: bool, extracted: bool | None, **_: Any) -> None:  # noqa: ANN401 - the library's signature
        """Let coordinators open the dashboard, as `programs.upkeep.committee.add_member` does."""
        if create and self.role == Role.COORDINATOR and not self.user.is_staff:
            self.user.is_staff = True
            self.user.save(update_fields=["is_staff"])


class GoalFactory(factory.django.DjangoModelFactory[Goal]):
    """A measurable goal."""

    class Meta:
        model = Goal

    program = factory.SubFactory(ProgramFactory)
    statement = "More people stay in their first year"
    kpi = "People who are still here one year after they joined"
    unit = "%"
    baseline = 78
    target = 88
    due_on = dt.date(2026, 12, 31)


class GuidelinesFactory(factory.django.DjangoModelFactory[Guidelines]):
    """An approved version 1 with our default texts. Rules on directory data only where a test says so.

    The M2M fields take lists: `GuidelinesFactory.create(mentee_levels=[level])`.
    """

    class Meta:
        model = Guidelines
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(status=GuidelinesStatus.DRAFT, round=0, sent_at=None, approved_at=None)
        in_review = factory.Trait(status=GuidelinesStatus.IN_REVIEW, approved_at=None)

    program = factory.SubFactory(ProgramFactory)
    version = 1
    status = GuidelinesStatus.APPROVED
    created_at = SOME_WEEKS_AGO
    created_by = factory.SelfAttribute("program.created_by")
    round = 1
    sent_at = SOME_WEEKS_AGO
    approved_at = SOME_WEEKS_AGO

    @classmethod
    def _create(cls, model_class: type[Guidelines], *args: Any, **kwargs: Any) -> Guidelines:  # noqa: ANN401 - any field
        """Create the row, then what it points to many of."""
        kwargs = {name: str(text) for name, text in defaults.texts_for(kwargs["program"].format).items()} | kwargs
        many = {name: kwargs.pop(name) for name in MANY if name in kwargs}
        guidelines: Guidelines = super()._create(model_class, *args, **kwargs)
        for name, chosen in many.items():
            getattr(guidelines, name).set(chosen)
        return guidelines


class ApprovalFactory(factory.django.DjangoModelFactory[Approval]):
    """A committee member who has been asked about guidelines that are with the committee."""

    class Meta:
        model = Approval

    guidelines = factory.SubFactory(GuidelinesFactory, in_review=True)
    member = factory.LazyAttribute(lambda o: MembershipFactory.create(program=o.guidelines.program).user)
    decision = Decision.ASKED
    asked_at = SOME_WEEKS_AGO


class CohortFactory(factory.django.DjangoModelFactory[Cohort]):
    """A cohort that is enrolling, on approved guidelines of its program; `planned=True` for one that is not open."""

    class Meta:
        model = Cohort

    class Params:
        planned = factory.Trait(status=CohortStatus.PLANNED, guidelines=None, opened_at=None, opened_by=None)

    program = factory.SubFactory(ProgramFactory)
    name = factory.Sequence(lambda n: f"Cohort {n}")
    status = CohortStatus.ENROLLING
    guidelines = factory.LazyAttribute(lambda o: approved_guidelines(o.program))
    enrol_until = dt.date(2026, 3, 31)
    starts_on = dt.date(2026, 4, 7)
    ends_on = dt.date(2026, 10, 6)
    opened_at = SOME_WEEKS_AGO
    opened_by = factory.SelfAttribute("program.created_by")


class SupportContactFactory(factory.django.DjangoModelFactory[SupportContact]):
    """Someone to turn to."""

    class Meta:
        model = SupportContact

    name = factory.Sequence(lambda n: f"Employee assistance {n}")
    what_for = "A confidential talk about anything that weighs on you"
    email = "help@example.org"
    phone = "+49 30 1234"


class TrainingFactory(factory.django.DjangoModelFactory[Training]):
    """A training for mentors."""

    class Meta:
        model = Training

    program = factory.SubFactory(ProgramFactory)
    name = factory.Sequence(lambda n: f"Listening {n}")
    about = "How to listen before you advise."
    minutes = 45


class TrainingCompletionFactory(factory.django.DjangoModelFactory[TrainingCompletion]):
    """That someone has done a training."""

    class Meta:
        model = TrainingCompletion

    training = factory.SubFactory(TrainingFactory)
    user = factory.SubFactory(UserFactory)
    completed_at = SOME_WEEKS_AGO
    recorded_by = factory.SelfAttribute("user")


class ResourceFactory(factory.django.DjangoModelFactory[Resource]):
    """Something to read."""

    class Meta:
        model = Resource

    program = factory.SubFactory(ProgramFactory)
    name = factory.Sequence(lambda n: f"First meeting, page {n}")
    about = "Ten questions for the first hour."
    url = "https://learning.example.org/first-meeting"


def approved_guidelines(program: Program) -> Guidelines:
    """Return the approved version of the program, made now if there is none."""
    found: Guidelines | None = Guidelines.objects.filter(program=program, status=GuidelinesStatus.APPROVED).first()
    return found or GuidelinesFactory.create(program=program)
