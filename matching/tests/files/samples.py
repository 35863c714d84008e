"""Small files of mentees and mentors, and mappings for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.files.matching import match
from matching.files.parsing import parse
from matching.files.reading import Table, read_table

if TYPE_CHECKING:
    from matching.files.report import Line, Report

PEOPLE = '[mentees]\nid = "id"\n[mentors]\nid = "id"\n'
GRADES = '[scales]\ngrade = ["Junior", "Middle", "Senior", "Lead"]\n'
ABOVE = '[[constraints]]\nname = "Above"\nkind = "steps"\nscale = "grade"\ncolumn = "grade"\nleast = 1\nmost = 2\n'
OTHER = '[[constraints]]\nname = "Other team"\nkind = "differs"\ncolumn = "team"\n'
SAME = '[[criteria]]\nname = "Profession"\nkind = "same"\ncolumn = "profession"\npoints = 20\n'


def table(text: str, name: str = "mentees.csv") -> Table:
    """Read a file of this text."""
    return read_table(text.encode(), name)


def run(mentees: str, mentors: str, rules: str = "", *, people: str = PEOPLE) -> Report:
    """Match two files by a mapping."""
    return match(table(mentees), table(mentors, "mentors.csv"), parse((people + rules).encode(), "mapping.toml"))


def pairs(report: Report) -> dict[str, str | None]:
    """Return who has whom, by id."""
    return {line.mentee.id: line.mentor.id if line.mentor else None for line in report.lines}


def line_of(report: Report, mentee: str) -> Line:
    """Return the line of one mentee."""
    return next(line for line in report.lines if line.mentee.id == mentee)
