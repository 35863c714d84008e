"""The figures of a report as CSV: what the page shows, with n, definition and date of each (F-20)."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from evaluation.report.shown import hours_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evaluation.report.shown import Figure, ReportPage

Row = list[str]
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(page: ReportPage) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("Part"), _("Figure"), _("Value"), _("Unit"), _("Count"), _("Of"), _("95 % from"), _("95 % to"), _("Mean"), _("Date"), _("How it is counted")])  # fmt: skip
    writer.writerows([harmless(cell) for cell in row] for row in rows(page))
    return text.getvalue()


def harmless(cell: str) -> str:
    """Keep spreadsheets from reading a cell as a formula."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell


def rows(page: ReportPage) -> Iterator[Row]:
    """Yield one row for each figure that the page shows."""
    today = page.as_of.isoformat()
    for title in page.missing:
        yield [_("Not in this report"), title, "", "", "", "", "", "", "", today, ""]
    for goal in page.goals:
        value = "" if goal.value is None else f"{goal.value:g}"
        measured = goal.read_on.isoformat() if goal.read_on else ""
        yield [_("Goals"), goal.statement, value, goal.unit, "", "", "", "", "", measured, goal.kpi]
    for section in page.sections:
        for figure in section.figures:
            yield row(section.title, figure, "", today)
    for name, count, given in page.hours:
        yield [_("Hours of mentors"), name, f"{given:g}", hours_word(given), "", str(count), "", "", "", today, _("Hours of meetings held, and how many mentors gave them.")]  # fmt: skip
    for survey in page.surveys:
        if survey.response is None or survey.shown_on is None:
            continue
        yield row(survey.title, survey.response, "", survey.shown_on.isoformat())
        for question in survey.questions:
            yield row(survey.title, question.figure, question.mean, survey.shown_on.isoformat())


def row(part: str, figure: Figure, mean: str, on: str) -> Row:
    numbers = ["" if number is None else str(number) for number in (figure.count, figure.of, figure.low, figure.high)]
    value = "" if figure.value == "–" else figure.value.replace(",", "")
    return [part, figure.label, value, figure.unit, *numbers, mean, on, figure.how]
