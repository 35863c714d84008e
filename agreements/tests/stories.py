"""Agreements at a point of their life, brought there by the processes that people use."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from django.core import mail

from agreements.models import AgreementVersion, SignatureRequest
from agreements.signing import decisions
from agreements.writing import drafts
from matching.models import Match
from matching.tests.factories import MatchFactory
from notifications.tests.checking import link_of
from notifications.transport.delivery import deliver_due
from people.models import User
from people.policy import Role
from people.tests.factories import UserFactory
from pool.tests.factories import TopicFactory
from programs.tests.factories import CohortFactory, GuidelinesFactory, MembershipFactory

GOAL: drafts.GoalData = {
    "what": "Lead a project review on my own",
    "measure": "Two reviews held, and what the team says about them",
    "by_on": date(2026, 6, 30),
}


def person(name: str, **fields: Any) -> User:  # noqa: ANN401 - any field of a person
    """Make someone with a name, and with a supervisor unless the caller says otherwise."""
    fields.setdefault("supervisor", UserFactory.create(name=f"Supervisor of {name}"))
    user: User = UserFactory.create(name=name, **fields)
    return user


def confirmed(**fields: Any) -> Match:  # noqa: ANN401 - any field of a match
    """Amara (mentee) and Jonas (mentor) have said yes; Carla runs the program. Both want to talk about planning."""
    fields.setdefault("mentee_user", person("Amara Okafor") if "mentee" not in fields else None)
    fields.setdefault("mentor_user", person("Jonas Lindqvist") if "mentor" not in fields else None)
    match: Match = MatchFactory.create(**fields)
    topic = TopicFactory.create()
    match.mentee.topics.add(topic)
    match.mentor.topics.add(topic)
    MembershipFactory.create(
        program=match.cohort.program, user=UserFactory.create(name="Carla Coordinator"), role=Role.COORDINATOR
    )
    return Match.objects.with_people().get(pk=match.pk)


def under(**fields: Any) -> Match:  # noqa: ANN401 - any field of guidelines
    """Amara and Jonas have said yes in a program whose approved guidelines say this."""
    guidelines = GuidelinesFactory.create(**fields)
    return confirmed(cohort=CohortFactory.create(program=guidelines.program, guidelines=guidelines))


def drafted(*, now: datetime, **fields: Any) -> AgreementVersion:  # noqa: ANN401 - any field of a match
    """Their draft is complete."""
    match = confirmed(**fields)
    version = drafts.open_draft(match, now=now)
    return drafts.set_goals(version, goals=[GOAL], by=match.mentee.user, now=now)


def sent(*, now: datetime, **fields: Any) -> AgreementVersion:  # noqa: ANN401 - any field of a match
    """The two are asked to sign."""
    version = drafted(now=now, **fields)
    return drafts.send_for_signature(version, by=version.match.mentee.user, now=now)


def with_supervisors(*, now: datetime, **fields: Any) -> AgreementVersion:  # noqa: ANN401 - any field of a match
    """The two have signed, and their supervisors are asked."""
    version = sent(now=now, **fields)
    for role in ("mentee", "mentor"):
        sign(version, role, now=now)
    return version


def in_force(*, now: datetime, **fields: Any) -> AgreementVersion:  # noqa: ANN401 - any field of a match
    """All have signed."""
    version = with_supervisors(now=now, **fields)
    for request in version.requests.awaiting().select_related("signer"):
        sign(version, request.role, now=now)
    return AgreementVersion.objects.with_people().get(pk=version.pk)


def coordinator_of(version: AgreementVersion) -> User:
    """Return who runs the program."""
    user: User = version.match.cohort.program.memberships.get().user
    return user


def request_of(version: AgreementVersion, role: str) -> SignatureRequest:
    """Return the request of a role."""
    return SignatureRequest.objects.with_people().get(version=version, role=role)


def sign(version: AgreementVersion, role: str, *, now: datetime) -> SignatureRequest:
    """Sign as the person who has this role."""
    request = request_of(version, role)
    return decisions.sign(request, typed_name=request.signer.name, consent=True, now=now + timedelta(minutes=5))


def mails_to(user: User, *, now: datetime) -> list[Any]:
    """Send what is due, and return the mails that the person has."""
    deliver_due(now=now + timedelta(minutes=10))
    return [message for message in mail.outbox if message.to == [user.email]]


def link_to(user: User, *, now: datetime) -> str:
    """Send what is due, and return the path of the signing link in the person's last mail."""
    link = link_of(mails_to(user, now=now)[-1])
    return re.sub(r"^https?://[^/]+", "", link)
