"""A CSV file as people have it becomes a table, or a sentence that says what is wrong with it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from matching.csvmatch import csv_tables
from matching.csvmatch.csv_tables import read_bytes, read_table
from matching.csvmatch.errors import FilesError
from matching.tests.csvmatch.samples import table

if TYPE_CHECKING:
    from pathlib import Path


def cells(data: bytes) -> list[tuple[int, tuple[str, ...]]]:
    """Return row numbers and cells."""
    return [(row.number, row.cells) for row in read_table(data, "people.csv").rows]


@pytest.mark.parametrize(
    "data",
    [
        b"id,name\nm1,Ada\n",
        b"\xef\xbb\xbfid,name\r\nm1,Ada\r\n",
        b"id;name\nm1;Ada",
        b"id\tname\nm1\tAda\n",
        b'"id","name"\n"m1","Ada"\n',
        b"ID ,  name,,\nm1,Ada,,\n",
    ],
)
def test_a_file_is_read_with_or_without_bom_and_with_any_usual_separator(data: bytes) -> None:
    assert cells(data) == [(2, ("m1", "Ada"))]


def test_excels_own_way_to_name_the_separator_is_understood() -> None:
    assert cells(b"sep=;\nid;name\nm1;Ada, Lady\n") == [(3, ("m1", "Ada, Lady"))]


def test_a_quoted_cell_may_hold_separators_and_line_breaks_and_counts_as_one_row() -> None:
    assert cells(b'id,about\nm1,"one,\r\n two"\nm2,three\n') == [(2, ("m1", "one,\ntwo")), (3, ("m2", "three"))]


def test_a_separator_inside_a_quoted_header_does_not_decide() -> None:
    assert read_table(b'"id";"a,b,c,d"\nm1;x\n', "people.csv").headers == ("id", "a,b,c,d")


def test_empty_rows_are_passed_over_and_still_counted() -> None:
    assert cells(b"\nid,name\n\nm1,Ada\n,\nm2,Bo\n") == [(4, ("m1", "Ada")), (6, ("m2", "Bo"))]


def test_cells_that_a_program_left_out_at_the_end_of_a_row_are_empty() -> None:
    assert cells(b"id,name,team\nm1\n") == [(2, ("m1", "", ""))]


def test_invisible_characters_are_dropped_and_accents_composed() -> None:
    assert cells("id,name\nm1,\u200bZoe\u0308\u00a0 K\n".encode()) == [(2, ("m1", "Zoë K"))]


def test_protected_columns_are_not_even_kept() -> None:
    found = table("id,identity to match,pay grade\nm1,secret,B2\n")

    assert found.protected == ("identity to match",)
    assert found.rows[0].cells == ("m1", "", "B2")


BAD = {
    "nothing": (b"", "people.csv is empty."),
    "blanks": (b"\n \n", "people.csv is empty."),
    "separators only": (b",,\n,,\n", "people.csv is empty."),
    "no rows": (b"id,name\n", "people.csv has a header but no rows."),
    "an address as header": (b"m1@example.org,Ada\nm2@example.org,Bo\n", "The first row of people.csv must name the columns, but it holds “m1@example.org”."),
    "a number as header": (b"Ada,17\nBo,18\n", "The first row of people.csv must name the columns, but it holds “17”."),
    "a column twice": (b"id,Name,name\nm1,a,b\n", "Two columns of people.csv are called “name”. Rename or delete one."),
    "latin-1": ("id,name\nm1,Ada\nm2,Zoë\n".encode("latin-1"), "people.csv is not UTF-8 (line 3). Save it as “CSV UTF-8”."),
    "utf-16": ("id,name\nm1,Ada\n".encode("utf-16"), "people.csv is UTF-16 (“Unicode text”), not UTF-8. Save it as “CSV UTF-8”."),
    "Excel": (b"PK\x03\x04whatever", "people.csv is not a CSV file but Excel (.xlsx). Save it as “CSV UTF-8”."),
    "NUL": (b"id,name\nm1,\x00\n", "people.csv holds NUL bytes, so it is not plain text. Save it as “CSV UTF-8”."),
    "an open quotation mark": (b'id,name\nm1,Ada\nm2,"Bo\n', "people.csv cannot be read as CSV from row 3 on: a quotation mark is opened and not closed, or is inside a cell."),
    "text after a quotation mark": (b'id,name\nm1,"Ada"x\n', "people.csv cannot be read as CSV from row 2 on: a quotation mark is opened and not closed, or is inside a cell."),
    "cells beyond the header": (b"id,name\nm1,Ada, Lady\n", "people.csv, row 2: there are 3 cells and 2 columns. A separator inside a cell must be in quotation marks."),
}  # fmt: skip


@pytest.mark.parametrize(("data", "sentence"), BAD.values(), ids=BAD)
def test_a_file_that_cannot_be_taken_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(FilesError) as caught:
        read_table(data, "people.csv")

    assert caught.value.problems == (sentence,)


def test_every_row_with_too_many_cells_is_named() -> None:
    with pytest.raises(FilesError) as caught:
        table("id\nm1,x\nm2\nm3,y\n")

    assert [problem.split(":")[0] for problem in caught.value.problems] == ["mentees.csv, row 2", "mentees.csv, row 4"]


def test_a_giant_cell_and_a_giant_file_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(FilesError, match="row 2 on: a cell is longer than 1,048,576 characters"):
        read_table(b"id,about\nm1," + b"x" * (csv_tables.LONGEST_CELL + 1), "people.csv")
    monkeypatch.setattr(csv_tables, "MOST_ROWS", 2)
    with pytest.raises(FilesError, match="more than 2 rows"):
        table("id\na\nb\nc\n")
    monkeypatch.setattr(csv_tables, "LARGEST", 3)
    (tmp_path / "big.csv").write_text("id\na\n")
    with pytest.raises(FilesError, match="big.csv is larger than"):
        read_bytes(tmp_path / "big.csv")


def test_a_file_that_is_not_there_or_is_a_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FilesError, match="There is no file .*gone.csv"):
        read_bytes(tmp_path / "gone.csv")
    with pytest.raises(FilesError, match="is a folder, not a file"):
        read_bytes(tmp_path)


def test_reading_leaves_the_limit_of_cells_as_it_was() -> None:
    """It is the whole process's, and others read files too."""
    before = csv.field_size_limit()

    read_table(b"id,name\n1,Ada\n", "people.csv")

    assert csv.field_size_limit() == before
