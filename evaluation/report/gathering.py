"""Gathers what a report of a cohort says, as plain data that is kept: the report of a day stays what it was."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from evaluation.confidentiality import disclosure
from evaluation.figures import enrolments, pair_figures, survey_groups
from evaluation.models import Summary
from evaluation.report.comparing import compare_groups
from evaluation.report.kept import PAIRS
from evaluation.report.kpis import goal_states
from people.models import User
from programs.guideline_versions.eligibility import mentee_problems
from programs.models import Guidelines

if TYPE_CHECKING:
    from datetime import date, datetime

    from evaluation.figures import AnswerGroup, PairFigures
    from evaluation.report.kpis import GoalState
    from programs.models import Cohort


def gather(cohort: Cohort, *, now: datetime) -> dict[str, Any]:
    """Return everything that the report of the day shows, and nothing that it must not show."""
    on = now.date()
    enrolment = enrolments([cohort], on=on)[cohort.pk]
    pairs = pair_figures([cohort])[cohort.pk]
    program = cohort.program
    return {
        "as_of": on.isoformat(),
        "program": {
            "name": program.name,
            "format": program.format,
            "purpose": program.purpose,
            "business_reason": program.business_reason,
            "employee_reason": program.employee_reason,
        },
        "cohort": {
            "name": cohort.name,
            "starts_on": cohort.starts_on.isoformat() if cohort.starts_on else "",
            "ends_on": cohort.ends_on.isoformat() if cohort.ends_on else "",
            "guidelines": cohort.guidelines.version if cohort.guidelines else None,
        },
        "goals": [goal_line(state) for state in goal_states([program.pk])],
        "eligible": eligible(cohort, on=on),
        "enrolment": asdict(enrolment)
        | {
            "weeks": [(monday.isoformat(), mentors, mentees) for monday, mentors, mentees in enrolment.weeks],
            "mentors_per_mentee": enrolment.mentors_per_mentee,
        },
        "pairs": {name: getattr(pairs, name) for name in PAIRS},
        "mentor_hours": mentor_hours(pairs),
        "summaries": Summary.objects.filter(match__cohort=cohort).count(),
        "surveys": [survey_part(group, on=on) for group in survey_groups([cohort])[cohort.pk]],
        "groups": compare_groups(cohort, now=now),
    }


def goal_line(state: GoalState) -> dict[str, Any]:
    """A goal with baseline, target, and its newest value."""
    goal, reading = state.goal, state.reading
    return {
        "statement": goal.statement,
        "kpi": goal.kpi,
        "unit": goal.unit,
        "baseline": float(goal.baseline),
        "target": float(goal.target),
        "due_on": goal.due_on.isoformat(),
        "value": float(reading.value) if reading else None,
        "read_on": reading.read_on.isoformat() if reading else "",
        "way": state.way,
    }


def eligible(cohort: Cohort, *, on: date) -> int | None:
    """How many employees could be mentees by the rules of the cohort's guidelines (P-07)."""
    if cohort.guidelines_id is None:
        return None
    guidelines = Guidelines.objects.with_rules().get(pk=cohort.guidelines_id)
    people = User.objects.employed(on).with_work()
    return sum(not mentee_problems(guidelines, person, on=on, nominated=True) for person in people)


def mentor_hours(pairs: PairFigures) -> dict[str, Any]:
    """Hours that mentors gave, by department: only groups that are large enough, none solvable (P-38, D-05)."""
    by_department = {name: len(minutes) for name, minutes in pairs.mentor_minutes.items()}
    safe = disclosure.protect(by_department)

    def hours(names: set[str] | frozenset[str]) -> float:
        return round(sum(sum(pairs.mentor_minutes[name].values()) for name in names) / 60, 1)

    return {
        "rows": [(name, count, hours({name})) for name, count in sorted(safe.shown.items())],
        "rest": (safe.rest, hours(safe.hidden)) if safe.rest else None,
        "total": (safe.total, hours(set(by_department))) if safe.total else None,
    }


def survey_part(group: AnswerGroup, *, on: date) -> dict[str, Any]:
    """What may be shown of one group's answers."""
    result = group.result
    part: dict[str, Any] = {
        "point": group.point.value,
        "role": group.role.value,
        "asked": group.asked,
        "open": group.is_open(on),
        "answered": None,
        "questions": [],
        "comments": [],
    }
    if result is None:
        return part
    return part | {
        "answered": result.answered,
        "asked": result.asked,
        "shown_on": result.shown_on.isoformat(),
        "questions": [
            {"code": question.code, "text": question.text, "level": question.level, "scale": question.scale_name}
            | result.tallies[question.code]
            for question in group.questions
            if question.code in result.tallies
        ],
        "comments": [
            {"text": question.text, "said": result.comments[question.code]}
            for question in group.questions
            if question.code in result.comments
        ],
    }
