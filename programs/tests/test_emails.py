"""Every mail of programs: who gets it, what it leads to, and when it is pointless by the time it would go."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from notifications.tests.checking import check_mail, link_of
from notifications.transport.delivery import deliver_due
from people.models import User
from people.policy import Role
from people.tests.factories import UserFactory
from programs import emails
from programs.guideline_versions.guidelines import approve, ask_for_changes, send_to_committee, write_guidelines
from programs.models import Guidelines, Program
from programs.tests.factories import CohortFactory, MembershipFactory, ProgramFactory, SupportContactFactory
from programs.upkeep.committee import add_member, end_membership
from programs.upkeep.enrolment import open_enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator() -> User:
    return UserFactory.create(name="Ines Carvalho", email="ines@example.org")


@pytest.fixture
def program(coordinator: User) -> Program:
    program = ProgramFactory.create(coordinator=coordinator, name="Peer mentoring", slug="peer", opened_at=None)
    for name in ("Mei Zhang", "Siobhan Daly"):
        MembershipFactory.create(program=program, user__name=name)
    return program


@pytest.fixture
def sent(program: Program, coordinator: User, now: datetime) -> Guidelines:
    return send_to_committee(write_guidelines(program, by=coordinator, now=now), by=coordinator, now=now)


def delivered(now: datetime) -> list[EmailMessage]:
    """Deliver and check all that is due, and return it."""
    mail.outbox.clear()
    deliver_due(now=now)
    for email in mail.outbox:
        check_mail(email)
    return list(mail.outbox)


def test_a_committee_member_is_asked_to_read_and_decide(sent: Guidelines, now: datetime) -> None:
    first = sent.approvals.get(member__name="Mei Zhang")
    emails = {email.to[0]: email for email in delivered(now)}

    email = emails[first.member.email]
    assert len(emails) == 2
    assert email.subject == "Approve guidelines, version 1: Peer mentoring"
    assert link_of(email).endswith(f"/programs/approvals/{first.pk}/")
    assert email.reply_to == ["ines@example.org"]
    assert "ready for the committee" in email.body


def test_the_second_round_says_that_it_is_one(sent: Guidelines, coordinator: User, now: datetime) -> None:
    answer = sent.approvals.all()[0]
    ask_for_changes(answer, remarks="Shorter.", by=answer.member, now=now)
    delivered(now)
    send_to_committee(sent, by=coordinator, now=now)

    assert all("has been changed after the committee’s remarks" in email.body for email in delivered(now))


def test_a_question_that_was_withdrawn_is_never_sent(sent: Guidelines, coordinator: User, now: datetime) -> None:
    membership = sent.program.memberships.get(user__name="Mei Zhang")
    end_membership(membership, by=coordinator, now=now)

    assert membership.user.email not in [email.to[0] for email in delivered(now)]


def test_the_coordinator_learns_of_changes_without_their_text(sent: Guidelines, coordinator: User, now: datetime) -> None:  # fmt: skip
    delivered(now)
    answer = sent.approvals.get(member__name="Mei Zhang")
    ask_for_changes(answer, remarks="The secret ingredient is missing.", by=answer.member, now=now)

    [email] = delivered(now)
    assert (email.to, email.subject) == ([coordinator.email], "Change guidelines, version 1: Peer mentoring")
    assert link_of(email).endswith(f"/admin/programs/guidelines/{sent.pk}/change/")
    assert "Mei Zhang has read version 1" in email.body
    assert "secret ingredient" not in email.body


def test_coordinator_and_committee_learn_of_the_approval(sent: Guidelines, coordinator: User, now: datetime) -> None:
    delivered(now)
    for answer in sent.approvals.all():
        approve(answer, by=answer.member, now=now)

    emails = {email.to[0]: email for email in delivered(now)}
    assert set(emails) == {coordinator.email, *(answer.member.email for answer in sent.approvals.all())}
    assert all(email.subject == "Approved: guidelines, version 1: Peer mentoring" for email in emails.values())
    assert link_of(emails.pop(coordinator.email)).endswith(f"/admin/programs/program/{sent.program_id}/change/")
    assert all(link_of(email).endswith("/programs/peer/guidelines/1/") for email in emails.values())


def test_a_coordinator_on_the_committee_learns_of_the_approval_once(program: Program, coordinator: User, now: datetime) -> None:  # fmt: skip
    MembershipFactory.create(program=program, user=coordinator)
    draft = write_guidelines(program, by=coordinator, now=now, approvals_needed=1)
    sent = send_to_committee(draft, by=coordinator, now=now)
    delivered(now)
    answer = sent.approvals.get(member=coordinator)
    approve(answer, by=coordinator, now=now)

    assert [email.to[0] for email in delivered(now)].count(coordinator.email) == 1


@pytest.mark.parametrize(
    ("role", "words", "path"),
    [
        (Role.COMMITTEE, "on the committee", "/programs/peer/"),
        (Role.FACILITATOR, "the facilitator", "/programs/peer/"),
        (Role.COORDINATOR, "a coordinator", "/admin/programs/program/"),
    ],
)
def test_whoever_gets_a_role_is_told(role: Role, words: str, path: str, program: Program, coordinator: User, now: datetime) -> None:  # fmt: skip
    colleague = UserFactory.create()
    add_member(program, user=colleague, role=role, by=coordinator, now=now)

    [email] = delivered(now)
    assert (email.to, email.subject) == ([colleague.email], "You help to run Peer mentoring")
    assert words in email.body
    assert path in link_of(email)


def test_the_committee_is_told_that_enrolment_is_open(coordinator: User, now: datetime) -> None:
    SupportContactFactory.create()
    program = ProgramFactory.create(coordinator=coordinator, name="Peer mentoring", slug="peer")
    member = MembershipFactory.create(program=program).user
    CohortFactory.create(program=program, name="Winter")
    cohort = CohortFactory.create(program=program, name="Spring", planned=True)
    open_enrolment(cohort, by=coordinator, now=now)

    [email] = delivered(now)
    assert (email.to, email.subject) == ([member.email], "Spread the word: Peer mentoring is open")
    assert "Sign up until: 31 March 2026" in email.body
    assert link_of(email).endswith("/programs/peer/")


def test_a_long_name_is_cut_and_the_version_stays(coordinator: User, now: datetime) -> None:
    program = ProgramFactory.create(coordinator=coordinator, name="Mentoring " * 11)
    member = MembershipFactory.create(program=program).user
    send_to_committee(write_guidelines(program, by=coordinator, now=now, approvals_needed=1), by=coordinator, now=now)
    deliver_due(now=now)

    [email] = [email for email in mail.outbox if email.to == [member.email]]
    assert email.subject.startswith("Approve guidelines, version 1: Mentoring")
    assert len(email.subject) <= 60


def test_b19_the_only_coordinator_asks_the_administrator_who_gave_them_the_role(now: datetime) -> None:
    administrator = UserFactory.create(email="ada@example.org", is_organization_administrator=True)
    role = MembershipFactory.create(role=Role.COORDINATOR, added_by=administrator)
    emails.role_given(role, now=now)

    [email] = delivered(now)

    assert (email.to, email.reply_to) == ([role.user.email], ["ada@example.org"])
