"""Cohorts: planning an intake, opening its enrolment, and seeing it through to its close.

A program opens with its first cohort, and only on an approved version of the guidelines (P-03).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from people import audit, policy
from people.database import first_come
from people.policy import Action, Role
from people.status import move, require_move
from programs import emails
from programs.errors import ProgramError, check
from programs.models import Cohort, Guidelines, Program, SupportContact
from programs.models.cohort import CohortStatus

if TYPE_CHECKING:
    from datetime import date, datetime

    from people.models import User


@transaction.atomic
def plan_cohort(
    program: Program,
    *,
    name: str,
    starts_on: date | None,
    ends_on: date | None = None,
    enrol_until: date | None = None,
    always_on: bool = False,
    by: User,
    now: datetime,
) -> Cohort:
    """Plan an intake. Nobody but those who run the program sees it until enrolment opens."""
    program = Program.objects.select_for_update().get(pk=program.pk)
    policy.require(by, Action.MANAGE_PROGRAM, program)
    cohort = Cohort(
        program=program,
        name=name.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        enrol_until=enrol_until,
        always_on=always_on,
    )
    check(cohort, exclude={"guidelines", "opened_by"})
    with first_come.taken(_name_taken()):
        cohort.save(force_insert=True)
    audit.record("cohort.planned", cohort, by=by, now=now, program=program.pk)
    return cohort


@transaction.atomic
def replan(
    cohort: Cohort,
    *,
    name: str,
    starts_on: date | None,
    ends_on: date | None,
    enrol_until: date | None,
    always_on: bool,
    by: User,
    now: datetime,
) -> Cohort:
    """Change the name or the days of a cohort that is not closed."""
    cohort = locked(cohort)
    policy.require(by, Action.MANAGE_PROGRAM, cohort)
    if cohort.status == CohortStatus.CLOSED:
        raise ProgramError(_("%(cohort)s is closed and can no longer be changed.") % {"cohort": cohort.name})
    plan = {
        "name": name.strip(),
        "starts_on": starts_on,
        "ends_on": ends_on,
        "enrol_until": enrol_until,
        "always_on": always_on,
    }
    changed = [field for field, value in plan.items() if getattr(cohort, field) != value]
    for field in changed:
        setattr(cohort, field, plan[field])
    check(cohort, exclude={"guidelines", "opened_by"})
    if changed:
        with first_come.taken(_name_taken()):
            cohort.save(update_fields=changed)
        audit.record("cohort.replanned", cohort, by=by, now=now, fields=changed)
    return cohort


@transaction.atomic
def open_enrolment(cohort: Cohort, *, by: User, now: datetime) -> Cohort:
    """Open enrolment on the approved guidelines (P-03), once people know whom to turn to (E-21).

    The first opening opens the program for everyone. A cohort that was matching can be opened again.
    """
    cohort = locked(cohort)
    policy.require(by, Action.MANAGE_PROGRAM, cohort)
    require_move(cohort, CohortStatus.ENROLLING, _not_now(cohort))
    guidelines = Guidelines.objects.in_force().filter(program=cohort.program).first()
    if guidelines is None:
        raise ProgramError(_("Enrolment can open once the committee has approved the guidelines."))
    if not SupportContact.objects.reachable().exists():
        raise ProgramError(_("Add the organisation’s support contacts first, so that people know who to turn to."))
    if cohort.enrol_until and cohort.enrol_until < now.date():
        raise ProgramError(_("The last day to sign up has passed. Choose a later day first."))
    first = cohort.opened_at is None
    move(cohort, CohortStatus.ENROLLING)
    if first:
        cohort.guidelines, cohort.opened_at, cohort.opened_by = guidelines, now, by
    cohort.save(update_fields=["status", "guidelines", "opened_at", "opened_by"])
    if cohort.program.opened_at is None:
        cohort.program.opened_at = now
        cohort.program.save(update_fields=["opened_at"])
        audit.record("program.opened", cohort.program, by=by, now=now, guidelines=guidelines.pk)
    audit.record("cohort.enrolment_opened", cohort, by=by, now=now, guidelines=cohort.guidelines_id, first=first)
    for member in cohort.program.people_with(Role.COORDINATOR, Role.FACILITATOR, Role.COMMITTEE):
        if member != by:
            emails.enrolment_opened(cohort, recipient=member, now=now)
    return cohort


def start_matching(cohort: Cohort, *, by: User, now: datetime) -> Cohort:
    """Close enrolment; the coordinator matches."""
    return _go_on(cohort, CohortStatus.MATCHING, Action.RUN_MATCHING, by=by, now=now)


def start_cohort(cohort: Cohort, *, by: User, now: datetime) -> Cohort:
    """The matches are published; the relationships begin."""
    return _go_on(cohort, CohortStatus.RUNNING, Action.RUN_MATCHING, by=by, now=now)


def close_cohort(cohort: Cohort, *, by: User, now: datetime) -> Cohort:
    """Close the intake. What pairs still have to finish is theirs; nobody joins any more."""
    return _go_on(cohort, CohortStatus.CLOSED, Action.MANAGE_PROGRAM, by=by, now=now)


@transaction.atomic
def _go_on(cohort: Cohort, status: CohortStatus, action: Action, *, by: User, now: datetime) -> Cohort:
    """Take the cohort to its next status."""
    cohort = locked(cohort)
    policy.require(by, action, cohort)
    former = move(cohort, status, _not_now(cohort))
    if status == CohortStatus.CLOSED:
        cohort.closed_at = now
    cohort.save(update_fields=["status", "closed_at"])
    audit.record("cohort.moved", cohort, by=by, now=now, before=former, after=status.value)
    return cohort


def locked(cohort: Cohort) -> Cohort:
    """Lock the program, then the cohort, and return its fresh row."""
    # Nothing of the program is written: a cohort opens with guidelines that nobody replaces meanwhile
    # (programs/guideline_versions/guidelines.py).
    Program.objects.select_for_update().get(pk=cohort.program_id)
    return Cohort.objects.select_for_update(of=("self",)).select_related("program").get(pk=cohort.pk)


def _not_now(cohort: Cohort) -> ProgramError:
    return ProgramError(
        _("%(cohort)s is “%(status)s”, so this cannot be done at the moment.")
        % {"cohort": cohort.name, "status": cohort.get_status_display()}
    )


def _name_taken() -> ProgramError:
    return ProgramError(_("The program already has a cohort with this name. Choose another name."), field="name")
