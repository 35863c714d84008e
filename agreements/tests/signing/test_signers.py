"""Who signs in the cases that are not the rule: no address, one supervisor of both, heads, supervisors who mentor."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from agreements.errors import AgreementError
from agreements.models import SignerRole, StandsIn
from agreements.models.signature import Signer
from agreements.signing import decisions
from agreements.signing.links import signing_links
from agreements.signing.signers import signers_for
from agreements.tests.stories import confirmed, link_to, mails_to, person, request_of, with_supervisors
from people.models import User
from people.policy import Role
from people.tests.factories import UserFactory
from programs.tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def supervisors(now: datetime, **people: User) -> list[Signer]:
    return signers_for(confirmed(**people), on=now.date())[2:]


def test_a_supervisor_without_address_is_in_no_directory_so_the_program_stands_in(now: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory.create(name="Nora Noaddress", email="")

    (for_mentee, _for_mentor) = supervisors(now, mentee_user=person("Amara Okafor", supervisor=None))

    assert (for_mentee.user.name, for_mentee.stands_in) == ("Carla Coordinator", StandsIn.MENTEE)


def test_a_supervisor_who_has_left_is_stood_in_for_by_the_program(now: datetime) -> None:
    gone = UserFactory.create(name="Gina Gone", left_on=date(2026, 1, 31))

    (for_mentee, _for_mentor) = supervisors(now, mentee_user=person("Amara Okafor", supervisor=gone))

    assert (for_mentee.user.name, for_mentee.stands_in) == ("Carla Coordinator", StandsIn.MENTEE)


def test_a16_where_nobody_is_chosen_the_programs_first_coordinator_signs(now: datetime) -> None:
    match = confirmed(mentee_user=person("Amara Okafor", supervisor=None))
    ages_ago = {"program": match.cohort.program, "role": Role.COORDINATOR, "added_at": now - timedelta(days=700)}
    MembershipFactory.create(user=person("Fay First"), **ages_ago)
    MembershipFactory.create(
        user=person("Ed Ended"), ended_at=now - timedelta(days=600), ended_by=match.mentor.user, **ages_ago
    )
    MembershipFactory.create(user=match.mentor.user, **ages_ago)

    for_mentee = signers_for(match, on=now.date())[2]

    assert (for_mentee.user.name, for_mentee.stands_in) == ("Fay First", StandsIn.MENTEE)


def test_one_supervisor_of_both_signs_once(now: datetime) -> None:
    boss = UserFactory.create(name="Bea Boss")

    found = supervisors(
        now, mentee_user=person("Amara Okafor", supervisor=boss), mentor_user=person("Jonas Lind", supervisor=boss)
    )

    assert found == [Signer(SignerRole.SUPERVISOR_OF_BOTH, boss)]


def test_a_mentor_who_supervises_others_signs_here_as_mentor_and_there_as_supervisor(now: datetime) -> None:
    jonas = person("Jonas Lindqvist")
    with_supervisors(now=now, mentor_user=jonas)
    elsewhere = with_supervisors(now=now, mentee_user=person("Pia Report", supervisor=jonas))

    asked = request_of(elsewhere, "mentee_supervisor")
    token = link_to(jonas, now=now).split("/")[2]

    assert asked.signer == jonas
    row = signing_links.find(token, now=now)
    assert row is not None
    assert row.request == asked
    decisions.sign(asked, typed_name="Jonas Lindqvist", consent=True, now=now)
    subjects = [mail.subject for mail in mails_to(jonas, now=now)]
    assert [subject for subject in subjects if subject.startswith("Keep this")]


def test_nobody_mentors_their_own_report(now: datetime) -> None:
    jonas = person("Jonas Lindqvist")

    with pytest.raises(AgreementError, match="own reporting line"):
        supervisors(now, mentor_user=jonas, mentee_user=person("Amara Okafor", supervisor=jonas))
