"""Supervisors in a file: found in any row order, and refused where they cannot come to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from people.directory.fields import Field
from people.reporting import circles

if TYPE_CHECKING:
    from people.directory.checking import Sheet


def find_supervisors(sheet: Sheet) -> None:
    """Find each row's supervisor by number or address; then refuse what hangs on refused rows or closes a circle."""
    by_reference = _references(sheet)
    for entry in sheet.entries:
        reference = str(entry.values.get(Field.SUPERVISOR) or "")
        supervisor = by_reference.get(reference.casefold()) if reference else None
        if reference and supervisor is None:
            entry.problems.append(
                _(
                    "The supervisor “%s” is neither in the file nor in the directory (by employee number or email address)."
                )
                % reference[:60]
            )
        elif supervisor is not None and supervisor == sheet.person_of[entry.row]:
            entry.problems.append(_("The person is named as their own supervisor."))
        sheet.supervisor_of[entry.row] = supervisor
    # A refused row can make others impossible, which are refused in the next round.
    while _refuse_orphans(sheet) or _refuse_circles(sheet):
        pass


def _references(sheet: Sheet) -> dict[str, int]:
    """Whom a number or address means once the file is in: what it brings counts before what is there."""
    person_by = {**sheet.directory.by_number(), **sheet.directory.by_email()}
    for entry in sheet.entries:
        person_by |= {reference: sheet.person_of[entry.row] for reference in (entry.number, entry.email) if reference}
    return person_by


def _refuse_orphans(sheet: Sheet) -> bool:
    """Refuse rows whose supervisor would be created by a row that is refused. Tell whether there were any."""
    refused = {sheet.person_of[entry.row] for entry in sheet.entries if entry.problems}
    orphans = [entry for entry in sheet.entries if not entry.problems and _newcomer(sheet, entry.row) in refused]
    for entry in orphans:
        entry.problems.append(_("The supervisor in row %s is refused.") % -(sheet.supervisor_of[entry.row] or 0))
    return bool(orphans)


def _newcomer(sheet: Sheet, row: int) -> int | None:
    """Return the row's supervisor if the file would create them."""
    above = sheet.supervisor_of[row]
    return above if above is not None and above < 0 else None


def _refuse_circles(sheet: Sheet) -> bool:
    """Refuse rows that would close a circle of people who report to each other. Tell whether there were any."""
    entry_of = {sheet.person_of[entry.row]: entry for entry in sheet.entries if not entry.problems}
    supervisor_of = {pk: known.supervisor for pk, known in sheet.directory.people.items()}
    supervisor_of |= {person: sheet.supervisor_of[entry.row] for person, entry in entry_of.items()}
    any_refused = False
    for circle in circles(supervisor_of):
        names = " → ".join(sheet.name(person) for person in [*circle, circle[0]])
        for person in circle:
            if person in entry_of:
                any_refused = True
                entry_of[person].problems.append(_("These people would report to each other in a circle: %s.") % names)
    return any_refused
