"""Founding a program, and saying anew what it is for (P-01)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from people import audit, policy
from people.database import first_come
from people.policy import Action, Role
from programs.errors import ProgramError
from programs.models import Program
from programs.models.program import ANYWHERE, Format
from programs.upkeep.committee import add_member

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User

# What stands at the place of a slug in programs/urls.py.
TAKEN = {"support", "approvals", "trainings"}
WORDS = ("purpose", "business_reason", "employee_reason")


@transaction.atomic
def found_program(
    *,
    name: str,
    format: str,  # noqa: A002 - the field's name
    purpose: str,
    business_reason: str,
    employee_reason: str,
    by: User,
    now: datetime,
) -> Program:
    """Create a program, with `by` as its coordinator. Nobody else sees it until its first cohort opens."""
    policy.require(by, Action.CREATE_PROGRAM, ANYWHERE)
    program = Program(
        name=name.strip(),
        slug=free_slug(name),
        format=Format(format),
        purpose=purpose.strip(),
        business_reason=business_reason.strip(),
        employee_reason=employee_reason.strip(),
        created_at=now,
        created_by=by,
    )
    check_words(program)
    with first_come.taken(_name_taken()):
        program.save(force_insert=True)
    audit.record("program.founded", program, by=by, now=now, format=program.format)
    add_member(program, user=by, role=Role.COORDINATOR, by=by, now=now)
    return program


@transaction.atomic
def restate(
    program: Program, *, name: str, purpose: str, business_reason: str, employee_reason: str, by: User, now: datetime
) -> Program:
    """Change the name and the reasons. The address stays, so that links in mails go on working."""
    program = Program.objects.select_for_update().get(pk=program.pk)
    policy.require(by, Action.MANAGE_PROGRAM, program)
    texts = {"name": name, "purpose": purpose, "business_reason": business_reason, "employee_reason": employee_reason}
    changed = [field for field, text in texts.items() if getattr(program, field) != text.strip()]
    for field in changed:
        setattr(program, field, texts[field].strip())
    check_words(program)
    if changed:
        with first_come.taken(_name_taken()):
            program.save(update_fields=changed)
        audit.record("program.restated", program, by=by, now=now, fields=changed)
    return program


@transaction.atomic
def change_format(program: Program, *, format: str, by: User, now: datetime) -> Program:  # noqa: A002 - the field's name
    """Make it another kind of program, as long as it has not opened: people signed up for what it was."""
    program = Program.objects.select_for_update().get(pk=program.pk)
    policy.require(by, Action.MANAGE_PROGRAM, program)
    if program.format == format:
        return program
    if program.opened_at:
        raise ProgramError(
            _("The format cannot change after a program has opened. Create a new program instead."), field="format"
        )
    program.format = Format(format)
    program.save(update_fields=["format"])
    audit.record("program.format_changed", program, by=by, now=now, format=program.format)
    return program


def check_words(program: Program) -> None:
    """Refuse a program without a name or without its three reasons, and a name that another one has."""
    if not program.name:
        raise ProgramError(_("Give the program a name."), field="name")
    if not all(getattr(program, field) for field in WORDS):
        raise ProgramError(_("Say why the program exists, and what it means for the business and for the employee."))
    if Program.objects.filter(name__iexact=program.name).exclude(pk=program.pk).exists():
        raise _name_taken()


def _name_taken() -> ProgramError:
    return ProgramError(_("There is already a program with this name. Choose another name."), field="name")


def free_slug(name: str) -> str:
    """Return an address for the name that no other program has."""
    stem = slugify(name)[:70] or "program"
    number, slug = 1, stem
    while slug in TAKEN or Program.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{stem}-{number}"
    return slug
