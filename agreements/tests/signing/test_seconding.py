"""Nobody decides alone who signs in place of a supervisor, or that nobody does (A-16)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from agreements.errors import AgreementError
from agreements.models import AgreementVersion, SignatureRequest, SignerDecision
from agreements.record import chain
from agreements.signing.links import signing_links
from agreements.signing.supervisors import handover, second_word
from agreements.signing.supervisors.deputies import SecondPersonNeededError
from agreements.tests.deciding import ROLE, boss_of_the_boss, carla, decide, other_coordinator, proposed
from agreements.tests.stories import (
    link_to,
    mails_to,
    person,
    request_of,
    sign,
    with_supervisors,
)
from agreements.todo import todos_for
from notifications.models import Message
from people.models import User
from people.policy import Role
from people.tests.factories import UserFactory
from programs.tests.factories import MembershipFactory
from programs.upkeep import committee

pytestmark = pytest.mark.django_db


# Who is named, and whether the coordinator may decide it alone.
NAMED: dict[str, tuple[Callable[[AgreementVersion], User], bool]] = {
    "the supervisor’s supervisor": (boss_of_the_boss, True),
    "a colleague beside the line": (lambda _version: person("Tess Deputy"), False),
    "another coordinator": (other_coordinator, False),
}


@pytest.mark.parametrize("named", NAMED)
def test_a16_who_stands_above_is_asked_at_once_and_others_when_a_second_person_agrees(
    now: datetime, named: str
) -> None:
    version = with_supervisors(now=now)
    make, alone = NAMED[named]
    to = make(version)

    waits = decide(version, to, now=now)

    request = (
        request_of(version, ROLE) if waits else SignatureRequest.objects.standing().get(version=version, role=ROLE)
    )
    assert (waits is None, request.signer == to) == (alone, alone)
    assert bool(Message.objects.filter(kind="agreements.signature_requested", recipient=to)) is alone


def test_a16_a_coordinator_hands_nothing_to_themselves_alone_even_where_they_stand_above(now: datetime) -> None:
    version = with_supervisors(now=now)
    boss = boss_of_the_boss(version)
    MembershipFactory.create(program=version.match.cohort.program, user=boss, role=Role.COORDINATOR)

    for process in (
        lambda: handover.hand_over(request_of(version, ROLE), to=boss, reason="Away.", by=boss, now=now),
        lambda: handover.hand_over(
            request_of(version, ROLE), to=boss, reason="Away.", by=boss, agreed_by=boss, now=now
        ),
        lambda: handover.waive(request_of(version, ROLE), reason="Away.", by=boss, now=now),
    ):
        with pytest.raises(SecondPersonNeededError, match="second person"):
            process()
    proposed(version, boss, by=boss, now=now)
    assert mails_to(boss, now=now) == []


def test_a16_one_of_the_two_agrees_and_then_the_link_goes_out(now: datetime) -> None:
    version = with_supervisors(now=now)
    first = request_of(version, ROLE)
    old = link_to(first.signer, now=now).split("/")[2]
    waits = proposed(version, to := person("Tess Deputy"), now=now)
    assert signing_links.find(old, now=now) is not None
    mentor = version.match.mentor.user
    assert mails_to(mentor, now=now)[-1].subject.startswith("Do you agree?")

    fresh = second_word.agree(waits, by=mentor, now=now)

    assert fresh.signer == to
    assert signing_links.find(old, now=now) is None
    event = version.agreement.events.get(kind="handed_over")
    assert (event.data["by"], event.data["agreed_by"]) == (carla(version).pk, mentor.pk)
    assert version.agreement.events.filter(kind="second_asked").count() == 1
    assert chain.verify(version.agreement) is None
    waits.refresh_from_db()
    assert (waits.outcome, waits.answered_by) == ("agreed", mentor)


@pytest.mark.parametrize("who", ["other coordinator", "mentee", "mentor"])
def test_a16_a_waiver_waits_for_any_second_person(now: datetime, who: str) -> None:
    version = with_supervisors(now=now)
    second = {
        "other coordinator": other_coordinator,
        "mentee": lambda version: version.match.mentee.user,
        "mentor": lambda version: version.match.mentor.user,
    }[who](version)
    waits = proposed(version, None, now=now)

    waived = second_word.agree(waits, by=second, now=now)

    assert (waived.status, waived.settled_by) == ("waived", carla(version))
    assert version.agreement.events.get(kind="waived").data["agreed_by"] == second.pk


def test_a16_neither_who_proposes_nor_who_is_named_nor_a_stranger_is_a_second_person(now: datetime) -> None:
    version = with_supervisors(now=now)
    named = other_coordinator(version)
    waits = proposed(version, named, now=now)

    administrator = UserFactory.create(is_organization_administrator=True)
    for nobody in (carla(version), named, UserFactory.create(), administrator, request_of(version, ROLE).signer):
        with pytest.raises(AgreementError, match="Someone else has to agree"):
            second_word.agree(waits, by=nobody, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        SignerDecision.objects.filter(pk=waits.pk).update(outcome="agreed", answered_by=carla(version), answered_at=now)


def test_a16_a_no_leaves_everything_as_it_was_and_tells_who_proposed_it(now: datetime) -> None:
    version = with_supervisors(now=now)
    waits = proposed(version, None, now=now)

    second_word.refuse(waits, by=version.match.mentee.user, now=now)

    assert request_of(version, ROLE).status == "asked"
    assert mails_to(carla(version), now=now)[-1].subject.startswith("Not agreed")
    assert decide(version, None, now=now) is not None, "something else can be proposed"


def test_a16_of_two_coordinators_at_once_the_second_reads_that_something_waits(now: datetime) -> None:
    version = with_supervisors(now=now)
    waits = proposed(version, None, now=now)

    with pytest.raises(AgreementError, match="still waiting for an answer"):
        decide(version, person("Tess Deputy"), by=other_coordinator(version), now=now)
    second_word.agree(waits, by=version.match.mentee.user, now=now)
    with pytest.raises(AgreementError, match="already been decided"):
        second_word.agree(waits, by=version.match.mentor.user, now=now)


def test_a16_who_signs_meanwhile_ends_the_question(now: datetime) -> None:
    version = with_supervisors(now=now)
    waits = proposed(version, person("Tess Deputy"), now=now)

    sign(version, ROLE, now=now)

    assert not SignerDecision.objects.open().exists()
    with pytest.raises(AgreementError, match="already been decided"):
        second_word.agree(waits, by=version.match.mentee.user, now=now)
    assert [todo for todo in todos_for(version.match.mentee.user, now=now) if "decision" in todo.key] == []


def test_a16_a_coordinator_whom_the_first_has_only_just_appointed_is_no_second_person(now: datetime) -> None:
    version = with_supervisors(now=now)
    program, first = version.match.cohort.program, carla(version)
    waits = proposed(version, first, now=now)
    puppet, second_puppet = person("Pia Puppet"), person("Pit Puppet")
    committee.add_member(program, user=puppet, role=Role.COORDINATOR, by=first, now=now)
    committee.add_member(program, user=second_puppet, role=Role.COORDINATOR, by=puppet, now=now)

    for user in (puppet, second_puppet):
        with pytest.raises(AgreementError, match="within the last week"):
            second_word.agree(waits, by=user, now=now)
        with pytest.raises(SecondPersonNeededError):
            handover.waive(request_of(version, ROLE), reason="On leave.", by=first, agreed_by=user, now=now)

    assert request_of(version, ROLE).status == "asked"
    later = now + committee.SETTLED
    assert second_word.agree(waits, by=puppet, now=later).signer == first, "both names stand on the certificate"


@pytest.mark.parametrize("gone", ["proposer", "named"])
def test_a16_who_has_left_meanwhile_is_asked_about_again(now: datetime, gone: str) -> None:
    version = with_supervisors(now=now)
    waits = proposed(version, to := person("Tess Deputy"), now=now)
    user = carla(version) if gone == "proposer" else to
    User.objects.filter(pk=user.pk).update(left_on=now.date())

    with pytest.raises(AgreementError, match="(no longer works|does not work) here"):
        second_word.agree(waits, by=version.match.mentee.user, now=now)
    assert request_of(version, ROLE).status == "asked"


def test_a16_nobody_signs_for_their_boss_nor_twice(now: datetime) -> None:
    version = with_supervisors(now=now)
    below = person("Bo Below", supervisor=version.match.mentee.user)

    with pytest.raises(AgreementError, match="reports to Amara Okafor"):
        decide(version, below, now=now)
    with pytest.raises(AgreementError, match="already signs this agreement"):
        decide(version, request_of(version, "mentor_supervisor").signer, now=now)
