"""Writing the guidelines of a program, in versions that the committee approves (P-03).

The program's row is the lock: writing, sending and deciding of one program happen one after the other, so that
an approval is counted once and two versions are never in force.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people import audit, policy
from people.policy import Action, Role
from people.status import move, require_move
from programs import emails
from programs.errors import ProgramError, check
from programs.guideline_versions import defaults
from programs.models import Approval, Guidelines, Program
from programs.models.approval import Decision
from programs.models.program import Format
from programs.models.versions import GuidelinesStatus

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User

ABOUT_THE_VERSION = {
    "id",
    "program",
    "version",
    "status",
    "round",
    "created_at",
    "created_by",
    "sent_at",
    "approved_at",
}
TEXT = [field.name for field in Guidelines._meta.fields if field.name not in ABOUT_THE_VERSION]
RULES = [field.name for field in Guidelines._meta.many_to_many]
OPEN = (GuidelinesStatus.DRAFT, GuidelinesStatus.IN_REVIEW, GuidelinesStatus.RETURNED)


@transaction.atomic
def write_guidelines(program: Program, *, by: User, now: datetime, **fields: Any) -> Guidelines:  # noqa: ANN401 - any field
    """Begin the next version: version 1 with our texts, a later one as a copy of the last. `fields` go on top."""
    program = Program.objects.select_for_update().get(pk=program.pk)
    policy.require(by, Action.MANAGE_PROGRAM, program)
    last = Guidelines.objects.with_rules().filter(program=program).order_by("-version").first()
    if last and last.status in OPEN:
        raise ProgramError(
            _("Version %(version)s is not finished yet. Change that one, or have it approved first.")
            % {"version": last.version}
        )
    texts = {name: getattr(last, name) for name in TEXT} if last else first_words(program)
    rules = {name: list(getattr(last, name).all()) for name in RULES} if last else {}
    guidelines = Guidelines(
        program=program, version=last.version + 1 if last else 1, created_at=now, created_by=by, **texts
    )
    put(guidelines, {**rules, **fields})
    audit.record("guidelines.begun", guidelines, by=by, now=now, version=guidelines.version)
    return guidelines


@transaction.atomic
def revise(guidelines: Guidelines, *, by: User, now: datetime, **fields: Any) -> Guidelines:  # noqa: ANN401 - any field
    """Change a draft, or a version that the committee sent back."""
    guidelines = locked(guidelines)
    policy.require(by, Action.MANAGE_PROGRAM, guidelines)
    if not guidelines.is_editable:
        raise ProgramError(
            _("Version %(version)s can no longer be changed. Write the next version.") % {"version": guidelines.version}
        )
    changed = put(guidelines, fields)
    if changed:
        audit.record("guidelines.revised", guidelines, by=by, now=now, fields=changed)
    return guidelines


@transaction.atomic
def send_to_committee(guidelines: Guidelines, *, by: User, now: datetime) -> Guidelines:
    """Ask everyone who may approve, by mail. After a return this begins a new round."""
    guidelines = locked(guidelines)
    policy.require(by, Action.MANAGE_PROGRAM, guidelines)
    require_move(guidelines, GuidelinesStatus.IN_REVIEW, _not_now(guidelines))
    check_complete(guidelines)
    members = committee_of(guidelines.program)
    if len(members) < guidelines.approvals_needed:
        raise ProgramError(too_few(len(members), guidelines.approvals_needed))
    move(guidelines, GuidelinesStatus.IN_REVIEW)
    guidelines.round += 1
    guidelines.sent_at = now
    guidelines.save(update_fields=["status", "round", "sent_at"])
    audit.record("guidelines.sent", guidelines, by=by, now=now, version=guidelines.version, round=guidelines.round)
    for member in members:
        ask(guidelines, member=member, now=now)
    return guidelines


@transaction.atomic
def take_back(guidelines: Guidelines, *, by: User, now: datetime) -> Guidelines:
    """Take a version back from the committee: a draft again. Everybody who was asked is told; what was decided stays."""
    guidelines = locked(guidelines)
    policy.require(by, Action.MANAGE_PROGRAM, guidelines)
    if guidelines.status != GuidelinesStatus.IN_REVIEW:
        raise ProgramError(_("Version %(version)s is not with the committee.") % {"version": guidelines.version})
    move(guidelines, GuidelinesStatus.DRAFT, _not_now(guidelines))
    guidelines.save(update_fields=["status"])
    audit.record(
        "guidelines.taken_back", guidelines, by=by, now=now, version=guidelines.version, round=guidelines.round
    )
    for approval in guidelines.approvals.filter(round=guidelines.round).select_related("member"):
        emails.guidelines_taken_back(approval, now=now)
    return guidelines


@transaction.atomic
def approve(approval: Approval, *, remarks: str = "", by: User, now: datetime) -> Approval:
    """Record that a member approves. The last approval that is needed puts the version in force."""
    approval = decide(approval, Decision.APPROVED, remarks=remarks, by=by, now=now)
    guidelines = approval.guidelines
    audit.record("guidelines.approval_given", guidelines, by=by, now=now, approval=approval.pk, round=approval.round)
    given = guidelines.approvals.filter(round=guidelines.round, decision=Decision.APPROVED).count()
    if given >= guidelines.approvals_needed:
        put_in_force(guidelines, by=by, now=now)
    return approval


@transaction.atomic
def ask_for_changes(approval: Approval, *, remarks: str, by: User, now: datetime) -> Approval:
    """Send the version back to the coordinators, with what should change."""
    if not remarks.strip():
        raise ProgramError(_("Say what should change, so that the coordinator can act on it."))
    approval = decide(approval, Decision.RETURNED, remarks=remarks, by=by, now=now)
    guidelines = approval.guidelines
    move(guidelines, GuidelinesStatus.RETURNED, _not_now(guidelines))
    guidelines.save(update_fields=["status"])
    audit.record("guidelines.returned", guidelines, by=by, now=now, approval=approval.pk, round=approval.round)
    for coordinator in guidelines.program.people_with(Role.COORDINATOR):
        emails.changes_asked(approval, recipient=coordinator, now=now)
    return approval


def ask_member(program: Program, *, member: User, now: datetime) -> None:
    """Ask somebody who came to the committee while a version is in review."""
    guidelines = Guidelines.objects.filter(program=program, status=GuidelinesStatus.IN_REVIEW).first()
    if guidelines and policy.allows(member, Action.APPROVE_GUIDELINES, program):
        ask(guidelines, member=member, now=now)


def forget_question(program: Program, *, member: User, by: User, now: datetime) -> None:
    """Take back what somebody was asked who may no longer approve. What they decided stays on record."""
    if policy.allows(member, Action.APPROVE_GUIDELINES, program):
        return
    for approval in Approval.objects.awaited().filter(guidelines__program=program, member=member):
        audit.record("guidelines.question_withdrawn", approval.guidelines, by=by, now=now, approval=approval.pk)
        approval.delete()


def committee_of(program: Program) -> list[User]:
    """Return everyone whose role allows them to approve."""
    return program.people_with(*policy.roles_for(Action.APPROVE_GUIDELINES))


def ask(guidelines: Guidelines, *, member: User, now: datetime) -> Approval:
    """Write the question to one member, once in a round, and queue the mail."""
    approval, created = Approval.objects.get_or_create(
        guidelines=guidelines, member=member, round=guidelines.round, defaults={"asked_at": now}
    )
    if created:
        emails.approval_requested(approval, now=now)
    return approval


def decide(approval: Approval, decision: Decision, *, remarks: str, by: User, now: datetime) -> Approval:
    """Lock, check that this member can still answer, and write the answer."""
    guidelines = locked(Guidelines.objects.get(approvals=approval))
    approval = Approval.objects.select_for_update().get(pk=approval.pk)
    approval.guidelines = guidelines
    if approval.member_id == by.pk and approval.decision != Decision.ASKED:
        raise ProgramError(_("You have already answered this."))
    if approval.member_id == by.pk and not approval.is_awaited:
        raise ProgramError(_("This version is no longer waiting for an answer. There is nothing left to do."))
    if not approval.can_be_decided_by(by):
        raise ProgramError(_("Only a committee member who was asked can answer."))
    approval.decision = decision
    approval.remarks = remarks.strip()
    approval.decided_at = now
    approval.save(update_fields=["decision", "remarks", "decided_at"])
    return approval


def put_in_force(guidelines: Guidelines, *, by: User, now: datetime) -> None:
    """Approve the version, replace the one before, and tell the coordinators and the committee."""
    require_move(guidelines, GuidelinesStatus.APPROVED, _not_now(guidelines))
    for former in Guidelines.objects.in_force().filter(program=guidelines.program):
        move(former, GuidelinesStatus.SUPERSEDED)
        former.save(update_fields=["status"])
        audit.record("guidelines.superseded", former, by=by, now=now, version=former.version)
    move(guidelines, GuidelinesStatus.APPROVED)
    guidelines.approved_at = now
    guidelines.save(update_fields=["status", "approved_at"])
    audit.record("guidelines.approved", guidelines, by=by, now=now, version=guidelines.version)
    coordinators = guidelines.program.people_with(Role.COORDINATOR)
    for coordinator in coordinators:
        emails.guidelines_approved_for_coordinator(guidelines, recipient=coordinator, now=now)
    for member in committee_of(guidelines.program):
        if member not in coordinators:
            emails.guidelines_approved_for_committee(guidelines, recipient=member, now=now)


def locked(guidelines: Guidelines) -> Guidelines:
    """Lock the program, then the version, and return its fresh row."""
    # Nothing of the program is written. Two versions of it, of which one can be in force, are decided one after the other.
    Program.objects.select_for_update().get(pk=guidelines.program_id)
    return Guidelines.objects.select_for_update(of=("self",)).select_related("program").get(pk=guidelines.pk)


def put(guidelines: Guidelines, fields: dict[str, Any]) -> list[str]:
    """Write fields and lists, checked, and return the names of those that changed."""
    unknown = set(fields) - set(TEXT) - set(RULES)
    if unknown:
        message = f"Guidelines have no {', '.join(sorted(unknown))} that can be written."
        raise TypeError(message)
    texts = {name: value for name, value in fields.items() if name in TEXT and getattr(guidelines, name) != value}
    for name, value in texts.items():
        setattr(guidelines, name, value)
    check(guidelines, exclude={"program", "created_by"})
    if texts or guidelines.pk is None:
        guidelines.save()
    changed = list(texts)
    for name in RULES:
        if name in fields and set(getattr(guidelines, name).all()) != set(fields[name]):
            getattr(guidelines, name).set(fields[name])
            changed.append(name)
    return changed


def first_words(program: Program) -> dict[str, Any]:
    """Return what a first version begins with."""
    texts = defaults.texts_for(program.format) | defaults.clauses_for(program.format)
    # In the language of agreements, into which these words go, whoever founds the program.
    with translation.override(settings.LANGUAGE_CODE):
        first: dict[str, Any] = {field: str(text) for field, text in texts.items()}
    return first | (defaults.ONBOARDING_NUMBERS if program.format == Format.ONBOARDING else {})


def _not_now(guidelines: Guidelines) -> ProgramError:
    return ProgramError(
        _("Version %(version)s is “%(status)s”, so this cannot be done at the moment.")
        % {"version": guidelines.version, "status": guidelines.get_status_display()}
    )


def check_complete(guidelines: Guidelines) -> None:
    """Refuse a version with an empty text: the committee approves the whole."""
    empty = [
        label_of(name)
        for name in defaults.texts_for(guidelines.program.format)
        if not getattr(guidelines, name).strip()
    ]
    if empty:
        raise ProgramError(_("Please fill these in first: %(fields)s.") % {"fields": ", ".join(empty)})


def label_of(name: str) -> str:
    """Return what a field is called."""
    return str(next(field.verbose_name for field in Guidelines._meta.fields if field.name == name))


def too_few(members: int, needed: int) -> str:
    """Say that the committee is too small for the approvals that the version needs."""
    return ngettext(
        "This version needs %(needed)s approvals, but only %(members)s person may approve. Add committee members first.",
        "This version needs %(needed)s approvals, but only %(members)s people may approve. Add committee members first.",
        members,
    ) % {"needed": needed, "members": members}
