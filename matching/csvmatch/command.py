"""From paths to a report and a written file: what the command does, without printing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.csvmatch.csv_tables import read_bytes, read_table
from matching.csvmatch.errors import FilesError, stop_if
from matching.csvmatch.guess import guess
from matching.csvmatch.mapping_reader import parse
from matching.csvmatch.matching import match
from matching.csvmatch.report_files import as_csv, as_json

if TYPE_CHECKING:
    from pathlib import Path

    from matching.csvmatch.csv_tables import Table
    from matching.csvmatch.report import MatchReport

# How each is written, and in which encoding: a spreadsheet reads CSV as UTF-8 only with a mark at its beginning.
WRITERS = {".csv": (as_csv, "utf-8-sig"), ".json": (as_json, "utf-8")}


def match_files(
    mentees: Path, mentors: Path, *, mapping: Path | None = None, out: Path | None = None
) -> tuple[MatchReport, list[str]]:
    """Match two files, write `out` if it is given, and return the report and what was recognised without a mapping.

    Raises `FilesError`, and then nothing was written.
    """
    _check_paths(mentees, mentors, mapping, out)
    rules = parse(read_bytes(mapping), mapping.name) if mapping else None
    left, right = _tables(mentees, mentors)
    recognised: list[str] = []
    if rules is None:
        rules, recognised = guess(left, right)
    report = match(left, right, rules)
    if out:
        _write(report, out)
    return report, recognised


def _check_paths(mentees: Path, mentors: Path, mapping: Path | None, out: Path | None) -> None:
    problems: list[str] = []
    if mentees.resolve() == mentors.resolve():
        problems.append(f"{mentees.name} is given twice. Mentees and mentors stand in two files.")
    if out and out.suffix.lower() not in WRITERS:
        problems.append(f"{out.name} must end in .csv or .json.")
    if out and not out.resolve().parent.is_dir():
        problems.append(f"There is no folder {out.parent}.")
    if out and out.is_dir():
        problems.append(f"{out} is a folder, not a file.")
    if out and out.resolve() in {path.resolve() for path in (mentees, mentors, mapping) if path}:
        problems.append(f"{out.name} is one of the files that are read. Choose another name for --out.")
    stop_if(problems)


def _tables(mentees: Path, mentors: Path) -> tuple[Table, Table]:
    """Read both files. What is wrong with either is raised together."""
    problems: list[str] = []
    tables: list[Table] = []
    contents: list[bytes] = []
    # Two files of one name in different folders are told apart by the folder.
    names = [path.name if mentees.name != mentors.name else str(path) for path in (mentees, mentors)]
    for path, name in zip((mentees, mentors), names, strict=True):
        try:
            contents.append(read_bytes(path))
            tables.append(read_table(contents[-1], name))
        except FilesError as error:
            problems += error.problems
    stop_if(problems)
    if contents[0] == contents[1]:
        raise FilesError(f"{names[0]} and {names[1]} are the same. Mentees and mentors stand in two files.")
    return tables[0], tables[1]


def _write(report: MatchReport, out: Path) -> None:
    try:
        write, encoding = WRITERS[out.suffix.lower()]
        out.write_text(write(report), encoding=encoding, newline="")
    except OSError as error:
        raise FilesError(f"{out} cannot be written: {error.strerror}.") from error
