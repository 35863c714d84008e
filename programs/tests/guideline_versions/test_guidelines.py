"""Guidelines are written in versions, and the committee decides on each (P-03, P-05 to P-14)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from notifications.models import Message
from people.models import AuditEvent, User
from people.policy import Role
from people.tests.factories import DepartmentFactory, LevelFactory, SiteFactory, UserFactory
from programs.errors import ProgramError
from programs.guideline_versions import defaults
from programs.guideline_versions.guidelines import approve, ask_for_changes, revise, send_to_committee, write_guidelines
from programs.models import Approval, Guidelines, Program
from programs.models.versions import GuidelinesStatus
from programs.tests.factories import ApprovalFactory, GuidelinesFactory, MembershipFactory, ProgramFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator() -> User:
    return UserFactory.create()


@pytest.fixture
def program(coordinator: User) -> Program:
    """Return a program with a coordinator, a facilitator and two committee members, and no guidelines."""
    program = ProgramFactory.create(coordinator=coordinator, opened_at=None)
    MembershipFactory.create(program=program, role=Role.FACILITATOR)
    MembershipFactory.create_batch(2, program=program)
    return program


@pytest.fixture
def sent(program: Program, coordinator: User, now: datetime) -> Guidelines:
    """Return version 1, with the committee."""
    return send_to_committee(write_guidelines(program, by=coordinator, now=now), by=coordinator, now=now)


def answers(guidelines: Guidelines) -> list[Approval]:
    return list(guidelines.approvals.filter(round=guidelines.round))


def test_version_1_begins_as_a_draft_with_our_texts(program: Program, coordinator: User, now: datetime) -> None:
    guidelines = write_guidelines(program, by=coordinator, now=now)

    assert (guidelines.version, guidelines.status, guidelines.created_by) == (1, "draft", coordinator)
    assert {field: getattr(guidelines, field) for field in defaults.texts_for("peer")} == {
        field: str(text) for field, text in defaults.texts_for("peer").items()
    }
    assert (guidelines.length_months, guidelines.frequency, guidelines.meeting_minutes) == (6, "weekly", 60)


def test_onboarding_begins_with_its_own_numbers(coordinator: User, now: datetime) -> None:
    guidelines = write_guidelines(
        ProgramFactory.create(coordinator=coordinator, format="onboarding"), by=coordinator, now=now
    )

    assert (guidelines.length_months, guidelines.frequency, guidelines.mentee_max_tenure_months) == (3, "onboarding", 3)


def test_p_05_to_p_14_every_rule_can_be_written(program: Program, coordinator: User, now: datetime) -> None:
    level, department, site = LevelFactory.create(), DepartmentFactory.create(), SiteFactory.create()
    numbers = {
        "length_months": 3, "frequency": "fortnightly", "meeting_minutes": 45, "rhythm_text": "Or three meetings.",
        "mentee_entry": "both", "mentee_min_tenure_months": 1, "mentee_max_tenure_months": 24,
        "mentor_entry": "nominated", "mentor_min_tenure_months": 12, "mentee_say": "none", "preferences_max": 3,
        "training_required": True, "approvals_needed": 1,
    }  # fmt: skip
    texts = dict.fromkeys(defaults.texts_for("peer"), "In our words.")
    rules = {
        "mentee_levels": [level], "mentee_departments": [department], "mentee_sites": [site],
        "mentor_levels": [level], "mentor_departments": [department], "mentor_sites": [site],
    }  # fmt: skip

    written = write_guidelines(program, by=coordinator, now=now, **numbers, **texts, **rules)
    guidelines = Guidelines.objects.get(pk=written.pk)

    assert {name: getattr(guidelines, name) for name in numbers | texts} == numbers | texts
    assert {name: list(getattr(guidelines, name).all()) for name in rules} == rules


def test_a_rule_that_nobody_can_meet_is_refused_with_a_sentence(program: Program, coordinator: User, now: datetime) -> None:  # fmt: skip
    with pytest.raises(ProgramError, match="cannot exceed the maximum"):
        write_guidelines(program, by=coordinator, now=now, mentee_min_tenure_months=6, mentee_max_tenure_months=3)


def test_status_and_version_cannot_be_written_as_fields(program: Program, coordinator: User, now: datetime) -> None:
    with pytest.raises(TypeError, match="status"):
        write_guidelines(program, by=coordinator, now=now, status="approved")


def test_one_version_is_written_at_a_time(program: Program, coordinator: User, now: datetime) -> None:
    write_guidelines(program, by=coordinator, now=now)

    with pytest.raises(ProgramError, match="Version 1 is not finished yet"):
        write_guidelines(program, by=coordinator, now=now)


def test_the_next_version_is_a_copy_of_the_last(program: Program, coordinator: User, now: datetime) -> None:
    level, other = LevelFactory.create(), LevelFactory.create()
    GuidelinesFactory.create(program=program, length_months=4, ground_rules="Ours.", mentee_levels=[level], mentor_levels=[level])  # fmt: skip

    second = write_guidelines(program, by=coordinator, now=now, mentor_levels=[other])

    assert (second.version, second.status, second.length_months, second.ground_rules) == (2, "draft", 4, "Ours.")
    assert (list(second.mentee_levels.all()), list(second.mentor_levels.all())) == ([level], [other])


def test_a_draft_is_revised_and_the_changed_fields_are_on_record(program: Program, coordinator: User, now: datetime) -> None:  # fmt: skip
    draft, level = write_guidelines(program, by=coordinator, now=now), LevelFactory.create()

    revise(draft, by=coordinator, now=now, length_months=4, meeting_minutes=60, mentee_levels=[level])

    assert AuditEvent.objects.get(action="guidelines.revised").details == {"fields": ["length_months", "mentee_levels"]}


@pytest.mark.parametrize("status", ["in_review", "approved", "superseded"])
def test_p_03_what_is_with_the_committee_or_approved_cannot_be_revised(status: str, program: Program, coordinator: User, now: datetime) -> None:  # fmt: skip
    guidelines = GuidelinesFactory.create(program=program, status=status)

    with pytest.raises(ProgramError, match="can no longer be changed"):
        revise(guidelines, by=coordinator, now=now, length_months=4)


def test_p_03_the_database_refuses_to_change_what_was_approved() -> None:
    guidelines = GuidelinesFactory.create()

    for change in ({"ground_rules": "Other."}, {"status": "draft"}, {"length_months": 1, "status": "superseded"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Guidelines.objects.filter(pk=guidelines.pk).update(**change)
    assert Guidelines.objects.filter(pk=guidelines.pk).update(status="superseded") == 1


def test_p_03_the_database_refuses_to_change_a_decision(now: datetime) -> None:
    approval = ApprovalFactory.create(decision="approved", decided_at=now)

    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=approval.pk).update(remarks="I never said so.")


def test_p_03_everyone_who_may_approve_is_asked_by_mail(sent: Guidelines, coordinator: User) -> None:
    asked = {approval.member for approval in answers(sent)}

    assert (sent.status, sent.round) == ("in_review", 1)
    assert asked == set(sent.program.people_with(Role.COMMITTEE, Role.FACILITATOR))
    assert coordinator not in asked
    assert {message.recipient for message in Message.objects.filter(kind="programs.approval_requested")} == asked


def test_a_committee_that_is_too_small_is_not_asked(coordinator: User, now: datetime) -> None:
    program = ProgramFactory.create(coordinator=coordinator)
    MembershipFactory.create(program=program)
    draft = write_guidelines(program, by=coordinator, now=now)

    with pytest.raises(ProgramError, match="needs 2 approvals, but only 1 person may approve"):
        send_to_committee(draft, by=coordinator, now=now)


def test_guidelines_with_an_empty_text_are_not_sent(program: Program, coordinator: User, now: datetime) -> None:
    draft = write_guidelines(program, by=coordinator, now=now, ground_rules=" ", limits_of_role="")

    with pytest.raises(
        ProgramError, match="Please fill these in first: ground rules, limits of the mentor’s responsibility"
    ):
        send_to_committee(draft, by=coordinator, now=now)


def test_sending_twice_asks_once(sent: Guidelines, coordinator: User, now: datetime) -> None:
    with pytest.raises(ProgramError, match="With the committee"):
        send_to_committee(sent, by=coordinator, now=now)
    assert len(answers(sent)) == 3


def test_p_03_the_second_approval_puts_the_version_in_force(sent: Guidelines, now: datetime) -> None:
    first, second, _third = answers(sent)

    approve(first, by=first.member, now=now)
    sent.refresh_from_db()
    assert sent.status == GuidelinesStatus.IN_REVIEW

    approve(second, remarks=" Well done. ", by=second.member, now=now + timedelta(hours=1))
    sent.refresh_from_db()
    second.refresh_from_db()
    assert (sent.status, sent.approved_at) == ("approved", now + timedelta(hours=1))
    assert (second.decision, second.remarks, second.decided_at) == ("approved", "Well done.", sent.approved_at)


def test_p_03_an_approved_version_replaces_the_one_before(program: Program, coordinator: User, now: datetime) -> None:
    former = GuidelinesFactory.create(program=program)
    draft = write_guidelines(program, by=coordinator, now=now, approvals_needed=1)
    answer = answers(send_to_committee(draft, by=coordinator, now=now))[0]

    approve(answer, by=answer.member, now=now)

    former.refresh_from_db()
    assert former.status == "superseded"
    assert Guidelines.objects.in_force().get(program=program).version == 2


def test_p_03_a_member_is_counted_once(sent: Guidelines, now: datetime) -> None:
    answer = answers(sent)[0]
    approve(answer, by=answer.member, now=now)

    with pytest.raises(ProgramError, match="already answered this"):
        approve(answer, by=answer.member, now=now)
    sent.refresh_from_db()
    assert sent.status == "in_review"


def test_nobody_answers_for_another(sent: Guidelines, coordinator: User, now: datetime) -> None:
    first, second, _third = answers(sent)

    for somebody in (coordinator, second.member, UserFactory.create(is_organization_administrator=True)):
        with pytest.raises(ProgramError, match="Only a committee member who was asked"):
            approve(first, by=somebody, now=now)


def test_a_coordinator_approves_only_as_a_committee_member(program: Program, coordinator: User, now: datetime) -> None:
    MembershipFactory.create(program=program, user=coordinator)
    sent = send_to_committee(write_guidelines(program, by=coordinator, now=now), by=coordinator, now=now)

    approve(sent.approvals.get(member=coordinator), by=coordinator, now=now)

    assert sent.approvals.get(member=coordinator).decision == "approved"


def test_e_05_somebody_whose_role_has_ended_cannot_approve(sent: Guidelines, now: datetime) -> None:
    answer = answers(sent)[0]
    answer.member.memberships.update(ended_at=now, ended_by=sent.created_by)

    with pytest.raises(ProgramError, match="Only a committee member"):
        approve(answer, by=answer.member, now=now)


def test_p_03_asking_for_changes_sends_the_version_back(sent: Guidelines, coordinator: User, now: datetime) -> None:
    answer = answers(sent)[0]

    ask_for_changes(answer, remarks="Shorten the rules.", by=answer.member, now=now)

    sent.refresh_from_db()
    assert (sent.status, sent.is_editable) == ("returned", True)
    assert Message.objects.get(kind="programs.changes_asked").recipient == coordinator


def test_asking_for_changes_needs_a_remark(sent: Guidelines, now: datetime) -> None:
    answer = answers(sent)[0]

    with pytest.raises(ProgramError, match="Say what should change"):
        ask_for_changes(answer, remarks="  ", by=answer.member, now=now)


def test_after_a_return_the_other_questions_are_closed(sent: Guidelines, now: datetime) -> None:
    first, second, _third = answers(sent)
    ask_for_changes(first, remarks="Shorter.", by=first.member, now=now)

    with pytest.raises(ProgramError, match="no longer waiting for an answer"):
        approve(second, by=second.member, now=now)


def test_p_03_a_new_round_counts_anew_and_keeps_the_old_answers(sent: Guidelines, coordinator: User, now: datetime) -> None:  # fmt: skip
    first, second, _third = answers(sent)
    approve(first, by=first.member, now=now)
    ask_for_changes(second, remarks="Shorter.", by=second.member, now=now)
    again = send_to_committee(revise(sent, by=coordinator, now=now, ground_rules="Be kind."), by=coordinator, now=now)

    answer = answers(again)[0]
    approve(answer, by=answer.member, now=now)

    again.refresh_from_db()
    assert (again.round, again.status) == (2, "in_review")
    assert [(a.round, a.decision) for a in again.approvals.exclude(decision="asked")] == [
        (1, "approved"), (1, "returned"), (2, "approved"),
    ]  # fmt: skip


def test_all_of_it_is_in_the_audit_trail_without_content(sent: Guidelines, now: datetime) -> None:
    for answer in answers(sent)[:2]:
        approve(answer, remarks="Secret remark", by=answer.member, now=now)

    actions = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["guidelines.begun", "guidelines.sent", "guidelines.approval_given", "guidelines.approval_given", "guidelines.approved"]  # fmt: skip
    assert "Secret" not in str(list(AuditEvent.objects.values_list("details", flat=True)))


def test_the_coordinator_of_another_program_writes_and_sends_nothing(program: Program, coordinator: User, now: datetime) -> None:  # fmt: skip
    stranger = UserFactory.create()
    ProgramFactory.create(coordinator=stranger)
    draft = write_guidelines(program, by=coordinator, now=now)

    with pytest.raises(PermissionDenied):
        write_guidelines(program, by=stranger, now=now)
    with pytest.raises(PermissionDenied):
        revise(draft, by=stranger, now=now, length_months=1)
    with pytest.raises(PermissionDenied):
        send_to_committee(draft, by=stranger, now=now)
