"""Small files of mentees and mentors, and mappings for them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from matching.csvmatch.csv_tables import Table, read_table
from matching.csvmatch.mapping_reader import parse
from matching.csvmatch.matching import match

if TYPE_CHECKING:
    from matching.csvmatch.report import MatchReport, MenteeLine

PEOPLE = '[mentees]\nid = "id"\n[mentors]\nid = "id"\n'
GRADES = '[scales]\ngrade = ["Junior", "Middle", "Senior", "Lead"]\n'
ABOVE = '[[constraints]]\nname = "Above"\nkind = "steps"\nscale = "grade"\ncolumn = "grade"\nleast = 1\nmost = 2\n'
OTHER = '[[constraints]]\nname = "Other team"\nkind = "differs"\ncolumn = "team"\n'
SAME = '[[criteria]]\nname = "Profession"\nkind = "same"\ncolumn = "profession"\npoints = 20\n'
WISH = '[[criteria]]\nname = "Wish"\nkind = "shares"\nmentee = "wants"\nmentor = "offers"\npoints = 10\nmost = 25\n'
GAP = '[[criteria]]\nname = "Gap"\nkind = "steps"\nscale = "grade"\ncolumn = "grade"\npoints = { 1 = 10, 2 = 30 }\n'
RULES = GRADES + OTHER + ABOVE + SAME + GAP + WISH.replace('mentee = "wants"\nmentor = "offers"', 'column = "words"')
HEADER = "id,team,grade,profession,words\n"


def table(text: str, name: str = "mentees.csv") -> Table:
    """Read a file of this text."""
    return read_table(text.encode(), name)


def run(mentees: str, mentors: str, rules: str = "", *, people: str = PEOPLE) -> MatchReport:
    """Match two files by a mapping."""
    return match(table(mentees), table(mentors, "mentors.csv"), parse((people + rules).encode(), "mapping.toml"))


def pairs(report: MatchReport) -> dict[str, str | None]:
    """Return who has whom, by id."""
    return {line.mentee.id: line.mentor.id if line.mentor else None for line in report.lines}


def line_of(report: MatchReport, mentee: str) -> MenteeLine:
    """Return the line of one mentee."""
    return next(line for line in report.lines if line.mentee.id == mentee)


def random_files(seed: int, size: int = 30) -> tuple[list[str], list[str]]:
    """Return rows of mentees and mentors, many of them alike."""
    draw = random.Random(seed)  # noqa: S311 - for tests

    def row(who: str) -> str:
        words = ";".join(draw.sample(["p", "q", "r", "s"], draw.randint(0, 3)))
        return f"{who},{draw.choice('TUV')},{draw.choice(['Junior', 'Middle', 'Senior', 'Lead'])},{draw.choice(['Law', 'Art'])},{words}"

    return [row(f"m{number}") for number in range(size)], [row(f"n{number}") for number in range(size // 2)]
