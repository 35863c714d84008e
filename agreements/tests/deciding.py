"""Who proposes and who agrees, where the signer of an agreement is to change."""

from __future__ import annotations

from datetime import datetime

from agreements.models import AgreementVersion, SignerDecision
from agreements.signing.supervisors import second_word
from agreements.tests.stories import (
    person,
    request_of,
)
from people.models import User
from people.policy import Role
from people.tests.factories import UserFactory
from programs.tests.factories import MembershipFactory
from programs.upkeep import committee

ROLE = "mentee_supervisor"


def carla(version: AgreementVersion) -> User:
    user: User = version.match.cohort.program.memberships.get(user__name="Carla Coordinator").user
    return user


def decide(
    version: AgreementVersion, to: User | None, *, now: datetime, by: User | None = None
) -> SignerDecision | None:
    return second_word.decide(
        request_of(version, ROLE), to=to, reason="On leave until May.", by=by or carla(version), now=now
    )


def proposed(version: AgreementVersion, to: User | None, *, now: datetime, by: User | None = None) -> SignerDecision:
    waits = decide(version, to, now=now, by=by)
    assert waits is not None
    return waits


def other_coordinator(version: AgreementVersion) -> User:
    user: User = UserFactory.create(name="Otto Other")
    MembershipFactory.create(program=version.match.cohort.program, user=user, role=Role.COORDINATOR)
    return user


def boss_of_the_boss(version: AgreementVersion, **fields: object) -> User:
    boss = person("Bea Boss", **fields)
    User.objects.filter(pk=request_of(version, ROLE).signer_id).update(supervisor=boss)
    return boss


def settle(version: AgreementVersion, *, now: datetime) -> None:
    """Let everyone in the program hold their role for long enough to speak for themselves."""
    version.match.cohort.program.memberships.update(added_at=now - committee.SETTLED)
