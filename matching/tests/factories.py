"""Scenarios, questions and matches for tests, with two people and all that they need around them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import factory

from matching.models import Match, MatchStatus, MentorRequest, Reply, Scenario, ScenarioStatus
from people.tests.factories import UserFactory
from pool.tests.factories import MenteeFactory, MentorFactory
from programs.models import Cohort
from programs.tests.factories import CohortFactory, GuidelinesFactory

SOME_TOPICS = {
    "code": "topics",
    "points": 30,
    "of": 40,
    "details": {"shared": ["Feedback", "Planning"], "near": [], "total": 3},
}
PROPOSED = datetime(2026, 3, 2, 9, tzinfo=UTC)


class ScenarioFactory(factory.django.DjangoModelFactory[Scenario]):
    """A scenario that has run."""

    class Meta:
        model = Scenario

    cohort = factory.SubFactory(CohortFactory)
    name = factory.Sequence(lambda n: f"Scenario {n}")
    status = ScenarioStatus.READY
    created_at = PROPOSED
    created_by = factory.SelfAttribute("cohort.program.created_by")


class MentorRequestFactory(factory.django.DjangoModelFactory[MentorRequest]):
    """An open question of a mentee to a mentor."""

    class Meta:
        model = MentorRequest

    mentee = factory.SubFactory(MenteeFactory)
    mentor = factory.SubFactory(MentorFactory, program=factory.SelfAttribute("..mentee.cohort.program"))
    slot = 1
    score = 72
    reasons = factory.LazyFunction(lambda: [dict(SOME_TOPICS)])
    asked_at = PROPOSED
    reply_by = PROPOSED + timedelta(days=7)


class MatchFactory(factory.django.DjangoModelFactory[Match]):
    """A confirmed match. `draft`, `proposed` and `active` are its other times of life.

    `mentor_user` and `mentee_user` set the people; without them two new ones are made.
    """

    class Meta:
        model = Match

    class Params:
        mentor_user = factory.SubFactory(UserFactory)
        mentee_user = factory.SubFactory(UserFactory)
        draft = factory.Trait(
            status=MatchStatus.DRAFT,
            proposed_at=None,
            reply_by=None,
            confirmed_at=None,
            mentor_reply=Reply.NONE,
            mentor_replied_at=None,
            mentee_reply=Reply.NONE,
            mentee_replied_at=None,
        )
        proposed = factory.Trait(
            status=MatchStatus.PROPOSED,
            confirmed_at=None,
            mentor_reply=Reply.NONE,
            mentor_replied_at=None,
            mentee_reply=Reply.NONE,
            mentee_replied_at=None,
        )
        confirmed = factory.Trait(status=MatchStatus.CONFIRMED)
        active = factory.Trait(
            status=MatchStatus.ACTIVE,
            active_at=PROPOSED + timedelta(days=5),
            starts_on=date(2026, 3, 9),
            ends_on=date(2026, 9, 9),
        )

    cohort = factory.SubFactory(CohortFactory)
    mentor = factory.SubFactory(
        MentorFactory, program=factory.SelfAttribute("..cohort.program"), user=factory.SelfAttribute("..mentor_user")
    )
    mentee = factory.SubFactory(
        MenteeFactory, cohort=factory.SelfAttribute("..cohort"), user=factory.SelfAttribute("..mentee_user")
    )
    status = MatchStatus.CONFIRMED
    score = 72
    reasons = factory.LazyFunction(lambda: [dict(SOME_TOPICS)])
    created_at = PROPOSED
    proposed_at = PROPOSED
    reply_by = PROPOSED + timedelta(days=7)
    mentor_reply = Reply.ACCEPTED
    mentor_replied_at = PROPOSED + timedelta(days=1)
    mentee_reply = Reply.ACCEPTED
    mentee_replied_at = PROPOSED + timedelta(days=1)
    confirmed_at = PROPOSED + timedelta(days=1)


def running_cohort(**guidelines: object) -> Cohort:
    """Return a cohort whose relationships run, in which places are offered to those who wait."""
    approved = GuidelinesFactory.create(**guidelines)
    cohort: Cohort = CohortFactory.create(
        program=approved.program, guidelines=approved, status="running", enrol_until=None
    )
    return cohort
