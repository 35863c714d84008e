"""The first steps of a fresh installation, for the dashboard (F-19): each with where it is done and whether it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mentoring.pages.context import address
from people.models import User
from people.policy import Action, Role
from programs.models import Cohort, Guidelines, Membership, Program, SupportContact
from programs.models.cohort import CohortStatus
from programs.models.versions import GuidelinesStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

A_DIRECTORY = 2  # the person who sets the machine up is in it already


@dataclass(frozen=True)
class FirstStep:
    """One step, as `components/steps.html` shows it; `state` is done, now or next."""

    title: str
    body: str
    url: str
    state: str


def first_steps_of_administrator(user: User) -> list[FirstStep]:
    """Return the steps for the home page of an administrator, until the organisation's first cohort has opened."""
    if not user.is_organization_administrator or Cohort.objects.exclude(status=CohortStatus.PLANNED).exists():
        return []
    return set_up_steps(user, list(Program.objects.where_allowed(user, Action.MANAGE_PROGRAM)))


def set_up_steps(user: User, programs: Sequence[Program]) -> list[FirstStep]:
    """Return the steps from an empty machine to an open cohort; the first that is not done is for now."""
    committee = Membership.objects.current().filter(program__in=programs, role=Role.COMMITTEE)
    approved = Guidelines.objects.filter(program__in=programs, status=GuidelinesStatus.APPROVED)
    opened = Cohort.objects.filter(program__in=programs).exclude(status=CohortStatus.PLANNED)
    facts = [
        (_("Import the directory"), _("Import a CSV file of your staff."), "admin:people_user_changelist", User.objects.count() >= A_DIRECTORY),
        (_("Add support contacts"), _("Fill in the support contacts that everyone sees."), "admin:programs_supportcontact_changelist", SupportContact.objects.reachable().exists()),
        (_("Create a program"), _("Say why it exists, for the business and for the employee."), "admin:programs_program_changelist", bool(programs)),
        (_("Gather the committee"), _("Add the people who approve the guidelines."), "admin:programs_membership_changelist", bool(programs) and committee.exists()),
        (_("Write the guidelines"), _("Send them to the committee, which approves them by email."), "admin:programs_guidelines_changelist", bool(programs) and approved.exists()),
        (_("Open enrolment"), _("Plan a cohort and open it: people apply and sign up."), "admin:programs_cohort_changelist", bool(programs) and opened.exists()),
    ]  # fmt: skip
    steps = []
    first = next((number for number, (*_words, done) in enumerate(facts) if not done), len(facts))
    for number, (title, body, name, done) in enumerate(facts):
        state = "done" if done else "now" if number == first else "next"
        steps.append(FirstStep(title, body, address(name), state))
    return steps
