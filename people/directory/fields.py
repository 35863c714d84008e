"""The columns that the directory takes from a file, by the names that HR systems give them; and those it refuses."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from people.directory.private import speaks_of_private_matters

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Field(TextChoices):
    """What a column can be taken as. Nothing else is read."""

    EMPLOYEE_NUMBER = "employee_number", _("Employee number")
    EMAIL = "email", _("Email address")
    NAME = "name", _("Full name")
    FIRST_NAME = "first_name", _("First name")
    LAST_NAME = "last_name", _("Last name")
    KNOWN_AS = "known_as", _("Known as")
    JOB_TITLE = "job_title", _("Job title")
    DEPARTMENT = "department", _("Department")
    LEVEL = "level", _("Level or grade")
    SITE = "site", _("Site")
    TIME_ZONE = "time_zone", _("Time zone")
    LANGUAGES = "languages", _("Languages")
    HIRED_ON = "hired_on", _("Hired on")
    LEFT_ON = "left_on", _("Left on")
    SUPERVISOR = "supervisor", _("Supervisor (number or email)")


SYNONYMS: dict[Field, tuple[str, ...]] = {
    Field.EMPLOYEE_NUMBER: (
        "employee number", "employee no", "employee id", "employee code", "personnel number", "personnel no", "personnel id",
        "staff number", "staff no", "staff id", "person id", "person number", "emp id", "emp no", "worker id", "payroll number",
        "personalnummer", "matricule",
    ),
    Field.EMAIL: (
        "email", "email address", "e mail", "e mail address", "mail", "work email", "work e mail", "business email",
        "work email address", "company email", "primary email", "user principal name", "upn",
    ),
    Field.NAME: ("name", "full name", "display name", "employee name", "preferred full name"),
    Field.FIRST_NAME: ("first name", "firstname", "given name", "forename", "vorname"),
    Field.LAST_NAME: ("last name", "lastname", "surname", "family name", "nachname"),
    Field.KNOWN_AS: ("known as", "preferred name", "preferred first name", "nickname"),
    Field.JOB_TITLE: ("job title", "title", "position", "position title", "role", "job", "business title", "occupation"),
    Field.DEPARTMENT: (
        "department", "dept", "department name", "organisation", "organization", "organisational unit", "organizational unit",
        "org unit", "division", "business unit", "team", "function", "abteilung",
    ),
    Field.LEVEL: ("level", "grade", "job level", "job grade", "career level", "band", "management level"),
    Field.SITE: ("site", "location", "office", "office location", "work location", "workplace", "city", "standort"),
    Field.TIME_ZONE: ("time zone", "timezone", "tz"),
    Field.LANGUAGES: ("languages", "language", "spoken languages", "language skills"),
    Field.HIRED_ON: (
        "hired on", "hire date", "date of hire", "start date", "date of joining", "joining date", "joined", "joined on",
        "entry date", "employment start", "original hire date", "eintrittsdatum",
    ),
    Field.LEFT_ON: (
        "left on", "leave date", "leaving date", "end date", "termination date", "exit date", "last day", "last working day",
        "employment end", "austrittsdatum",
    ),
    Field.SUPERVISOR: (
        "supervisor", "supervisor number", "supervisor employee number", "supervisor id", "supervisor email", "manager",
        "manager number", "manager id", "manager employee number", "manager employee id", "manager email",
        "manager email address", "line manager", "line manager id", "line manager email", "line manager number",
        "supervisor email address", "reports to", "boss", "vorgesetzter",
    ),
}  # fmt: skip


def normal(header: str) -> str:
    """Reduce a header to lower-case words, so that "E-Mail_Address " and "e mail address" are the same."""
    plain = unicodedata.normalize("NFKC", header).casefold()
    return " ".join(re.findall(r"\w+", plain.replace("_", " ")))


_BY_NAME: dict[str, Field] = {normal(name): field for field, names in SYNONYMS.items() for name in names}


def is_refused(header: str) -> bool:
    """Tell whether a column of this name is never read."""
    return normal(header) not in _BY_NAME and speaks_of_private_matters(header)


def field_of(header: str) -> Field | None:
    """Return what a column of this name usually is."""
    return _BY_NAME.get(normal(header))


def guess(headers: Iterable[str]) -> dict[str, Field]:
    """Return which header is taken as which field, by its name. Where two fit, the first one is taken.

    A full name is left out where first and last name are there as well.
    """
    guesses: dict[str, Field] = {}
    for header in headers:
        field = field_of(header)
        if field and field not in guesses.values() and not is_refused(header):
            guesses[header] = field
    if {Field.FIRST_NAME, Field.LAST_NAME} <= set(guesses.values()):
        guesses = {header: field for header, field in guesses.items() if field != Field.NAME}
    return guesses


def mapping_problems(mapping: Mapping[str, Field]) -> list[str]:
    """Return what is wrong with a mapping, as sentences."""
    problems: list[str] = []
    taken = list(mapping.values())
    for field in Field:
        if taken.count(field) > 1:
            headers = [header for header, other in mapping.items() if other == field]
            problems.append(
                _("Two columns are used as “%(field)s”: %(columns)s. Choose one.")
                % {"field": field.label, "columns": ", ".join(headers)}
            )
    problems += [
        _("The column “%s” is left out because its name suggests something private. Choose another one.") % header
        for header in mapping
        if is_refused(header)
    ]
    if Field.EMAIL not in taken:
        problems.append(str(_("Choose the column with the email address.")))
    if Field.NAME not in taken and not {Field.FIRST_NAME, Field.LAST_NAME} <= set(taken):
        problems.append(str(_("Choose the column with the full name, or those with first and last name.")))
    if Field.NAME in taken and (Field.FIRST_NAME in taken or Field.LAST_NAME in taken):
        problems.append(str(_("Choose either the full name, or first and last name.")))
    return problems
