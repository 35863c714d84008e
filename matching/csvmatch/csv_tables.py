"""From the bytes of a CSV file (RFC 4180; comma, semicolon or tab) to a table of texts, or to sentences that say why not."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matching.csvmatch.errors import FilesError, stop_if
from matching.csvmatch.names import is_protected, listed, meant, normal, short
from people.directory import csv_text
from people.directory.csv_text import CsvFault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST = 100 * 1024 * 1024
MOST_ROWS = 200_000
LONGEST_CELL = 1024 * 1024
SAVE = "Save it as “CSV UTF-8”."
SENTENCES = {
    CsvFault.EMPTY: "{name} is empty.",
    CsvFault.UTF_16: "{name} is UTF-16 (“Unicode text”), not UTF-8. {save}",
    CsvFault.OTHER_FORMAT: "{name} is not a CSV file but {detail}. {save}",
    CsvFault.NUL: "{name} holds NUL bytes, so it is not plain text. {save}",
    CsvFault.NOT_UTF_8: "{name} is not UTF-8 (line {detail}). {save}",
}


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet counts (the header is row 1) and its texts, one for each header."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """What was read. Cells of protected columns are empty; `protected` names these columns."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    protected: tuple[str, ...] = ()

    def place(self, row: Row) -> str:
        """Say where a row stands."""
        return f"{self.name}, row {row.number}"

    def column(self, header: str) -> int | None:
        """Return which column has this name, however it is written."""
        names = [normal(name) for name in self.headers]
        return names.index(normal(header)) if normal(header) in names else None

    def missing(self, header: str) -> str:
        """Say that there is no such column, and which one may be meant."""
        usable = [name for name in self.headers if name and name not in self.protected]
        return f"{self.name} has no column “{header}”.{meant(header, usable)} Its columns are {listed(usable)}."


def read_bytes(path: Path) -> bytes:
    """Read a file whole, or say why that is not possible."""
    try:
        if path.stat().st_size > LARGEST:
            raise FilesError(f"{path.name} is larger than {LARGEST // 1024 // 1024} MB. Split it.")
        return path.read_bytes()
    except FileNotFoundError:
        raise FilesError(f"There is no file {path}.") from None
    except IsADirectoryError:
        raise FilesError(f"{path} is a folder, not a file.") from None
    except OSError as error:
        raise FilesError(f"{path} cannot be read: {error.strerror}.") from error


def read_table(data: bytes, name: str) -> Table:
    """Read a CSV file; `name` is what the sentences call it. Raises `FilesError`."""
    whole = _decode(data, name)
    text = csv_text.without_sep(whole)
    first = 1 if text == whole else 2
    numbered = [(number, record) for number, record in _records(text, name, first=first) if any(map(str.strip, record))]
    if not numbered:
        raise FilesError(f"{name} is empty.")
    headers = _headers(numbered[0][1], name)
    if len(numbered) == 1:
        raise FilesError(f"{name} has a header but no rows.")
    if len(numbered) > MOST_ROWS:
        raise FilesError(f"{name} has more than {MOST_ROWS:,} rows. Split it.")
    protected = tuple(header for header in headers if is_protected(header))
    problems: list[str] = []
    hidden = {index for index, header in enumerate(headers) if header in protected}
    rows = tuple(
        Row(number, tuple(_cells(record, len(headers), hidden, f"{name}, row {number}", problems)))
        for number, record in numbered[1:]
    )
    stop_if(problems)
    return Table(name, headers, rows, protected)


def _decode(data: bytes, name: str) -> str:
    try:
        return csv_text.decode(data)
    except csv_text.NotTextError as error:
        raise FilesError(SENTENCES[error.fault].format(name=name, detail=error.detail, save=SAVE)) from error


def _records(text: str, name: str, *, first: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the records with their numbers; a quoted cell may hold line breaks."""
    # The limit is the whole process's: others read files too.
    before = csv.field_size_limit(LONGEST_CELL)
    number = first - 1
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=csv_text.delimiter(text), strict=True):
            number += 1
            yield number, record
    except csv.Error as error:
        what = (
            f"a cell is longer than {LONGEST_CELL:,} characters"
            if "field larger" in str(error)
            else "a quotation mark is opened and not closed, or is inside a cell"
        )
        raise FilesError(f"{name} cannot be read as CSV from row {number + 1} on: {what}.") from error
    finally:
        csv.field_size_limit(before)


def _headers(record: list[str], name: str) -> tuple[str, ...]:
    headers = [short(csv_text.clean(cell, lines=True), 200) for cell in record]
    while headers and not headers[-1]:
        headers.pop()
    for header in headers:
        if "@" in header or re.fullmatch(r"[\d.,\s]+", header):
            raise FilesError(f"The first row of {name} must name the columns, but it holds “{short(header)}”.")
    names = [normal(header) for header in headers]
    twice = [header for index, header in enumerate(headers) if names[index] and names[index] in names[:index]]
    stop_if([f"Two columns of {name} are called “{header}”. Rename or delete one." for header in dict.fromkeys(twice)])
    return tuple(headers)


def _cells(record: list[str], width: int, hidden: set[int], place: str, problems: list[str]) -> Iterator[str]:
    """Yield one text for each header. Cells that a program left out at the end are empty ones."""
    record = csv_text.without_tail(record, width)
    if len(record) > width:
        problems.append(
            f"{place}: there are {len(record)} cells and {width} columns. A separator inside a cell must be in quotation marks."
        )
    for index in range(width):
        yield "" if index >= len(record) or index in hidden else csv_text.clean(record[index], lines=True)
