"""Agreements for tests: plain rows in a chosen state. For real signatures go through the processes."""

from __future__ import annotations

import datetime as dt
import hashlib
from datetime import UTC, datetime
from typing import Any

import factory

from agreements.models import (
    Agreement,
    AgreementVersion,
    LearningGoal,
    SignatureRequest,
    SignatureStatus,
    SignerRole,
    VersionStatus,
    Weekday,
)
from matching.tests.factories import MatchFactory
from people.tests.factories import UserFactory
from pool.models import Channel

BEGUN = datetime(2026, 2, 24, 9, tzinfo=UTC)
SENT = datetime(2026, 2, 26, 9, tzinfo=UTC)
SIGNED = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEXT = "MENTORING AGREEMENT\n"


class AgreementFactory(factory.django.DjangoModelFactory[Agreement]):
    """The agreement of a confirmed match, without any version."""

    class Meta:
        model = Agreement

    match = factory.SubFactory(MatchFactory)
    created_at = BEGUN


class AgreementVersionFactory(factory.django.DjangoModelFactory[AgreementVersion]):
    """A complete draft: Tuesdays at 10:00 in Berlin, an hour every week, from 10 March to 10 September 2026.

    `signing=True` is out for signature and `in_force=True` in force (with an active match); both without requests.
    """

    class Meta:
        model = AgreementVersion
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(status=VersionStatus.DRAFT)
        signing = factory.Trait(
            status=VersionStatus.SIGNING,
            text=TEXT,
            text_hash=hashlib.sha256(TEXT.encode()).hexdigest(),
            sent_at=SENT,
        )
        in_force = factory.Trait(
            status=VersionStatus.IN_FORCE,
            text=TEXT,
            text_hash=hashlib.sha256(TEXT.encode()).hexdigest(),
            sent_at=SENT,
            in_force_at=SIGNED,
            agreement=factory.SubFactory(AgreementFactory, match__active=True),
        )

    agreement = factory.SubFactory(AgreementFactory)
    number = 1
    status = VersionStatus.DRAFT
    mentor_duties = "Listens, and shares what worked and what did not."
    mentee_duties = "Brings questions, and tries things out."
    expectations = "Respect, and time without interruptions."
    ground_rules = "What we say stays between us."
    topics = "Planning a project"
    out_of_bounds = "Pay and promotion"
    cancelling = "A day ahead, with a new date."
    weekday = Weekday.TUESDAY
    starts_at = dt.time(10)
    time_zone = "Europe/Berlin"
    minutes = 60
    rhythm = "weekly"
    channel = Channel.VIDEO
    place = "The link is in the invitation"
    starts_on = dt.date(2026, 3, 10)
    until_on = dt.date(2026, 9, 10)
    created_at = BEGUN

    @factory.post_generation
    def goals(self: AgreementVersion, create: bool, extracted: int | None, **_: Any) -> None:  # noqa: ANN401 - the library's signature
        """One goal, or as many as asked for."""
        for number in range(1 if extracted is None else extracted) if create else ():
            LearningGoalFactory.create(version=self, what=f"Goal {number + 1}")


class LearningGoalFactory(factory.django.DjangoModelFactory[LearningGoal]):
    """A goal that can be measured."""

    class Meta:
        model = LearningGoal

    version = factory.SubFactory(AgreementVersionFactory, goals=0)
    what = "Lead a project review on my own"
    measure = "Two reviews held, and what the team says about them"
    by_on = dt.date(2026, 6, 30)


class SignatureRequestFactory(factory.django.DjangoModelFactory[SignatureRequest]):
    """A mentee's supervisor who has been asked."""

    class Meta:
        model = SignatureRequest

    version = factory.SubFactory(AgreementVersionFactory, signing=True)
    role = SignerRole.MENTEE_SUPERVISOR
    signer = factory.SubFactory(UserFactory)
    status = SignatureStatus.ASKED
    asked_at = SENT
