"""From a report's plain data to what its page and its export show: the same figures, each with n, definition, date.

The page and the CSV file are both written from `ReportPage.sections`, so the file holds what is shown and nothing else.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from evaluation.instruments import LEVELS, SCALES
from evaluation.models import SurveyPoint, SurveyRole
from evaluation.report.kept import GOAL, day, whole
from evaluation.report.reading_groups import read_groups
from evaluation.report.shown import (
    Comments,
    FigureSection,
    MeasuredGoal,
    QuestionFigures,
    ReportPage,
    Survey,
    days_word,
    hours_word,
    plain,
    share,
)
from web import moments
from web.fields.texts import paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evaluation.models import Report


def read(report: Report, *, with_groups: bool = False) -> ReportPage:
    """Read a report's data for its page; how groups fare only for those who may see it."""
    kept = whole(report, with_groups=with_groups)
    data = kept.data
    surveys = [survey(part) for part in data["surveys"]]
    return ReportPage(
        as_of=date.fromisoformat(data["as_of"]),
        missing=kept.missing,
        said="surveys" in report.figures,
        hours_kept=data["mentor_hours"] is not None,
        program=data["program"],
        goals=[goal_of(line) for line in data["goals"]],
        enrolment=enrolment(data),
        steps=steps(data),
        rates=rates(data),
        meetings=meetings(data),
        crossings=crossings(data),
        weeks=[(short_day(monday), mentors, mentees) for monday, mentors, mentees in data["enrolment"]["weeks"]],
        funnel=[(label, count) for label, count, _how in funnel(data) if count is not None],
        surveys=surveys,
        hours=hours(data["mentor_hours"]),
        levels=levels(data["surveys"]),
        groups=read_groups(data) if with_groups else None,
    )


def goal_of(line: dict[str, Any]) -> MeasuredGoal:
    """A goal with its dates read back."""
    return MeasuredGoal(
        **{name: line[name] for name in GOAL} | {"due_on": day(line["due_on"])},
        value=line.get("value"),
        read_on=day(line.get("read_on")),
        way=line.get("way"),
    )


def short_day(text: str) -> str:
    """A day for the foot of a chart: 7 Sep."""
    return moments.short_day(date.fromisoformat(text))


def enrolment(data: dict[str, Any]) -> FigureSection:
    came = data["enrolment"]
    return FigureSection(
        _("Sign-ups"),
        [
            plain(_("Mentors who applied"), came["applications"], _("Mentor applications that were sent, in all cohorts of the program.")),
            plain(_("Mentors in the pool"), came["mentors"], _("Accepted, and not pausing or withdrawn.")),
            plain(_("Places mentors offer"), came["places"], _("How many mentees the mentors in the pool would take at the same time.")),
            plain(_("Mentees who signed up"), came["signed_up"], _("Sign-ups to this cohort that were sent, those withdrawn later included.")),
            plain(_("Mentors per mentee"), came["mentors_per_mentee"], _("Mentors in the pool, divided by mentees who are signed up now.")),
        ],
    )  # fmt: skip


def funnel(data: dict[str, Any]) -> Iterator[tuple[str, int | None, str]]:
    """From all who could take part to those who completed; each mentee counts once."""
    pairs = data["pairs"]
    yield _("Could take part"), data["eligible"], _("Employees who meet the guidelines’ rules for mentees on the day.")
    yield _("Signed up"), data["enrolment"]["signed_up"], _("Sent their sign-up to this cohort.")
    yield _("Got a proposal"), pairs["proposed"], _("Were proposed a match.")
    yield _("Match confirmed"), pairs["confirmed"], _("Both people said yes.")
    yield _("Agreement in force"), pairs["mentees_in_force"], _("All who sign have signed.")
    yield _("Have met"), pairs["mentees_met"], _("At least one meeting was recorded as held.")
    yield _("Completed"), pairs["completed"], _("The relationship reached its last day.")


def steps(data: dict[str, Any]) -> FigureSection:
    """The funnel with its definitions."""
    return FigureSection(_("Step by step"), [plain(label, count, how) for label, count, how in funnel(data)])


def rates(data: dict[str, Any]) -> FigureSection:
    """How well the steps work."""
    pairs = data["pairs"]
    two_each = None if pairs["completed"] is None else 2 * pairs["completed"]
    written = data["summaries"] if two_each is None or data["summaries"] is None else min(data["summaries"], two_each)
    return FigureSection(
        _("From sign-up to agreement"),
        [
            share(_("Match rate"), _("Mentees with a confirmed match, of those who signed up."), pairs["confirmed"], data["enrolment"]["signed_up"]),
            share(_("Signature rate"), _("Pairs whose agreement is in force, of the pairs that confirmed."), pairs["in_force"], pairs["pairs"]),
            plain(_("Days to the last signature"), pairs["days_to_sign"], _("Median from the day an agreement went out to its last signature."), days_word(pairs["days_to_sign"])),
            plain(_("Ended early"), pairs["ended_early"], _("Pairs that ended before their last day (no-fault "
            "exit).")),
            share(_("Summaries written"), _("Summaries written, of two for each completed pair."), written, two_each),
        ],
    )  # fmt: skip


def meetings(data: dict[str, Any]) -> FigureSection:
    pairs = data["pairs"]
    together = None if pairs["minutes"] is None else round(pairs["minutes"] / 60, 1)
    recorded = None if None in (pairs["held"], pairs["missed"]) else pairs["held"] + pairs["missed"]
    return FigureSection(
        _("Meetings"),
        [
            plain(_("Held"), pairs["held"], _("Meetings that one of the two recorded as held.")),
            plain(_("Missed"), pairs["missed"], _("Meetings that one of the two recorded as not held.")),
            plain(_("Planned"), pairs["planned"], _("Meetings in the calendar that are still to come, or not "
            "recorded yet.")),
            # Reports that were made before this was counted do not say it.
            plain(_("Not recorded"), pairs["unrecorded"], _("Meetings of pairs that have ended, where neither "
            "said whether they were held.")),
            plain(_("Hours together"), together, _("Length of the meetings held, as recorded or else as planned."), hours_word(together or 0)),
            share(_("Held of those recorded"), _("Meetings held, of all that were recorded as held or missed."), pairs["held"], recorded),
        ],
    )  # fmt: skip


def crossings(data: dict[str, Any]) -> FigureSection:
    """What the organisation gains: people who would not have met (P-38)."""
    pairs = data["pairs"]
    return FigureSection(
        _("Across the organisation"),
        [
            share(_("Across departments"), _("Confirmed pairs from two departments, of those with both known."), *pairs["across_departments"]),
            share(_("Across sites"), _("Confirmed pairs from two sites, of those with both known."), *pairs["across_sites"]),
            share(_("Across languages"), _("Confirmed pairs with different first languages in the directory, of those with both known."), *pairs["across_languages"]),
        ],
    )  # fmt: skip


def survey(part: dict[str, Any]) -> Survey:
    """One group at one point."""
    title = f"{SurveyPoint(part['point']).label} · {plural(part['role'])}"
    if part["answered"] is None:
        waits = _("Fewer people have answered than are needed to show figures.")
        if part["open"]:
            waits = paragraph(waits, _("The questions are still open."))
        return Survey(title, None, None, waits=waits)
    response = share(_("Response"), _("People who answered, of those asked."), part["answered"], part["asked"])
    return Survey(
        title,
        response,
        day(part.get("shown_on")),
        [question(line) for line in part["questions"]],
        [
            Comments(group["text"], group["said"], f"said-{part['point']}-{part['role']}-{number}")
            for number, group in enumerate(part["comments"], start=1)
        ],
    )


def question(line: dict[str, Any]) -> QuestionFigures:
    """One question's share and mean."""
    scale = SCALES[line["scale"]]
    figure = share(
        line["text"],
        _("People who answered “%(share)s”, of those who answered.") % {"share": scale.share},
        line["count"],
        line["n"],
    )
    mean = f"{line['total'] / line['n']:.1f}" if scale.has_mean else ""
    return QuestionFigures(
        line["text"], str(LEVELS[line["level"]]).split(":", maxsplit=1)[0], figure, mean, str(scale.share)
    )


def plural(role: str) -> str:
    return _("Mentors") if role == SurveyRole.MENTOR else _("Mentees")


def hours(data: dict[str, Any] | None) -> list[tuple[str, int, float]]:
    """Hours of mentors by department, small departments together."""
    if data is None:
        return []
    rows = [(name or _("Department not known"), count, given) for name, count, given in data["rows"]]
    if data["rest"]:
        rows.append((_("Smaller departments together"), *data["rest"]))
    if data["total"]:
        rows.append((_("All mentors who met"), *data["total"]))
    return rows


def levels(parts: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    """Which question stands for which level of Kirkpatrick’s model (D-11)."""
    levels: dict[str, dict[str, None]] = {level: {} for level in LEVELS}
    for part in parts:
        for line in part["questions"]:
            levels[line["level"]][line["text"]] = None
    return [(str(LEVELS[level]), list(texts)) for level, texts in levels.items() if texts]
