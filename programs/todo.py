"""What programs put on a person's home page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.policy import Action
from programs.models import Approval, Guidelines, Membership, Program
from programs.models.approval import Decision
from programs.models.versions import GuidelinesStatus
from web.todo import Todo, TodoState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from people.models import User
    from programs.models.approval import ApprovalQuerySet

# How long something that is done stays to be seen.
REMEMBERED = timedelta(days=30)


def todos_for(user: User, *, now: datetime) -> list[Todo]:
    """Return what a committee member has to decide, and what a coordinator's guidelines wait for."""
    return [*to_decide(user), *decided(user, now=now), *own_guidelines(user)]


def to_decide(user: User) -> Iterator[Todo]:
    """Versions that the committee member has to read."""
    for approval in in_short(Approval.objects.visible_to(user).awaited()):
        guidelines = approval.guidelines
        yield Todo(
            key=f"programs.approval.{approval.pk}",
            title=_("Read and approve guidelines: %(program)s") % {"program": guidelines.program.name},
            body=_("Version %(version)s has been with the committee since %(day)s. Reading it takes about ten minutes.")
            % {"version": guidelines.version, "day": date_format(approval.asked_at, "DATE_FORMAT")},
            url=reverse("programs:approval", args=[approval.pk]),
            action=_("Read and decide"),
            rank=20,
        )


def decided(user: User, *, now: datetime) -> Iterator[Todo]:
    """What the committee member decided lately."""
    recent = Approval.objects.visible_to(user).filter(decided_at__gt=now - REMEMBERED)
    for approval in in_short(recent):
        sentences = {
            Decision.APPROVED: _("You approved the guidelines: %(program)s"),
            Decision.RETURNED: _("You asked for changes to the guidelines: %(program)s"),
        }[Decision(approval.decision)]
        yield Todo(
            key=f"programs.approval.{approval.pk}",
            title=sentences % {"program": approval.guidelines.program.name},
            url=reverse("programs:approval", args=[approval.pk]),
            state=TodoState.DONE,
        )


def in_short(approvals: ApprovalQuerySet) -> ApprovalQuerySet:
    """Leave out the text of the guidelines, which is long."""
    names = ("guidelines__version", "guidelines__program__name")
    return approvals.select_related("guidelines__program").only("asked_at", "decision", *names).order_by("pk")


def own_guidelines(user: User) -> Iterator[Todo]:
    """Guidelines that a coordinator has to change, or that wait for the committee."""
    mine = Membership.objects.current().filter(user=user)
    programs = Program.objects.where_allowed(user, Action.MANAGE_PROGRAM).filter(pk__in=mine.values("program"))
    given = Count("approvals", filter=Q(approvals__decision=Decision.APPROVED, approvals__round=F("round")))
    rows = Guidelines.objects.filter(
        program__in=programs, status__in=[GuidelinesStatus.RETURNED, GuidelinesStatus.IN_REVIEW]
    )
    rows = rows.select_related("program").only("status", "approvals_needed", "program__name").annotate(given=given)
    for guidelines in rows.order_by("pk"):
        missing = guidelines.approvals_needed - int(getattr(guidelines, "given"))  # noqa: B009 - annotated above
        returned = guidelines.status == GuidelinesStatus.RETURNED
        name = {"program": guidelines.program.name}
        yield Todo(
            key=f"programs.guideline_versions.guidelines.{guidelines.pk}",
            title=(_("Change the guidelines: %(program)s") if returned else _("Guidelines: %(program)s")) % name,
            body=_("The committee asks for changes. Read the remarks, then send the text again.") if returned else "",
            url=reverse("admin:programs_guidelines_change", args=[guidelines.pk]),
            action=_("Read the remarks"),
            state=TodoState.NOW if returned else TodoState.WAITING,
            waits_for=ngettext("%(count)s more approval", "%(count)s more approvals", missing) % {"count": missing},
            rank=30,
        )
