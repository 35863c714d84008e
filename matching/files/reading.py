"""From the bytes of a CSV file (RFC 4180; comma, semicolon or tab) to a table of texts, or to sentences that say why not."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matching.files.errors import FilesError, stop_if
from matching.files.names import is_protected, listed, meant, normal, short

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST = 100 * 1024 * 1024
MOST_ROWS = 200_000
LONGEST_CELL = 1024 * 1024
DELIMITERS = ",;\t"
# What a file begins with that is something else, and what to call it.
OTHER_FORMATS = (
    (b"PK\x03\x04", "Excel (.xlsx)"),
    (b"\xd0\xcf\x11\xe0", "Excel (.xls)"),
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "gzip"),
    (b"<", "HTML or XML"),
    (b"{", "JSON"),
)
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
SAVE = "Save it as “CSV UTF-8”."
# Invisible, and part of how names are written in Persian and Indian scripts.
JOINERS = "\u200c\u200d"


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
    text, first = _decode(data, name), 1
    line, _newline, rest = text.partition("\n")
    if line.strip().lower().startswith("sep=") and rest:  # Excel's own way to name the delimiter
        text, first = rest, 2
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
    if not data.strip():
        raise FilesError(f"{name} is empty.")
    if data.startswith(UTF_16):
        raise FilesError(f"{name} is UTF-16 (“Unicode text”), not UTF-8. {SAVE}")
    for beginning, kind in OTHER_FORMATS:
        if data.lstrip().startswith(beginning):
            raise FilesError(f"{name} is not a CSV file but {kind}. {SAVE}")
    if b"\x00" in data:
        raise FilesError(f"{name} holds NUL bytes, so it is not plain text. {SAVE}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise FilesError(f"{name} is not UTF-8 (line {line}). {SAVE}") from error


def _records(text: str, name: str, *, first: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the records with their numbers; a quoted cell may hold line breaks."""
    csv.field_size_limit(LONGEST_CELL)
    number = first - 1
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True):
            number += 1
            yield number, record
    except csv.Error as error:
        what = (
            f"a cell is longer than {LONGEST_CELL:,} characters"
            if "field larger" in str(error)
            else "a quotation mark is opened and not closed, or stands inside a cell"
        )
        raise FilesError(f"{name} cannot be read as CSV from row {number + 1} on: {what}.") from error


def _delimiter(text: str) -> str:
    """Return what separates the cells of the first record that has words, what stands in quotation marks left out."""
    bare = re.sub(r'"[^"]*"', "quoted", text[: 2 * LONGEST_CELL])
    line = next((line for line in bare.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=line.count)


def _headers(record: list[str], name: str) -> tuple[str, ...]:
    headers = [short(clean(cell), 200) for cell in record]
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
    while len(record) > width and not record[-1].strip():
        record = record[:-1]
    if len(record) > width:
        problems.append(
            f"{place}: there are {len(record)} cells and {width} columns. A separator inside a cell must stand in quotation marks."
        )
    for index in range(width):
        yield "" if index >= len(record) or index in hidden else clean(record[index])


def clean(cell: str) -> str:
    """Return a cell with composed characters and without what cannot be seen; line breaks stay."""
    if not (cell.isascii() and cell.isprintable()):
        cell = "".join(
            _seen(char) for char in unicodedata.normalize("NFC", cell.replace("\r\n", "\n").replace("\r", "\n"))
        )
    return "\n".join(" ".join(line.split()) for line in cell.strip().split("\n")).strip()


def _seen(char: str) -> str:
    """Return a character, a space for one that controls, nothing for one that is only a mark."""
    category = unicodedata.category(char)
    if category == "Cc" and char != "\n":
        return " "
    return "" if category == "Cf" and char not in JOINERS else char
