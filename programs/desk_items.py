"""What those who run programs have to do about guidelines, cohorts and support contacts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from people import policy
from people.policy import Action
from programs.models import Cohort, Guidelines, Membership, Program, SupportContact
from programs.models.cohort import CohortStatus
from programs.models.program import ANYWHERE
from programs.models.versions import GuidelinesStatus
from web.todo import DeskItem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from people.models import User

A_YEAR = timedelta(days=365)
OVERDUE = timedelta(days=396)


def desk_items(user: User, *, now: datetime) -> list[DeskItem]:
    """Return one line for each kind of work that there is."""
    programs = list(Program.objects.managed_by(user).filter(closed_at__isnull=True).values_list("pk", flat=True))
    versions = list(Guidelines.objects.filter(program__in=programs).values_list("pk", "program", "status"))
    cohorts = list(Cohort.objects.filter(program__in=programs).values_list("pk", "program", "status", "enrol_until"))
    today = now.astimezone(user.zone).date()
    approved = {program for _pk, program, status in versions if status == GuidelinesStatus.APPROVED}
    written = {program for _pk, program, _status in versions}
    items = [
        line(
            "unwritten",
            _("Write the guidelines"),
            [pk for pk in programs if pk not in written],
            "program",
            _("These programs have none yet."),
        ),
        line(
            "returned",
            _("Change guidelines"),
            [pk for pk, _program, status in versions if status == GuidelinesStatus.RETURNED],
            "guidelines",
            _("The committee asks for changes."),
            tone="stop",
        ),
        line(
            "drafts",
            _("Send guidelines to the committee"),
            [pk for pk, _program, status in versions if status == GuidelinesStatus.DRAFT],
            "guidelines",
            _("They are drafts."),
        ),
        line(
            "in_review",
            _("Guidelines with the committee"),
            [pk for pk, _program, status in versions if status == GuidelinesStatus.IN_REVIEW],
            "guidelines",
            _("Approvals are missing. Ask the members who have not answered."),
            tone="info",
        ),
        line(
            "planned",
            _("Open enrolment"),
            [pk for pk, program, status, _until in cohorts if status == CohortStatus.PLANNED and program in approved],
            "cohort",
            _("The guidelines are approved and the cohort is planned."),
        ),
        line(
            "over",
            _("Close enrolment and match"),
            [pk for pk, _p, status, until in cohorts if status == CohortStatus.ENROLLING and until and until < today],
            "cohort",
            _("The last day to sign up has passed."),
        ),
    ]
    return [*missing_contacts(user), *roles_to_confirm(user, now=now), *(item for item in items if item.count)]


def roles_to_confirm(user: User, *, now: datetime) -> list[DeskItem]:
    """Roles of others that nobody has looked at for a year (E-36). None ends by itself: a program would stand still."""
    waiting = Membership.objects.managed_by(user).exclude(user=user).filter(program__closed_at__isnull=True)
    count = waiting.unconfirmed_since(now - A_YEAR).count()
    if not count:
        return []
    overdue = waiting.unconfirmed_since(now - OVERDUE).exists()
    return [
        DeskItem(
            key="programs.roles",
            title=_("Confirm who holds roles"),
            count=count,
            url=reverse("admin:programs_membership_changelist"),
            body=_(
                "These people see other people’s data. Once a year, check that each still needs the role, or end it."
            ),
            tone="stop" if overdue else "wait",
        )
    ]


def missing_contacts(user: User) -> list[DeskItem]:
    """No cohort can open while nobody is named to turn to (E-21)."""
    if not policy.allows(user, Action.MANAGE_PROGRAM, ANYWHERE) or SupportContact.objects.reachable().exists():
        return []
    keeps = policy.allows(user, Action.MANAGE_SHARED, ANYWHERE)
    return [
        DeskItem(
            key="programs.contacts",
            title=_("Add support contacts"),
            count=1,
            url=reverse(f"admin:programs_supportcontact_{'add' if keeps else 'changelist'}"),
            body=_("Enrolment cannot open before people know who to turn to.")
            if keeps
            else _("Enrolment cannot open before people know who to turn to. Ask an organisation administrator."),
            tone="stop",
        )
    ]


def line(key: str, title: str, pks: Sequence[int], model: str, body: str, tone: str = "wait") -> DeskItem:
    """Lead to the one thing, or to a list of just these."""
    url = (
        reverse(f"admin:programs_{model}_change", args=[pks[0]])
        if len(pks) == 1
        else f"{reverse(f'admin:programs_{model}_changelist')}?pk__in={','.join(map(str, pks))}"
    )
    return DeskItem(key=f"programs.{key}", title=title, count=len(pks), url=url, body=body, tone=tone)
