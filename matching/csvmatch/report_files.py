"""A report as CSV, as JSON, or as text for a terminal."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matching.csvmatch.report import MatchReport, MenteeLine

COLUMNS = ("mentee", "mentee name", "mentor", "mentor name", "score", "tier", "explanation")
# A spreadsheet would take a cell that begins like this for a formula.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
WIDTH = 100


def in_words(line: MenteeLine) -> str:
    """Return why these two, or why nobody."""
    return line.reason or ". ".join(map(str, line.parts)) + ("." if line.parts else "")


def as_csv(report: MatchReport) -> str:
    """One row for each mentee."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in report.lines:
        mentor = (line.mentor.id, line.mentor.name) if line.mentor else ("", "")
        score = "" if line.score is None else str(line.score)
        cells = (line.mentee.id, line.mentee.name, *mentor, score, line.tier, in_words(line))
        writer.writerow([harmless(cell) for cell in cells])
    return text.getvalue()


def harmless(cell: str) -> str:
    """Keep spreadsheets from reading a cell as a formula."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell


def as_json(report: MatchReport) -> str:
    summary = asdict(report.summary)
    return (
        json.dumps(
            {
                "summary": {
                    **summary,
                    "seconds": round(report.summary.seconds, 3),
                    "left_out": report.summary.left_out,
                },
                "mentees": [_line(line) for line in report.lines],
                "mentors": [
                    {**asdict(pool.mentor), "places": pool.places, "mentees": [mentee.id for mentee in pool.mentees]}
                    for pool in report.pools
                ],
                "groups": list(report.groups),
                "notes": list(report.notes),
            },
            ensure_ascii=False,
            indent=2,
        )
        + "\n"
    )


def _line(line: MenteeLine) -> dict[str, Any]:
    return {
        **asdict(line.mentee),
        "mentor": asdict(line.mentor) if line.mentor else None,
        "score": line.score,
        "tier": line.tier,
        "parts": [asdict(part) for part in line.parts],
        "reason": line.reason,
    }


def as_text(report: MatchReport) -> str:
    """A table of the pairs, the parts of each below it, then who is left out and why."""
    pairs = [(line, line.mentor) for line in report.lines if line.mentor]
    left = max((len(str(line.mentee)) for line, _mentor in pairs), default=0)
    right = max((len(str(mentor)) for _line, mentor in pairs), default=0)
    out: list[str] = []
    for line, mentor in pairs:
        tier = f"  {line.tier}" if line.tier else ""
        out.append(f"{line.mentee!s:<{left}}  {mentor!s:<{right}}  {line.score:>3} points{tier}")
        out += _folded(in_words(line))
    for line in report.lines:
        if not line.mentor:
            out.append(f"{line.mentee}  has no mentor")
            out += _folded(in_words(line))
    return "\n".join(out) + "\n"


def summary_lines(report: MatchReport) -> Iterator[str]:
    """Yield what to print at the end."""
    summary = report.summary
    for group in report.groups:
        yield from textwrap.wrap(group, WIDTH)
    for note in report.notes:
        yield from textwrap.wrap(f"Note: {note}", WIDTH)
    yield f"{summary.matched:,} of {summary.mentees:,} mentees matched, at {summary.mentors:,} mentors with {summary.places:,} places."
    if summary.matched and summary.most:
        mean = summary.total / summary.matched
        yield f"{summary.total:,} points in total, {mean:.1f} of {summary.most} for a pair on average."
    if summary.poor or summary.weak:
        yield f"{summary.poor:,} poor and {summary.weak:,} weak matches."
    proof = "It is proved that no answer is better" if summary.certified else "This answer is not proved to be the best"
    yield f"{proof}. {summary.seconds:.2f} seconds."


def _folded(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="    ", subsequent_indent="    ", break_long_words=False)
