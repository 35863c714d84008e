"""What a report keeps, made whole for its page (P-37).

A report stays as it was made, so an older one lacks what was not counted then. A number that is not there is None, and
the page shows a dash; a part that is not there, or not as a whole, is named on the page instead of being shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from evaluation.instruments import LEVELS, SCALES
from evaluation.models import SurveyPoint, SurveyRole

if TYPE_CHECKING:
    from collections.abc import Callable

    from evaluation.models import Report

Data = dict[str, Any]

ENROLMENT = ("applications", "mentors", "places", "signed_up", "mentees", "mentors_per_mentee")
ACROSS = ("across_departments", "across_sites", "across_languages")
PAIRS = (
    "proposed", "confirmed", "pairs", "active", "completed", "ended_early", "in_force", "mentees_in_force",
    "mentees_met", "days_to_sign", "planned", "held", "missed", "unrecorded", "minutes", *ACROSS,
)  # fmt: skip

# Shapes: what has to be there for a part to be shown. A tuple may be None or is of its one shape; ANY is anything but None.
ANY: Any = object()
NUMBERS = (ANY,)
GOAL = {"statement": ANY, "kpi": ANY, "unit": ANY, "baseline": ANY, "target": ANY, "due_on": ANY}
HOURS = {"rows": [ANY], "rest": NUMBERS, "total": NUMBERS}
QUESTION = {"text": ANY, "level": ANY, "scale": ANY, "count": ANY, "n": ANY, "total": ANY}
SURVEY = {
    "point": ANY, "role": ANY, "asked": ANY, "open": ANY, "answered": NUMBERS,
    "questions": [QUESTION], "comments": [{"text": ANY, "said": [ANY]}],
}  # fmt: skip
ROW = {
    "name": ANY, "people": ANY, "matched": ANY, "own": NUMBERS, "other": NUMBERS, "waiting": NUMBERS,
    "wait": ({"median": ANY, "longest_weeks": ANY, "at_least": ANY},),
}  # fmt: skip
DIFFERENCE = {"name": ANY, "measure": ANY, "by": ANY, "clear": ANY}
TABLE = {"by": ANY, "rows": [ROW], "rest": (ROW,), "differences": [DIFFERENCE]}
SIDE = {"moment": ANY, "answers_of": ANY, "tables": [TABLE]}
GROUPS = {"smallest": ANY, "mentees": SIDE, "mentors": SIDE}


@dataclass(frozen=True)
class KeptFigures:
    """The data with a place for everything that the page asks for, and the titles of the parts that are not there."""

    data: Data
    missing: list[str]


def whole(report: Report, *, with_groups: bool) -> KeptFigures:
    """Make the data of a report whole. How groups fare is missed only by those who may see it."""
    kept: Data = report.figures
    enrolment, pairs = part(kept, "enrolment"), part(kept, "pairs")
    goals, surveys = lines(kept, "goals", is_goal), lines(kept, "surveys", is_survey)
    weeks = enrolment.get("weeks")
    groups = kept.get("groups")
    data = {
        "as_of": kept.get("as_of") or report.made_at.date().isoformat(),
        "program": {
            "name": str(report.cohort.program), "purpose": "", "business_reason": "", "employee_reason": "",
            **part(kept, "program"),
        },
        "goals": goals,
        "eligible": kept.get("eligible"),
        "enrolment": {name: enrolment.get(name) for name in ENROLMENT} | {"weeks": weeks or []},
        "pairs": {name: pairs.get(name) for name in PAIRS} | {name: pairs.get(name) or (None, None) for name in ACROSS},
        "mentor_hours": kept["mentor_hours"] if holds(kept.get("mentor_hours"), HOURS) else None,
        "summaries": kept.get("summaries"),
        "surveys": surveys,
        "groups": groups if holds(groups, GROUPS) else None,
    }  # fmt: skip
    there = {
        _("Why the program exists"): bool(part(kept, "program")),
        _("Goals"): len(goals) == len(kept.get("goals") or ()) and "goals" in kept,
        _("Sign-ups"): bool(enrolment) and weeks is not None,
        _("Pairs, their agreements and meetings"): bool(pairs),
        _("Hours of mentors"): data["mentor_hours"] is not None,
        _("What people say"): len(surveys) == len(kept.get("surveys") or ()) and "surveys" in kept,
        _("How groups are doing"): data["groups"] is not None or not with_groups,
    }
    return KeptFigures(data, [title for title, is_there in there.items() if not is_there])


def part(kept: Data, name: str) -> Data:
    """A part, or an empty one."""
    return kept.get(name) or {}


def lines(kept: Data, name: str, is_whole: Callable[[Data], bool]) -> list[Data]:
    """Those lines of a part that can be read."""
    return [line for line in kept.get(name) or () if is_whole(line)]


def is_goal(line: Data) -> bool:
    """Whether a goal can be shown."""
    return holds(line, GOAL)


def is_survey(line: Data) -> bool:
    """Whether what a group said can be shown: all of it is there, and we still know its questions’ scales."""
    return (
        holds(line, SURVEY)
        and line["point"] in SurveyPoint.values
        and line["role"] in SurveyRole.values
        and all(
            question["scale"] in SCALES and question["level"] in LEVELS and question["n"]
            for question in line["questions"]
        )
    )


def holds(value: object, shape: Any) -> bool:  # noqa: ANN401 - shapes are dictionaries, lists, tuples, ANY
    """Tell whether a value has everything that a shape names."""
    if isinstance(shape, tuple):
        return value is None or holds(value, shape[0])
    if isinstance(shape, dict):
        return isinstance(value, dict) and all(
            name in value and holds(value[name], inner) for name, inner in shape.items()
        )
    if isinstance(shape, list):
        return isinstance(value, list) and all(holds(member, shape[0]) for member in value)
    return value is not None


def day(text: str | None) -> date | None:
    """Read a date back."""
    return date.fromisoformat(text) if text else None
