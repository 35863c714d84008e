"""Files that are no directory, one by one: each gets a sentence that says what to do."""

from __future__ import annotations

import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.directory.reading import LARGEST, clean, read
from people.errors import PeopleError
from people.tests.files import GOOD, HEADERS, planned

BAD_FILES = {
    "nothing": (b"", "empty"),
    "blank lines only": (b"\n \n\t\n", "empty"),
    "empty cells only": (b",,,\n,,,\n", "empty"),
    "header only": (HEADERS.encode(), "no rows"),
    "no header": (b"E1,ada@example.org,Ada\nE2,ben@example.org,Ben\n", "must name the columns, but it holds an email"),
    "a header that names nothing known": (b"a,b,c\n1,2,3\n", "None of these is known: a, b, c"),
    "two columns of one name": (b"Email,Name,email\na@example.org,A,b@example.org\n", "Two columns are called “Email”"),
    "Latin-1": ("Email,Name\nz@example.org,Zoë\n".encode("latin-1"), r"not UTF-8 \(line 2\)"),
    "UTF-16 with a mark": ("Email,Name\nz@example.org,Zoë\n".encode("utf-16"), "UTF-16"),
    "UTF-16 without a mark": ("Email,Name\nz@example.org,Z\n".encode("utf-16-le"), "NUL bytes"),
    "NUL bytes": (b"Email,Name\na@example.org,A\x00B\n", "NUL bytes"),
    "an Excel workbook": (b"PK\x03\x04\x14\x00\x06\x00", r"not a CSV file but Excel \(.xlsx\)"),
    "an old Excel workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1", r"Excel \(.xls\)"),
    "a PDF": (b"%PDF-1.7\n", "PDF"),
    "a web page": (b"<!doctype html><table><tr><td>Email</td></tr></table>", "HTML"),
    "JSON": (b'[{"email": "a@example.org"}]', "JSON"),
    "a compressed file": (b"\x1f\x8b\x08\x00", "gzip"),
    "a quotation mark that never closes": (b'Email,Name\na@example.org,"Ada\n', "quotation mark"),
    "a quotation mark inside a cell": (b'Email,Name\na@example.org,"Ada" Lovelace\n', "quotation mark"),
    "a cell longer than any text": (b"Email,Name\na@example.org," + b"x" * 200_000, "quotation mark"),
    "more than ten megabytes": (b"Email,Name\n" + b"x" * LARGEST, "larger than 10 MB"),
    "more than fifty thousand rows": (b"Email,Name\n" + b"a@b.org,A\n" * 50_001, "more than 50,000 rows"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_with_a_sentence(name: str) -> None:
    data, sentence = BAD_FILES[name]

    with pytest.raises(PeopleError, match=sentence):
        read(data)


@pytest.mark.parametrize(
    "data",
    [
        GOOD.encode(),
        GOOD.encode("utf-8-sig"),
        GOOD.replace(",", ";").encode(),
        GOOD.replace(",", "\t").encode(),
        GOOD.replace("\n", "\r\n").encode(),
        ("sep=;\n" + GOOD.replace(",", ";")).encode(),
        ("\n\n" + GOOD).encode(),
        "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in GOOD.strip().split("\n")).encode(),
    ],
    ids=["plain", "with BOM", "semicolons", "tabs", "Windows lines", "Excel's sep=", "blank lines first", "quoted"],
)
def test_the_same_directory_is_read_from_every_kind_of_csv(data: bytes) -> None:
    table = read(data)

    assert table.headers == tuple(HEADERS.split(","))
    assert [row.cells[1] for row in table.rows] == ["ada@example.org", "ben@example.org", "cho@example.org"]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them() -> None:
    table = read(b'Email,Name\na@example.org,"Ada\nLovelace"\n\nb@example.org,Ben\n')

    assert [(row.number, row.cells[1]) for row in table.rows] == [(2, "Ada Lovelace"), (4, "Ben")]


def test_a_delimiter_inside_quotes_does_not_decide() -> None:
    table = read(b'"Name; first, last, middle";Email\nAda;a@example.org\n')

    assert table.rows[0].cells == ("Ada", "a@example.org")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  Ada\u00a0 Lovelace\t", "Ada Lovelace"),
        ("Zoe\u0308", "Zoë"),
        ("Ada\u200b\ufeff", "Ada"),
        ("می\u200cشود", "می\u200cشود"),
        ("two\r\nlines", "two lines"),
    ],
    ids=["spaces", "composed", "zero width", "joiner kept", "line break"],
)
def test_a_cell_is_one_line_without_what_cannot_be_seen(cell: str, text: str) -> None:
    assert clean(cell) == text


def test_e17_columns_of_private_life_are_never_read() -> None:
    table = read(
        b"Email,Name,Salary,Home Address,Sick days,Performance rating 2025,Date of birth,Characteristics\n"
        b"a@example.org,Ada,90000,1 Secret Street,12,below,1990-01-01,private\n"
    )

    assert table.refused == (
        "Salary", "Home Address", "Sick days", "Performance rating 2025", "Date of birth", "Characteristics",
    )  # fmt: skip
    assert table.rows[0].cells == ("a@example.org", "Ada", "", "", "", "", "", "")


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_whatever_is_uploaded_is_read_or_refused_with_a_sentence(data: bytes) -> None:
    for start in (b"", b"Email,Name\n", b"Email;Name\n"):
        with suppress(PeopleError):
            assert read(start + data).rows


@given(st.lists(st.lists(st.text(max_size=20), min_size=3, max_size=3), min_size=1, max_size=5))
def test_every_row_of_a_readable_file_has_an_outcome_and_a_refused_one_a_reason(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["Email", "Name", "Manager"], *rows])
    try:
        found = planned(out.getvalue())
    except PeopleError:
        return
    for line in found.lines:
        assert bool(line.reasons) == (line.outcome == "refused")
