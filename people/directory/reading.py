"""From the bytes of an uploaded file to a table of texts, or to a sentence that says why not."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from people.directory import fields
from people.errors import PeopleError

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 10 * 1024 * 1024
MOST_ROWS = 50_000
DELIMITERS = ",;\t"
# What a file begins with that is something else, and what to call it.
OTHER_FORMATS = (
    (b"PK\x03\x04", "Excel (.xlsx)"),
    (b"\xd0\xcf\x11\xe0", "Excel (.xls)"),
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "gzip"),
    (b"<", "HTML, XML"),
    (b"{", "JSON"),
    (b"[", "JSON"),
)
# Invisible, and part of how names are written in Persian and Indian scripts.
JOINERS = "\u200c\u200d"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Row:
    """One row of the file: its number as a spreadsheet counts (the header is row 1) and its texts."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """What was read. Cells of refused columns are empty; `refused` names those columns."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    refused: tuple[str, ...] = ()


def read(data: bytes) -> Table:
    """Read a CSV file. Raises `PeopleError` for anything that is not one; a bad row is left for the preview."""
    text = _decode(data)
    first, _newline, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and rest:  # Excel's own way to name the delimiter
        text = rest
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True))
    except csv.Error as error:
        raise PeopleError(
            _("The file cannot be read as CSV: a quotation mark is opened and not closed, or stands inside a cell.")
        ) from error
    numbered = [(number, record) for number, record in enumerate(records, 1) if any(cell.strip() for cell in record)]
    if not numbered:
        raise PeopleError(_("The file is empty."))
    headers = _headers(numbered[0][1])
    if len(numbered) == 1:
        raise PeopleError(_("The file has a header but no rows."))
    if len(numbered) > MOST_ROWS:
        raise PeopleError(_("The file has more than %s rows. Split it.") % f"{MOST_ROWS:,}")
    refused = {index for index, header in enumerate(headers) if fields.is_refused(header)}
    return Table(
        headers=headers,
        rows=tuple(
            Row(number, tuple(_cells(record, width=len(headers), refused=refused))) for number, record in numbered[1:]
        ),
        refused=tuple(headers[index] for index in sorted(refused)),
    )


def _decode(data: bytes) -> str:
    if not data.strip():
        raise PeopleError(_("The file is empty."))
    if len(data) > LARGEST:
        raise PeopleError(_("The file is larger than %s MB. Split it.") % (LARGEST // 1024 // 1024))
    if data.startswith(UTF_16):
        raise PeopleError(_("The file is UTF-16 (“Unicode text”). Save it as “CSV UTF-8”."))
    for beginning, name in OTHER_FORMATS:
        if data.lstrip().startswith(beginning):
            raise PeopleError(_("This is not a CSV file but %s. Save it as “CSV UTF-8”.") % name)
    if b"\x00" in data:
        raise PeopleError(_("The file holds NUL bytes, so it is not plain text. Save it as “CSV UTF-8”."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise PeopleError(_("The file is not UTF-8 (line %s). Save it as “CSV UTF-8”.") % line) from error


def _delimiter(text: str) -> str:
    """Return what separates the cells of the first line that has words, quoted parts left out."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", line)
    return max(DELIMITERS, key=bare.count)


def _headers(record: list[str]) -> tuple[str, ...]:
    headers = [clean(cell) for cell in record]
    while headers and not headers[-1]:
        headers.pop()
    if any("@" in header for header in headers):
        raise PeopleError(_("The first row must name the columns, but it holds an email address."))
    if not any(fields.field_of(header) for header in headers):
        raise PeopleError(
            _("The first row must name the columns, such as “Email” and “Name”. None of these is known: %s.")
            % ", ".join(header[:40] for header in headers if header)
        )
    names = [fields.normal(header) for header in headers]
    for header, name in zip(headers, names, strict=True):
        if name and names.count(name) > 1:
            raise PeopleError(_("Two columns are called “%s”. Rename or delete one.") % header)
    return tuple(headers)


def _cells(record: list[str], *, width: int, refused: set[int]) -> Iterator[str]:
    """Yield the cells without those of refused columns. Empty ones beyond the header's width are dropped."""
    while len(record) > width and not record[-1].strip():
        record = record[:-1]
    for index, cell in enumerate(record):
        yield "" if index in refused else clean(cell)


def clean(cell: str) -> str:
    """Return a cell in one line, with composed characters and without what cannot be seen."""
    if not (cell.isascii() and cell.isprintable()):
        cell = "".join(_seen(char) for char in unicodedata.normalize("NFC", cell))
    return " ".join(cell.split())


def _seen(char: str) -> str:
    """Return a character, a space for one that controls, nothing for one that is only a mark."""
    category = unicodedata.category(char)
    if category == "Cc":
        return " "
    return "" if category == "Cf" and char not in JOINERS else char
