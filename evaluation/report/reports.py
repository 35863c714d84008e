"""Reports of a cohort, and the proposals to the committee that come out of them (P-37)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from evaluation import emails
from evaluation.errors import EvaluationError
from evaluation.models import Proposal, Report
from evaluation.models.report import ProposalState
from evaluation.report.gathering import gather
from evaluation.survey import releasing
from people import audit, policy
from people.models import AuditEvent
from people.policy import Action
from people.status import move
from programs.guideline_versions.guidelines import write_guidelines
from programs.models import Cohort, Guidelines
from programs.models.cohort import CohortStatus

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from people.models import User
    from programs.models import Program

EARLY = (CohortStatus.PLANNED,)


@transaction.atomic
def make_report(cohort: Cohort, *, by: User, now: datetime) -> Report:
    """Write down how a cohort stands, and tell those who help to run the program."""
    policy.require(by, Action.MAKE_REPORTS, cohort)
    if cohort.status in EARLY:
        raise EvaluationError(_("There is nothing to report yet. Open enrolment first."), field="cohort")
    releasing.release_results(now=now)
    fresh = Cohort.objects.select_related("program", "guidelines").get(pk=cohort.pk)
    report = Report.objects.create(cohort=fresh, made_at=now, made_by=by, figures=gather(fresh, now=now))
    audit.record("report.made", report, by=by, now=now, cohort=fresh.pk)
    for person in fresh.program.people_with(*policy.roles_for(Action.SEE_REPORTS)):
        if person != by:
            emails.report_made(report, recipient=person, now=now)
    return report


def note_reading(report: Report, *, by: User, now: datetime) -> None:
    """Note that someone read a report, once: it is done on their home page, and on the audit trail (E-19)."""
    if str(report.pk) not in read_by(by):
        audit.record("report.read", report, by=by, now=now)


def read_by(user: User) -> set[str]:
    """Return the ids of the reports that the person has read."""
    seen = AuditEvent.objects.filter(actor=user, action="report.read", object_type=Report._meta.label_lower)
    return set(seen.values_list("object_id", flat=True))


@transaction.atomic
def propose(report: Report, *, text: str, finding: str = "", by: User, now: datetime) -> Proposal:
    """Turn a finding into a proposal for the next version of the guidelines."""
    policy.require(by, Action.MAKE_REPORTS, report)
    if not text.strip():
        raise EvaluationError(_("Write what the next version of the guidelines should say."), field="text")
    proposal = Proposal.objects.create(
        report=report, text=text.strip(), finding=finding.strip(), made_at=now, made_by=by
    )
    audit.record("proposal.made", proposal, by=by, now=now, report=report.pk)
    return proposal


@transaction.atomic
def take_proposals(proposals: Iterable[Proposal], *, by: User, now: datetime) -> Guidelines:
    """Take open proposals of one program into the next version of its guidelines: the one being written, or a new one."""
    rows = open_ones(proposals)
    programs = {row.report.cohort.program for row in rows}
    if len(programs) != 1:
        raise EvaluationError(_("Choose open recommendations of one program."))
    program = programs.pop()
    policy.require(by, Action.MAKE_REPORTS, program)
    guidelines = next_version(program, by=by, now=now)
    for row in rows:
        settle(row, ProposalState.TAKEN, taken_into=guidelines, by=by, now=now)
    return guidelines


@transaction.atomic
def leave_proposals(proposals: Iterable[Proposal], *, by: User, now: datetime) -> int:
    """Note that open proposals are not taken, and return how many."""
    rows = open_ones(proposals)
    for row in rows:
        policy.require(by, Action.MAKE_REPORTS, row)
        settle(row, ProposalState.LEFT, taken_into=None, by=by, now=now)
    return len(rows)


def open_ones(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Lock the rows that are still open."""
    rows = Proposal.objects.open().filter(pk__in=[proposal.pk for proposal in proposals])
    return list(rows.select_related("report__cohort__program").select_for_update(of=("self",)))


def next_version(program: Program, *, by: User, now: datetime) -> Guidelines:
    """The version that can still be written, or the next one."""
    newest = Guidelines.objects.filter(program=program).order_by("-version").first()
    if newest and newest.is_editable:
        return newest
    return write_guidelines(program, by=by, now=now)


def settle(proposal: Proposal, state: ProposalState, *, taken_into: Guidelines | None, by: User, now: datetime) -> None:
    """Write what became of an open proposal."""
    move(proposal, state, EvaluationError(_("This recommendation has already been decided.")), field="state")
    proposal.taken_into, proposal.decided_at, proposal.decided_by = taken_into, now, by
    proposal.save(update_fields=["state", "taken_into", "decided_at", "decided_by"])
    audit.record(f"proposal.{state}", proposal, by=by, now=now)
