"""What reading any CSV file takes (RFC 4180): bytes to text, what separates the cells, and cells without what is unseen.

No Django, and no sentences: each caller that reads a file says in its own words what is wrong with it.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto

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
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# Invisible, and part of how names are written in Persian and Indian scripts.
JOINERS = "\u200c\u200d"
# The header is within so many characters.
BEGINNING = 2 * 1024 * 1024


class CsvFault(Enum):
    """Why bytes are no text of a CSV file."""

    EMPTY = auto()
    UTF_16 = auto()
    OTHER_FORMAT = auto()
    NUL = auto()
    NOT_UTF_8 = auto()


class NotTextError(ValueError):
    """These bytes are no text. `detail` is the name of the other format, or the line that is not UTF-8."""

    def __init__(self, fault: CsvFault, detail: str | int = "") -> None:
        super().__init__(fault.name)
        self.fault = fault
        self.detail = detail


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8, with or without a byte order mark; raises `NotTextError`."""
    if not data.strip():
        raise NotTextError(CsvFault.EMPTY)
    if data.startswith(UTF_16):
        raise NotTextError(CsvFault.UTF_16)
    for beginning, name in OTHER_FORMATS:
        if data.lstrip().startswith(beginning):
            raise NotTextError(CsvFault.OTHER_FORMAT, name)
    if b"\x00" in data:
        raise NotTextError(CsvFault.NUL)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotTextError(CsvFault.NOT_UTF_8, data[: error.start].count(b"\n") + 1) from error


def without_sep(text: str) -> str:
    """Take off the line in which Excel names the delimiter, `sep=;`."""
    first, _newline, rest = text.partition("\n")
    return rest if first.strip().lower().startswith("sep=") and rest else text


def delimiter(text: str) -> str:
    """Return what separates the cells of the first record that has words, what stands in quotation marks left out."""
    bare = re.sub(r'"[^"]*"', "quoted", text[:BEGINNING])
    line = next((line for line in bare.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=line.count)


def without_tail(record: list[str], width: int) -> list[str]:
    """Return a record without empty cells beyond the width of the header."""
    while len(record) > width and not record[-1].strip():
        record = record[:-1]
    return record


def clean(cell: str, *, lines: bool = False) -> str:
    """Return a cell with composed characters, single spaces and without what cannot be seen; in one line, or in its own."""
    kept = "\n" if lines else ""
    if not (cell.isascii() and cell.isprintable()):
        whole = unicodedata.normalize("NFC", cell.replace("\r\n", "\n").replace("\r", "\n"))
        cell = "".join(_seen(char, kept) for char in whole)
    if not lines:
        return " ".join(cell.split())
    return "\n".join(" ".join(line.split()) for line in cell.strip().split("\n")).strip()


def _seen(char: str, kept: str) -> str:
    """Return a character, a space for one that controls, nothing for one that is only a mark."""
    category = unicodedata.category(char)
    if category == "Cc" and char not in kept:
        return " "
    return "" if category == "Cf" and char not in JOINERS else char
