"""Who may do what: the one place where roles and what they allow are written down.

Roles are held on a program (`programs.Membership`) or, for organisation administrators, on the person.
Anything that belongs to a program answers `roles_of(user)`; this module turns roles into yes or no.
Participants' own rights (their match, their agreement, their notes) are not roles: the objects answer for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from people.models import User


class Role(TextChoices):
    """What someone is, in one program or (administrator) everywhere."""

    ADMINISTRATOR = "administrator", _("Organisation administrator")
    COORDINATOR = "coordinator", _("Program coordinator")
    FACILITATOR = "facilitator", _("Facilitator")
    COMMITTEE = "committee", _("Committee member")
    PARTICIPANT = "participant", _("Participant")


class Action(TextChoices):
    """What a role can allow."""

    MANAGE_DIRECTORY = "manage_directory", _("Import and edit the directory")
    MANAGE_SHARED = "manage_shared", _("Edit what all programs share: support contacts and topics")
    CREATE_PROGRAM = "create_program", _("Create a program")
    SEE_PROGRAM = "see_program", _("See a program that is not open yet")
    MANAGE_PROGRAM = "manage_program", _("Edit the program, its guidelines and cohorts")
    APPROVE_GUIDELINES = "approve_guidelines", _("Approve a version of the guidelines")
    DECIDE_APPLICATIONS = "decide_applications", _("Accept mentors")
    RUN_MATCHING = "run_matching", _("Run and publish the matching")
    SEE_AGREEMENTS = "see_agreements", _("Read agreements and their status")
    SEE_HEALTH = "see_health", _("See whether pairs meet")
    SEE_REPORTS = "see_reports", _("Read the program's reports")
    MAKE_REPORTS = "make_reports", _("Make reports, and turn findings into recommendations")
    SEE_GROUPS = "see_groups", _("See in reports how groups are doing")


# An organisation administrator keeps the installation, the directory and the programs going: they found programs and
# give roles in them. What people wrote, how pairs fare and what they signed is for those who run the program (E-38);
# an administrator who is to read it is given a role there, which the audit trail keeps.
ALLOWED: dict[Action, frozenset[Role]] = {
    Action.MANAGE_DIRECTORY: frozenset({Role.ADMINISTRATOR}),
    Action.MANAGE_SHARED: frozenset({Role.ADMINISTRATOR}),
    Action.CREATE_PROGRAM: frozenset({Role.ADMINISTRATOR, Role.COORDINATOR}),
    Action.SEE_PROGRAM: frozenset({Role.ADMINISTRATOR, Role.COORDINATOR, Role.FACILITATOR, Role.COMMITTEE}),
    Action.MANAGE_PROGRAM: frozenset({Role.ADMINISTRATOR, Role.COORDINATOR}),
    Action.APPROVE_GUIDELINES: frozenset({Role.COMMITTEE, Role.FACILITATOR}),
    Action.DECIDE_APPLICATIONS: frozenset({Role.COORDINATOR}),
    Action.RUN_MATCHING: frozenset({Role.COORDINATOR}),
    Action.SEE_AGREEMENTS: frozenset({Role.COORDINATOR}),
    Action.SEE_HEALTH: frozenset({Role.COORDINATOR, Role.FACILITATOR}),
    Action.SEE_REPORTS: frozenset({Role.COORDINATOR, Role.FACILITATOR, Role.COMMITTEE}),
    Action.MAKE_REPORTS: frozenset({Role.COORDINATOR}),
    Action.SEE_GROUPS: frozenset({Role.COORDINATOR, Role.COMMITTEE}),
}


class HasRoles(Protocol):
    """Anything that belongs to a program."""

    def roles_of(self, user: User) -> set[Role]:
        """Return the roles that the person holds here."""


def roles(user: User, obj: HasRoles | None = None) -> set[Role]:
    """Return every role of the person, on `obj` if one is given. Someone who may not sign in has none."""
    if not user.is_active:
        return set()
    held = {Role.ADMINISTRATOR} if user.is_organization_administrator else set()
    return held | (obj.roles_of(user) if obj is not None else set())


def allows(user: User, action: Action, obj: HasRoles | None = None) -> bool:
    """Say whether the person may do `action` (on `obj`). What is not listed is refused."""
    return bool(roles(user, obj) & ALLOWED[action])


def require(user: User, action: Action, obj: HasRoles | None = None) -> None:
    """Raise `PermissionDenied` where `allows` says no."""
    if not allows(user, action, obj):
        raise PermissionDenied


def roles_for(action: Action) -> frozenset[Role]:
    """Return the roles that allow `action`, for scoping a queryset."""
    return ALLOWED[action]
