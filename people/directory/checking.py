"""The checks that need the whole file and the directory: doubles, whom a row is about, whose address, levels, employment."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from people.directory.fields import Field

if TYPE_CHECKING:
    from collections.abc import Collection

    from people.directory.state import Directory
    from people.directory.values import DirectoryEntry


@dataclass
class Sheet:
    """The entries of a file beside the directory. Each check adds its sentences to the entries.

    People of the directory are known by their id; someone whom the file would create by the row's number
    with a minus before it. Both dicts are keyed by row number.
    """

    entries: list[DirectoryEntry]
    directory: Directory
    person_of: dict[int, int] = field(default_factory=dict)
    supervisor_of: dict[int, int | None] = field(default_factory=dict)
    unknown_levels: dict[str, None] = field(default_factory=dict)

    def name(self, person: int) -> str:
        """What to call someone in a sentence."""
        if person > 0:
            return str(self.directory.people[person].values[Field.NAME])
        return next(entry.name for entry in self.entries if entry.row == -person)


def refuse_doubles(sheet: Sheet) -> None:
    """Refuse rows with the same address or number: neither can be trusted."""
    rows_by: dict[tuple[Field, str], list[DirectoryEntry]] = defaultdict(list)
    for entry in sheet.entries:
        for key, value in ((Field.EMAIL, entry.email), (Field.EMPLOYEE_NUMBER, entry.number)):
            if value:
                rows_by[key, value].append(entry)
    for (key, _value), entries in rows_by.items():
        for entry in entries if len(entries) > 1 else ():
            others = ", ".join(str(other.row) for other in entries if other is not entry)
            if key == Field.EMAIL:
                entry.problems.append(_("The same email address is in row %s.") % others)
            else:
                entry.problems.append(_("The same employee number is in row %s.") % others)


def find_people(sheet: Sheet) -> None:
    """Find out whom each row is about, by employee number or else by address, and refuse what fits two people."""
    by_number, by_email = sheet.directory.by_number(), sheet.directory.by_email()
    for entry in sheet.entries:
        numbered, addressed = by_number.get(entry.number), by_email.get(entry.email)
        person = sheet.person_of[entry.row] = numbered or addressed or -entry.row
        if numbered and addressed and numbered != addressed:
            names = {"one": sheet.name(numbered), "other": sheet.name(addressed)}
            entry.problems.append(
                _("The employee number belongs to %(one)s and the email address to %(other)s.") % names
            )
        elif person > 0 and entry.number:
            present = str(sheet.directory.people[person].values[Field.EMPLOYEE_NUMBER] or "")
            if present and present.casefold() != entry.number:
                entry.problems.append(_("The email address belongs to employee number %s.") % present)


def refuse_others_addresses(sheet: Sheet) -> None:
    """Let nobody come into another person's account by way of an address that was, is or will be that person's (E-34)."""
    known = sheet.directory.addresses
    waiting = {new: person for person, new in known.waiting.items()}
    for entry in sheet.entries:
        person = sheet.person_of[entry.row]
        waits_for, belonged_to = waiting.get(entry.email, person), known.earlier.get(entry.email, person)
        if waits_for != person:
            entry.problems.append(_("The email address is waiting to become %s’s new address.") % sheet.name(waits_for))
        elif person < 0 and belonged_to != person:
            entry.problems.append(
                _("The email address used to be %s’s. If it now belongs to someone new, add them on the desk.")
                % sheet.name(belonged_to)
            )
        elif (person, entry.email) in known.stopped:
            entry.problems.append(
                _("%s has said that this is not their email address. Ask them, and change it on the desk.")
                % sheet.name(person)
            )
        elif person > 0 and not _is_sure(sheet, entry, person) and _is_somebody_else(sheet, entry, person):
            name = sheet.name(person)
            if sheet.directory.people[person].values[Field.LEFT_ON]:
                sentence = _(
                    "The email address belonged to %(name)s, who has left. If the row is about someone new, give the "
                    "address free on %(name)s’s page of the desk. If it is the same person, correct the name there first."
                )
            else:
                sentence = _(
                    "The email address belongs to %(name)s. If this is the same person under a new name, change the name "
                    "on the desk first. If it is someone new, change %(name)s’s address first."
                )
            entry.problems.append(sentence % {"name": name})


def _is_sure(sheet: Sheet, entry: DirectoryEntry, person: int) -> bool:
    """Whether an employee number, and not the address alone, says whom the row is about."""
    number = str(sheet.directory.people[person].values[Field.EMPLOYEE_NUMBER] or "").casefold()
    return bool(number) and number == entry.number


def _is_somebody_else(sheet: Sheet, entry: DirectoryEntry, person: int) -> bool:
    """Whether name or dates say that an address has passed on to a colleague. A new surname alone does not."""
    present = sheet.directory.people[person].values
    old, new = (set(str(name or "").casefold().split()) for name in (present[Field.NAME], entry.values.get(Field.NAME)))
    if left := present[Field.LEFT_ON]:
        hired = entry.values.get(Field.HIRED_ON)
        return old != new or bool(hired and str(hired) > str(left))
    return not old & new


def refuse_unknown_levels(sheet: Sheet, known: Collection[str]) -> None:
    """Refuse levels that are neither there nor put in order: one cannot simply be added."""
    folded = {name.casefold() for name in known}
    for entry in sheet.entries:
        level = str(entry.values.get(Field.LEVEL) or "")
        if level and level.casefold() not in folded:
            sheet.unknown_levels.setdefault(level)
            entry.problems.append(
                _("The level “%s” is not in the directory. Say where it belongs among the others.") % level
            )


def refuse_leaving_before_hiring(sheet: Sheet) -> None:
    """Nobody leaves before being hired, whichever of the two dates the file brings."""
    for entry in sheet.entries:
        known = sheet.directory.people.get(sheet.person_of[entry.row])
        hired, left = (
            entry.values[key] if key in entry.values else known.values[key] if known else None
            for key in (Field.HIRED_ON, Field.LEFT_ON)
        )
        if hired and left and str(left) < str(hired):
            entry.problems.append(_("The person leaves before being hired."))
