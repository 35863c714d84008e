"""Directory files for tests, as text."""

from __future__ import annotations

from people.directory.fields import Field, guess
from people.directory.planning import ImportPlan, plan
from people.directory.reading import read
from people.directory.state import Directory
from people.directory.values import DateForm

HEADERS = "Employee Number,Email,Name,Job Title,Department,Site,Hire Date,Manager Number"
GOOD = f"""{HEADERS}
E1,ada@example.org,Ada Lovelace,Analyst,Research,Berlin,2020-01-15,E3
E2,ben@example.org,Ben Okri,Writer,Press,London,2021-02-01,E3
E3,cho@example.org,Cho Chang,Head,Research,Berlin,2015-03-01,
"""


def planned(
    text: str | bytes,
    *,
    directory: Directory | None = None,
    mapping: dict[str, Field] | None = None,
    date_form: DateForm = DateForm.ISO,
    levels: tuple[str, ...] = (),
) -> ImportPlan:
    """Read a file and compare it with a directory, which is empty unless one is given."""
    table = read(text if isinstance(text, bytes) else text.encode())
    return plan(
        table,
        guess(table.headers) if mapping is None else mapping,
        directory or Directory(),
        date_form=date_form,
        levels=levels,
    )


def outcomes(found: ImportPlan) -> dict[int, str]:
    """Return what happens to each row, by its number."""
    return {line.row: str(line.outcome) for line in found.lines}


def reasons(found: ImportPlan) -> dict[int, tuple[str, ...]]:
    """Return why rows are refused, by their number."""
    return {line.row: line.reasons for line in found.lines if line.reasons}
