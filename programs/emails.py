"""What programs write to people. Each mail says one thing and has one button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notifications.links import absolute
from notifications.models import Category
from notifications.outbox import Button, Mail, prepare, queue, queue_all, renders
from people.policy import Role
from programs.models import Approval, Cohort, Guidelines, Membership
from programs.models.approval import Decision
from programs.models.cohort import CohortStatus
from programs.models.versions import GuidelinesStatus

if TYPE_CHECKING:
    from datetime import datetime

    from notifications.models import Message
    from people.models import User
    from programs.models import Program

RUNS_IT = _("You get this because you are a coordinator of this program.")


def addresses_of_coordinators(program: Program) -> list[str]:
    """Where answers to a mail go: to the people who run the program."""
    return [person.email for person in program.people_with(Role.COORDINATOR)]


def role_given(membership: Membership, *, now: datetime) -> Message:
    """Tell someone that they help to run a program."""
    return queue("programs.role_given", recipient=membership.user, subject=membership, now=now)


@renders("programs.role_given", title=_("New role in a program"), category=Category.TRANSACTIONAL)
def _role_given(message: Message, *, now: datetime) -> Mail | None:
    membership = (
        Membership.objects.current().select_related("program", "user", "added_by").filter(pk=message.subject_id).first()
    )
    if membership is None:
        return None
    program = membership.program
    coordinates = membership.role == Role.COORDINATOR
    desk = reverse("admin:programs_program_change", args=[program.pk])
    page = reverse("programs:program", args=[program.slug])
    return Mail(
        "programs_role_given",
        {"program": program, "membership": membership},
        button=Button(_("Open the program"), absolute(desk if coordinates else page)),
        facts=[(_("Program"), program), (_("Your role"), membership.get_role_display())],
        reply_to=_whom_to_ask(membership),
    )


def _whom_to_ask(membership: Membership) -> list[str]:
    """Return the other coordinators; where there is none, the person who gave the role."""
    others = [address for address in addresses_of_coordinators(membership.program) if address != membership.user.email]
    by = membership.added_by
    return others or ([by.email] if by.is_active and by.pk != membership.user_id else [])


def role_given_from_outside(membership: Membership, *, now: datetime) -> None:
    """Tell the coordinators of a role that an administrator gave: it opens what people wrote in confidence (E-38)."""
    coordinators = membership.program.people_with(Role.COORDINATOR)
    others = [person for person in coordinators if person.pk not in {membership.user_id, membership.added_by_id}]
    queue_all(
        [
            prepare("programs.role_from_outside", recipient=coordinator, subject=membership, now=now)
            for coordinator in others
        ],
        now=now,
    )


@renders(
    "programs.role_from_outside", title=_("Role given by an administrator"), category=Category.SECURITY, why=RUNS_IT
)
def _role_from_outside(message: Message, *, now: datetime) -> Mail | None:
    current = Membership.objects.current().select_related("program", "user", "added_by")
    membership = current.filter(pk=message.subject_id).first()
    if membership is None:
        return None
    return Mail(
        "programs_role_from_outside",
        {"membership": membership},
        button=Button(_("See the role"), absolute(reverse("admin:programs_membership_change", args=[membership.pk]))),
        facts=[
            (_("Program"), membership.program),
            (_("Person"), membership.user),
            (_("Role"), membership.get_role_display()),
            (_("Given by"), membership.added_by),
        ],
    )


def approval_requested(approval: Approval, *, now: datetime) -> Message:
    """Ask a committee member to read a version and to approve it or ask for changes."""
    return queue("programs.approval_requested", recipient=approval.member, subject=approval, now=now)


@renders("programs.approval_requested", title=_("Approval request"), category=Category.TRANSACTIONAL)
def _approval_requested(message: Message, *, now: datetime) -> Mail | None:
    asked = Approval.objects.visible_to(message.recipient).awaited().select_related("guidelines__program")
    approval = asked.filter(pk=message.subject_id).first()
    if approval is None:
        return None
    guidelines = approval.guidelines
    return Mail(
        "programs_approval_requested",
        {
            "program": guidelines.program,
            "guidelines": guidelines,
            "again": approval.round > 1,
            "after_remarks": guidelines.approvals.filter(round=approval.round - 1, decision=Decision.RETURNED).exists(),
        },
        button=Button(_("Read and decide"), absolute(reverse("programs:approval", args=[approval.pk]))),
        facts=[
            (_("Program"), guidelines.program),
            (_("Version"), guidelines.version),
            (_("Approvals needed"), guidelines.approvals_needed),
        ],
        reply_to=addresses_of_coordinators(guidelines.program),
        thread=f"guidelines.{guidelines.pk}",
    )


def guidelines_taken_back(approval: Approval, *, now: datetime) -> Message:
    """Tell a committee member that nothing waits for them: the coordinator changes the version first."""
    return queue("programs.guidelines_taken_back", recipient=approval.member, subject=approval, now=now)


@renders("programs.guidelines_taken_back", title=_("Guidelines taken back"), category=Category.TRANSACTIONAL)
def _guidelines_taken_back(message: Message, *, now: datetime) -> Mail | None:
    mine = Approval.objects.visible_to(message.recipient).select_related("guidelines__program")
    approval = mine.filter(pk=message.subject_id, guidelines__status=GuidelinesStatus.DRAFT).first()
    if approval is None:  # sent again since, which a mail of its own says
        return None
    guidelines = approval.guidelines
    return Mail(
        "programs_guidelines_taken_back",
        {"program": guidelines.program, "guidelines": guidelines, "answered": approval.decision != Decision.ASKED},
        button=Button(_("See the version"), absolute(reverse("programs:approval", args=[approval.pk]))),
        facts=[(_("Program"), guidelines.program), (_("Version"), guidelines.version)],
        reply_to=addresses_of_coordinators(guidelines.program),
        thread=f"guidelines.{guidelines.pk}",
    )


def changes_asked(approval: Approval, *, recipient: User, now: datetime) -> Message:
    """Tell a coordinator that a committee member asks for changes."""
    return queue("programs.changes_asked", recipient=recipient, subject=approval, now=now)


@renders("programs.changes_asked", title=_("Changes asked for"), category=Category.TRANSACTIONAL)
def _changes_asked(message: Message, *, now: datetime) -> Mail | None:
    returned = Approval.objects.managed_by(message.recipient).filter(decision=Decision.RETURNED)
    approval = returned.select_related("guidelines__program", "member").filter(pk=message.subject_id).first()
    if approval is None or not approval.guidelines.is_editable:
        return None
    guidelines = approval.guidelines
    desk = reverse("admin:programs_guidelines_change", args=[guidelines.pk])
    return Mail(
        "programs_changes_asked",
        {"program": guidelines.program, "guidelines": guidelines, "member": approval.member},
        button=Button(_("Read the remarks"), absolute(desk)),
        facts=[(_("Program"), guidelines.program), (_("Version"), guidelines.version), (_("From"), approval.member)],
        reply_to=[approval.member.email],
        thread=f"guidelines.{guidelines.pk}",
    )


def guidelines_approved_for_coordinator(guidelines: Guidelines, *, recipient: User, now: datetime) -> Message:
    """Tell a coordinator that a version is in force, and what comes next."""
    return queue("programs.guidelines_approved_for_coordinator", recipient=recipient, subject=guidelines, now=now)


@renders(
    "programs.guidelines_approved_for_coordinator", title=_("Guidelines approved"), category=Category.TRANSACTIONAL
)
def _guidelines_approved_for_coordinator(message: Message, *, now: datetime) -> Mail | None:
    versions = Guidelines.objects.managed_by(message.recipient).in_force().select_related("program")
    guidelines = versions.filter(pk=message.subject_id).first()
    if guidelines is None:
        return None
    program = guidelines.program
    return Mail(
        "programs_guidelines_approved_for_coordinator",
        {"program": program, "guidelines": guidelines},
        button=Button(_("Open the program"), absolute(reverse("admin:programs_program_change", args=[program.pk]))),
        facts=[(_("Program"), program), (_("Version in force"), guidelines.version)],
        thread=f"guidelines.{guidelines.pk}",
    )


def guidelines_approved_for_committee(guidelines: Guidelines, *, recipient: User, now: datetime) -> Message:
    """Tell a committee member that a version is in force."""
    return queue("programs.guidelines_approved_for_committee", recipient=recipient, subject=guidelines, now=now)


@renders("programs.guidelines_approved_for_committee", title=_("Guidelines approved"), category=Category.TRANSACTIONAL)
def _guidelines_approved_for_committee(message: Message, *, now: datetime) -> Mail | None:
    versions = Guidelines.objects.visible_to(message.recipient).in_force().select_related("program")
    guidelines = versions.filter(pk=message.subject_id).first()
    if guidelines is None:
        return None
    program = guidelines.program
    page = reverse("programs:guidelines", args=[program.slug, guidelines.version])
    return Mail(
        "programs_guidelines_approved_for_committee",
        {"program": program, "guidelines": guidelines},
        button=Button(_("See what is in force"), absolute(page)),
        facts=[(_("Program"), program), (_("Version in force"), guidelines.version)],
        reply_to=addresses_of_coordinators(program),
        thread=f"guidelines.{guidelines.pk}",
    )


def enrolment_opened(cohort: Cohort, *, recipient: User, now: datetime) -> Message:
    """Tell someone who helps to run the program that people can sign up."""
    return queue(
        "programs.enrolment_opened", recipient=recipient, subject=cohort, occurrence=f"{now:%Y%m%d%H%M%S}", now=now
    )


@renders("programs.enrolment_opened", title=_("Enrolment opened"), category=Category.PROGRAM)
def _enrolment_opened(message: Message, *, now: datetime) -> Mail | None:
    cohorts = Cohort.objects.visible_to(message.recipient).filter(status=CohortStatus.ENROLLING)
    cohort = cohorts.select_related("program").filter(pk=message.subject_id).first()
    if cohort is None:
        return None
    page = reverse("programs:program", args=[cohort.program.slug])
    return Mail(
        "programs_enrolment_opened",
        {"program": cohort.program, "cohort": cohort},
        button=Button(_("See the program’s page"), absolute(page)),
        facts=cohort.dates(on=now.date()),
        reply_to=addresses_of_coordinators(cohort.program),
    )
