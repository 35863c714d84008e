"""From one row's texts to values of the directory, with a sentence for each that is no such value."""

from __future__ import annotations

import functools
import re
import zoneinfo
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people import languages
from people.directory.fields import Field
from web.fields import names

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from people.directory.reading import DirectoryRow

Value = str | date | list[str] | None

# People look after these themselves, or they identify someone: an empty cell leaves them as they are.
KEPT_WHEN_EMPTY = frozenset({Field.EMPLOYEE_NUMBER, Field.KNOWN_AS, Field.TIME_ZONE, Field.LANGUAGES})
DATES = frozenset({Field.HIRED_ON, Field.LEFT_ON})
EARLIEST = date(1930, 1, 1)
LATEST = date(2100, 1, 1)
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
OTHER = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")


class DateForm(TextChoices):
    """How dates are written in the file, with dots, slashes or dashes. 2026-04-30 is always understood."""

    ISO = "iso", gettext_lazy("Year first: 2026-04-30")
    DAY_FIRST = "dmy", gettext_lazy("Day first: 30.4.2026")
    MONTH_FIRST = "mdy", gettext_lazy("Month first: 4/30/2026")


@dataclass
class DirectoryEntry:
    """What one row says about one person: `values` by field, of taken columns only, and what is wrong with it."""

    row: int
    values: dict[Field, Value] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def email(self) -> str:
        """The address as it is compared."""
        return str(self.values.get(Field.EMAIL) or "").casefold()

    @property
    def number(self) -> str:
        """The employee number as it is compared, or nothing."""
        return str(self.values.get(Field.EMPLOYEE_NUMBER) or "").casefold()

    @property
    def name(self) -> str:
        """What to call the row in the preview."""
        return str(self.values.get(Field.NAME) or self.values.get(Field.EMAIL) or "")


def parse(
    row: DirectoryRow, *, headers: Sequence[str], mapping: Mapping[str, Field], date_form: DateForm
) -> DirectoryEntry:
    """Turn one row into an entry."""
    entry = DirectoryEntry(row.number)
    if len(row.cells) != len(headers):
        entry.problems.append(
            _("The row has %(cells)s cells, the header has %(headers)s.")
            % {"cells": len(row.cells), "headers": len(headers)}
        )
        return entry
    texts = {mapping[header]: cell for header, cell in zip(headers, row.cells, strict=True) if header in mapping}
    texts = {field: "" if text == "-" else text for field, text in texts.items()}
    entry.problems += [_("“%s” looks like a formula.") % text[:40] for text in texts.values() if _is_formula(text)]
    if Field.FIRST_NAME in texts:
        first, last = texts.pop(Field.FIRST_NAME), texts.pop(Field.LAST_NAME)
        if not (first and last):
            entry.problems.append(_("The first or the last name is missing."))
        texts[Field.NAME] = f"{first} {last}".strip()
    elif not texts[Field.NAME]:
        entry.problems.append(_("The name is missing."))
    for key, text in texts.items():
        _take(entry, key, text, date_form=date_form)
    return entry


def _is_formula(text: str) -> bool:
    """Tell whether a spreadsheet would run the text."""
    return text.startswith(("=", "+", "@", "-"))


def _take(entry: DirectoryEntry, key: Field, text: str, *, date_form: DateForm) -> None:
    """Put one text into the entry as a value, or say why it cannot be one."""
    if not text and key in KEPT_WHEN_EMPTY:
        return
    try:
        if key in DATES:
            entry.values[key] = read_date(text, date_form) if text else None
        elif key in READERS:
            entry.values[key] = READERS[key](text)
        else:
            entry.values[key] = text
    except ValueError as error:
        entry.problems.append(str(error))
        return
    limit = LIMITS.get(key)
    if limit and len(text) > limit:
        entry.problems.append(
            _("%(field)s: “%(text)s…” is longer than %(limit)s characters.")
            % {"field": key.label, "text": text[:20], "limit": limit}
        )


def read_date(text: str, form: DateForm) -> date:
    """Read a date in ISO form or in the chosen one. Raises `ValueError` with a sentence."""
    if match := ISO.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    elif form != DateForm.ISO and (match := OTHER.fullmatch(text)):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        day, month = (first, second) if form == DateForm.DAY_FIRST else (second, first)
    else:
        raise ValueError(
            _("“%(text)s” is not a date in the form %(form)s.") % {"text": text[:30], "form": _example(form)}
        )
    try:
        parsed = date(year, month, day)
    except ValueError as error:
        raise ValueError(
            _("“%(text)s” is not a day of the calendar in the form %(form)s.") % {"text": text, "form": _example(form)}
        ) from error
    if not EARLIEST <= parsed < LATEST:
        raise ValueError(_("“%s” is too far in the past or in the future to be right.") % text)
    return parsed


def _example(form: DateForm) -> str:
    return {DateForm.ISO: "2026-04-30", DateForm.DAY_FIRST: "30.4.2026", DateForm.MONTH_FIRST: "4/30/2026"}[form]


def read_email(text: str) -> str:
    """Return the address, or say what is wrong with it."""
    if not text:
        raise ValueError(_("The email address is missing."))
    try:
        validate_email(text)
    except ValidationError as error:
        raise ValueError(_("“%s” is not an email address.") % text[:60]) from error
    return text


def read_time_zone(text: str) -> str:
    """Return the IANA name in its own spelling."""
    zone = zones().get(text.casefold().replace(" ", "_"))
    if zone is None:
        raise ValueError(_("“%s” is not a time zone name such as Europe/Berlin.") % text[:40])
    return zone


def read_languages(text: str) -> list[str]:
    """Return the codes of languages that are given by code or English name."""
    languages: list[str] = []
    for word in (part.strip() for part in re.split(r"[,;/|]|\band\b", text)):
        code = language_codes().get(word.casefold()) or language_codes().get(re.split(r"[-_]", word)[0].casefold())
        if word and code is None:
            raise ValueError(_("“%s” is not a language we know. Use codes such as en, de, fr.") % word[:30])
        if code and code not in languages:
            languages.append(code)
    return languages


@functools.cache
def zones() -> dict[str, str]:
    """Return IANA names by their lower-case form."""
    return {name.casefold(): name for name in zoneinfo.available_timezones()}


@functools.cache
def language_codes() -> dict[str, str]:
    """Return codes by code and by English name, in lower case; files speak English, whoever reads them in."""
    codes = {code: code for code, _name in languages.CHOICES}
    # Kept for all readers, so not in the language of the first.
    with translation.override(None):
        return codes | {str(name).casefold(): code for code, name in languages.CHOICES}


def read_name(text: str) -> str:
    """Return a name as it is kept, or say which word is written in two alphabets."""
    try:
        names.refuse_mixed(text)
    except ValidationError as error:
        raise ValueError(error.messages[0]) from error
    return names.plain(text)


READERS: dict[Field, Callable[[str], Value]] = {
    Field.NAME: read_name,
    Field.KNOWN_AS: read_name,
    Field.EMAIL: read_email,
    Field.TIME_ZONE: read_time_zone,
    Field.LANGUAGES: read_languages,
}
LIMITS: dict[Field, int] = {
    Field.EMPLOYEE_NUMBER: 40,
    Field.EMAIL: 254,
    Field.NAME: 200,
    Field.KNOWN_AS: 80,
    Field.JOB_TITLE: 160,
    Field.DEPARTMENT: 120,
    Field.LEVEL: 80,
    Field.SITE: 120,
}
