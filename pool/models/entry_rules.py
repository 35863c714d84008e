"""The guidelines by which people join a program now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from pool.errors import PoolError
from programs.guideline_versions.eligibility import read_rules
from programs.models import Guidelines

if TYPE_CHECKING:
    from programs.models import Program


def guidelines_of(program: Program) -> Guidelines:
    """Return the guidelines in force, on which everybody joins."""
    found = guidelines_for_joining(program)
    if found is None:
        raise PoolError(_("This program is not taking applications at the moment."))
    read_rules([found])
    return found


def guidelines_for_joining(program: Program) -> Guidelines | None:
    """Return the same without their rules; nothing while nobody can join."""
    if program.opened_at is None or program.closed_at is not None:
        return None
    return Guidelines.objects.in_force().filter(program=program).first()
