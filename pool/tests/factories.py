"""Topics, mentors and mentees for tests, with a program, approved guidelines and an open cohort around them."""

from __future__ import annotations

from datetime import UTC, datetime

import factory

from people.tests.factories import UserFactory
from pool.models import Mentee, MenteeStatus, Mentor, MentorStatus, Topic
from programs.tests.factories import CohortFactory, ProgramFactory, approved_guidelines

APPLIED = datetime(2026, 2, 9, 9, tzinfo=UTC)


class TopicFactory(factory.django.DjangoModelFactory[Topic]):
    """A topic."""

    class Meta:
        model = Topic

    name = factory.Sequence(lambda n: f"Topic {n}")
    group = "Working together"


class MentorFactory(factory.django.DjangoModelFactory[Mentor]):
    """Someone in the mentor pool. `draft` and `applied` are earlier; `topics=[…]` sets what they offer."""

    class Meta:
        model = Mentor
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(
            status=MentorStatus.DRAFT,
            applied_at=None,
            acknowledged=None,
            acknowledged_at=None,
            decided_at=None,
            decided_by=None,
        )
        applied = factory.Trait(status=MentorStatus.APPLIED, decided_at=None, decided_by=None)

    program = factory.SubFactory(ProgramFactory)
    user = factory.SubFactory(UserFactory)
    status = MentorStatus.ACCEPTED
    offers = "Planning a project, and how the business works."
    channels = ["video", "in_person"]
    languages = ["en"]
    slots = ["tue-am", "thu-pm"]
    created_at = APPLIED
    acknowledged = factory.LazyAttribute(lambda o: approved_guidelines(o.program))
    acknowledged_at = APPLIED
    applied_at = APPLIED
    decided_at = APPLIED
    decided_by = factory.SelfAttribute("program.created_by")

    @factory.post_generation
    def topics(self: Mentor, create: bool, extracted: list[Topic] | None, **_: object) -> None:
        """What they offer."""
        if create and extracted:
            self.topics.set(extracted)


class MenteeFactory(factory.django.DjangoModelFactory[Mentee]):
    """Someone who is signed up to a cohort. `draft` is earlier; `topics=[…]` sets what they want."""

    class Meta:
        model = Mentee
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(status=MenteeStatus.DRAFT, enrolled_at=None, acknowledged_at=None, acknowledged=None)

    cohort = factory.SubFactory(CohortFactory)
    user = factory.SubFactory(UserFactory)
    status = MenteeStatus.ENROLLED
    wants = "To plan my first project."
    why = "I lead one from May on."
    channels = ["video"]
    languages = ["en"]
    slots = ["tue-am"]
    created_at = APPLIED
    acknowledged = factory.SelfAttribute("cohort.guidelines")
    acknowledged_at = APPLIED
    enrolled_at = APPLIED

    @factory.post_generation
    def topics(self: Mentee, create: bool, extracted: list[Topic] | None, **_: object) -> None:
        """What they want to learn."""
        if create and extracted:
            self.topics.set(extracted)
