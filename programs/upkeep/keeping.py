"""Keeping what belongs to a program and has no life of its own.

Goals (P-04), trainings (P-10), resources (P-11), and the organisation's support contacts (P-14).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from people import audit, policy
from people.policy import Action
from programs.errors import ProgramError, check
from programs.models import Goal, Resource, SupportContact, Training

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from people.models import User

Kept = TypeVar("Kept", Goal, Training, Resource, SupportContact)

# Support contacts are the whole organisation's, so that no single program changes them for all (E-32).
SHARED = (SupportContact,)


def action_for(row: Goal | Training | Resource | SupportContact) -> Action:
    """Return what someone must be allowed to do to keep this row."""
    return Action.MANAGE_SHARED if isinstance(row, SHARED) else Action.MANAGE_PROGRAM


@transaction.atomic
def add(row: Kept, *, by: User, now: datetime) -> Kept:
    """Save a new row."""
    policy.require(by, action_for(row), row)
    check(row)
    row.save(force_insert=True)
    audit.record(f"{row._meta.model_name}.added", row, by=by, now=now)
    return row


@transaction.atomic
def change(row: Kept, *, fields: Sequence[str], by: User, now: datetime) -> Kept:
    """Save the named fields of a row."""
    policy.require(by, action_for(row), row)
    check(row)
    keep_a_way_to_help(row, stays=True)
    if fields:
        row.save(update_fields=fields)
        audit.record(f"{row._meta.model_name}.changed", row, by=by, now=now, fields=list(fields))
    return row


@transaction.atomic
def remove(row: Kept, *, by: User, now: datetime) -> None:
    """Delete a row, unless something was measured or recorded about it."""
    policy.require(by, action_for(row), row)
    if is_used(row):
        raise ProgramError(_("“%(row)s” is already in use, so it cannot be deleted.") % {"row": row})
    keep_a_way_to_help(row, stays=False)
    audit.record(f"{row._meta.model_name}.removed", row, by=by, now=now)
    row.delete()


def keep_a_way_to_help(row: Goal | Training | Resource | SupportContact, *, stays: bool) -> None:
    """Refuse where people would be left with nobody whom they can reach. Two removals wait for each other."""
    if not isinstance(row, SupportContact) or (stays and row.is_reachable):
        return
    others = [other for other in SupportContact.objects.select_for_update().order_by("pk") if other.pk != row.pk]
    if not any(other.is_reachable for other in others):
        raise ProgramError(_("This is the only contact people can turn to. Add another one first."))


def is_used(row: Goal | Training | Resource | SupportContact) -> bool:
    """Whether any other row points to this one, in any app and no matter who may see it."""
    pointing = ((relation.related_model._base_manager, relation.field.name) for relation in row._meta.related_objects)  # noqa: SLF001 - Django's public name for it
    return any(manager.filter(**{field: row}).exists() for manager, field in pointing)
