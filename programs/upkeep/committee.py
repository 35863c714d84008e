"""Who runs a program: its coordinators, its facilitator and its committee (P-02)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from people import audit, policy
from people.accounts import appointing
from people.models import User
from people.policy import Action, Role
from programs import emails
from programs.errors import ProgramError
from programs.guideline_versions.guidelines import ask_member, forget_question
from programs.models import Membership, Program

if TYPE_CHECKING:
    from datetime import datetime

# Nobody makes a second coordinator today to agree with what they want themselves.
SETTLED = timedelta(days=7)
ROLES = frozenset({Role.COORDINATOR, Role.FACILITATOR, Role.COMMITTEE})


@transaction.atomic
def add_member(program: Program, *, user: User, role: str, by: User, now: datetime) -> Membership:
    """Give someone a role. Coordinators may open the desk; anyone who may approve is asked about what is in review.

    Adding someone who holds the role already returns the row that is there.
    """
    program = Program.objects.select_for_update().get(pk=program.pk)
    founding = program.created_by_id == by.pk and not program.memberships.exists()
    if not founding:
        policy.require(by, Action.MANAGE_PROGRAM, program)
    role = Role(role)
    if role not in ROLES:
        raise ProgramError(_("This is not a role in a program."), field="role")
    if not user.is_active or not user.is_employed(now.date()):
        raise ProgramError(_("%(name)s has left or may not sign in.") % {"name": user.name}, field="user")
    if user == by and not founding and policy.roles(by, program) <= {Role.ADMINISTRATOR}:
        let_in_by_a_coordinator(program, now=now)
    held = Membership.objects.current().filter(program=program, user=user, role=role).first()
    if held:
        return held
    membership = Membership.objects.create(program=program, user=user, role=role, added_at=now, added_by=by)
    audit.record("membership.added", membership, by=by, now=now, program=program.pk, person=user.pk, role=role.value)
    if user != by:
        emails.role_given(membership, now=now)
    if policy.roles(by, program) <= {Role.ADMINISTRATOR}:
        emails.role_given_from_outside(membership, now=now)
    if role == Role.COORDINATOR and not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
        audit.record("person.dashboard_opened", user, by=by, now=now)
    ask_member(program, member=user, now=now)
    return membership


def word_of(program: Program, user: User, *, now: datetime) -> set[int]:
    """Return by their ids whose word someone's is: their own, and for a week that of the one who gave them their role.

    It goes on to who gave that one theirs, a coordinator's role and an administrator's alike, because each of them can
    give roles here. Who has run the program for longer speaks for themselves, whatever they were given since.
    """
    roles = Membership.objects.current().filter(program=program, role=Role.COORDINATOR)
    since = now - SETTLED
    on_their_own = set(roles.filter(added_at__lte=since).values_list("user_id", flat=True))
    given = list(roles.filter(added_at__gt=since).values_list("user_id", "added_by_id"))
    hands: set[int] = set()
    coming = [user.pk]
    while coming:
        if (member := coming.pop()) in hands:
            continue
        hands.add(member)
        if member not in on_their_own:
            coming += [giver for held_by, giver in given if held_by == member]
            coming += appointing.lately_appointed_by(member, now=now)
    return hands


def let_in_by_a_coordinator(program: Program, *, now: datetime) -> None:
    """Refuse an administrator who gives themselves a role while someone runs the program and can be asked (E-38).

    A role opens what people wrote in confidence. Where all coordinators have left, the administrator helps themselves.
    """
    if Membership.objects.current().filter(program=program, role=Role.COORDINATOR).reachable(now.date()).exists():
        raise ProgramError(_("A coordinator of this program can give you a role. You cannot give it to yourself."))


@transaction.atomic
def end_membership(membership: Membership, *, by: User, now: datetime) -> Membership:
    """Take a role away, at once. A program keeps one coordinator at least."""
    program = Program.objects.select_for_update().get(pk=membership.program_id)
    membership = Membership.objects.select_for_update(of=("self",)).select_related("user").get(pk=membership.pk)
    policy.require(by, Action.MANAGE_PROGRAM, program)
    if membership.ended_at:
        return membership
    others = Membership.objects.current().exclude(pk=membership.pk).filter(role=membership.role)
    if membership.role == Role.COORDINATOR and not others.filter(program=program).reachable(now.date()).exists():
        raise ProgramError(_("A program needs a coordinator. Add another one first."))
    membership.ended_at = now
    membership.ended_by = by
    membership.save(update_fields=["ended_at", "ended_by"])
    audit.record("membership.ended", membership, by=by, now=now, program=program.pk, person=membership.user_id)
    user = membership.user
    runs_another = others.filter(user=user, role=Role.COORDINATOR).exists()
    if membership.role == Role.COORDINATOR and not (runs_another or user.is_organization_administrator):
        user.is_staff = user.is_superuser
        user.save(update_fields=["is_staff"])
        audit.record("person.dashboard_closed", user, by=by, now=now)
    forget_question(program, member=user, by=by, now=now)
    return membership


@transaction.atomic
def confirm_membership(membership: Membership, *, by: User, now: datetime) -> Membership:
    """Say, as someone else who runs the program, that the role is still right. Once a year is enough (E-36)."""
    rows = Membership.objects.select_related("program", "user").select_for_update(of=("self",))
    membership = rows.get(pk=membership.pk)
    policy.require(by, Action.MANAGE_PROGRAM, membership)
    if membership.ended_at:
        raise ProgramError(_("This role has ended."))
    if membership.user_id == by.pk:
        raise ProgramError(_("Someone else has to confirm your own role."))
    if membership.user_id in word_of(membership.program, by, now=now):
        raise ProgramError(
            _("%(name)s gave you your own role less than a week ago. Someone else has to confirm theirs.")
            % {"name": membership.user.name}
        )
    membership.confirmed_at, membership.confirmed_by = now, by
    membership.save(update_fields=["confirmed_at", "confirmed_by"])
    audit.record("membership.confirmed", membership, by=by, now=now, program=membership.program_id)
    return membership
