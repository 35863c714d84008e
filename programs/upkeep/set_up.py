"""How far the set-up of one program has come: five steps, in any order, resumable (F-19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.policy import Role
from programs.models import Approval, Guidelines, SupportContact
from programs.models.approval import Decision
from programs.models.versions import GuidelinesStatus

if TYPE_CHECKING:
    from programs.models import Program


def checklist(program: Program) -> list[dict[str, str]]:
    """Return the steps as title, body, url and state (done; now for the first that is open; next)."""
    page = reverse("admin:programs_program_change", args=[program.pk])
    latest = program.guidelines.order_by("-version").first()
    in_force = program.guidelines.in_force().exists()
    steps = [
        (_("Purpose and goals"), *purpose(program), f"{page}?part=goals"),
        (_("Dates"), *dates(program), f"{page}?part=cohorts"),
        (_("People"), *people(program, latest), f"{page}?part=committee"),
        (_("Text of the guidelines"), in_force, text(latest), address_of(latest, page)),
        (_("Support contacts"), *contacts(), reverse("admin:programs_supportcontact_changelist")),
    ]
    first = next((number for number, (_title, done, _body, _url) in enumerate(steps) if not done), -1)
    return [
        {
            "title": title,
            "body": body,
            "url": url,
            "state": "done" if done else "now" if number == first else "next",
        }
        for number, (title, done, body, url) in enumerate(steps)
    ]


def purpose(program: Program) -> tuple[bool, str]:
    """The reasons are there from the founding on; a goal makes them measurable."""
    count = program.goals.count()
    if not count:
        return False, _("The purpose is written. Add at least one goal, with a KPI, a baseline, a target and a date.")
    return True, ngettext("The purpose and %(count)s goal", "The purpose and %(count)s goals", count) % {"count": count}


def dates(program: Program) -> tuple[bool, str]:
    """A cohort is planned."""
    count = program.cohorts.count()
    if not count:
        return False, _("Plan a cohort: the last day to sign up, and when relationships start and end.")
    return True, ngettext("%(count)s cohort planned", "%(count)s cohorts planned", count) % {"count": count}


def people(program: Program, latest: Guidelines | None) -> tuple[bool, str]:
    """Enough people to approve, and someone to lead them."""
    held = list(program.memberships.current().values_list("role", "user"))
    approving = {user for role, user in held if role in {Role.COMMITTEE, Role.FACILITATOR}}
    led = any(role == Role.FACILITATOR for role, _user in held)
    missing = max((latest.approvals_needed if latest else 2) - len(approving), 0)
    if missing:
        sentence = ngettext("Add %(count)s more committee member.", "Add %(count)s more committee members.", missing)
        return False, sentence % {"count": missing}
    if not led:
        return False, _("Add a facilitator, who leads the committee.")
    sentence = ngettext("%(count)s person decides", "%(count)s people decide", len(approving))
    return True, sentence % {"count": len(approving)}


def text(latest: Guidelines | None) -> str:
    """Where the latest version stands."""
    if latest is None:
        return _("Write version 1. Our default texts are already in it; make them yours.")
    sentences = {
        GuidelinesStatus.DRAFT: _("Version %(version)s is a draft. Send it to the committee."),
        GuidelinesStatus.RETURNED: _("The committee asks for changes to version %(version)s."),
        GuidelinesStatus.IN_REVIEW: _("Version %(version)s is with the committee: %(given)s of %(needed)s approvals."),
        GuidelinesStatus.APPROVED: _("Version %(version)s is in force."),
        GuidelinesStatus.SUPERSEDED: _("Version %(version)s was replaced."),
    }[GuidelinesStatus(latest.status)]
    given = Approval.objects.filter(guidelines=latest, round=latest.round, decision=Decision.APPROVED).count()
    return sentences % {"version": latest.version, "given": given, "needed": latest.approvals_needed}


def address_of(latest: Guidelines | None, page: str) -> str:
    """Where the latest version is written."""
    return reverse("admin:programs_guidelines_change", args=[latest.pk]) if latest else f"{page}?part=guidelines"


def contacts() -> tuple[bool, str]:
    """The organisation's list is not empty."""
    count = SupportContact.objects.reachable().count()
    if not count:
        return False, _("Name the people to turn to. Enrolment cannot open before that.")
    return True, ngettext("%(count)s contact", "%(count)s contacts", count) % {"count": count}
