"""From the bytes of an uploaded file to a table of texts, or to a sentence that says why not."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.directory import csv_text, fields
from people.directory.csv_text import CsvFault, clean
from people.errors import PeopleError

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 10 * 1024 * 1024
MOST_ROWS = 50_000
BEYOND = "…"
SENTENCES = {
    CsvFault.EMPTY: gettext_lazy("The file is empty."),
    CsvFault.UTF_16: gettext_lazy("The file is UTF-16 (“Unicode text”). Save it as “CSV UTF-8”."),
    CsvFault.OTHER_FORMAT: gettext_lazy("This is not a CSV file but %s. Save it as “CSV UTF-8”."),
    CsvFault.NUL: gettext_lazy("The file contains NUL bytes, so it is not plain text. Save it as “CSV UTF-8”."),
    CsvFault.NOT_UTF_8: gettext_lazy("The file is not UTF-8 (line %s). Save it as “CSV UTF-8”."),
}


@dataclass(frozen=True)
class DirectoryRow:
    """One row of the file: its number as a spreadsheet counts (the header is row 1) and its texts."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class DirectoryTable:
    """What was read. Cells of refused columns, and of those without a name, are empty; `refused` names the former."""

    headers: tuple[str, ...]
    rows: tuple[DirectoryRow, ...]
    refused: tuple[str, ...] = ()


def read(data: bytes) -> DirectoryTable:
    """Read a CSV file. Raises `PeopleError` for anything that is not one; a bad row is left for the preview."""
    text = csv_text.without_sep(_decode(data))
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=csv_text.delimiter(text), strict=True))
    except csv.Error as error:
        raise PeopleError(
            _("The file cannot be read as CSV: a quotation mark is opened and not closed, or is inside a cell.")
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
    # What a column without a name holds nobody can tell, so it is not kept either.
    emptied = refused | {index for index, header in enumerate(headers) if not header}
    return DirectoryTable(
        headers=headers,
        rows=tuple(
            DirectoryRow(number, tuple(_cells(record, width=len(headers), emptied=emptied)))
            for number, record in numbered[1:]
        ),
        refused=tuple(headers[index] for index in sorted(refused)),
    )


def _decode(data: bytes) -> str:
    if len(data) > LARGEST:
        raise PeopleError(_("The file is larger than %s MB. Split it.") % (LARGEST // 1024 // 1024))
    try:
        return csv_text.decode(data)
    except csv_text.NotTextError as error:
        sentence = str(SENTENCES[error.fault])
        raise PeopleError(sentence % error.detail if error.detail else sentence) from error


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


def _cells(record: list[str], *, width: int, emptied: set[int]) -> Iterator[str]:
    """Yield the cells without those of emptied columns. Of what stands beyond the header only that it is there is kept."""
    for index, cell in enumerate(csv_text.without_tail(record, width)):
        text = "" if index in emptied else clean(cell)
        yield text if index < width else text and BEYOND
