"""How each program stands, for the dashboard: a few figures with their definitions, who came, how pairs are, dates."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from evaluation.figures import AnswerGroup, Enrolment, PairFigures, enrolments, pair_figures, survey_groups
from evaluation.instruments import SCALES
from evaluation.report.reading import plural
from evaluation.report.shown import Figure, QuestionFigures, plain, share
from matching.models import Match, MatchStatus
from meetings.pairs.health import Health
from meetings.pairs.health_words import definition
from meetings.pairs.pair_health import bare, state_of, with_dates
from programs.models import Cohort
from programs.models.cohort import CohortStatus
from web import moments

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from programs.models import Program

AHEAD = timedelta(days=92)
ORDER = {CohortStatus.RUNNING: 0, CohortStatus.MATCHING: 1, CohortStatus.ENROLLING: 2, CohortStatus.CLOSED: 3}
SHOWN_QUESTIONS = 4


@dataclass(frozen=True)
class SurveyPanel:
    """The newest survey of a group that may be shown."""

    title: str
    response: Figure
    shown_on: date
    questions: list[QuestionFigures]


@dataclass(frozen=True)
class ProgramPanel:
    """One program. `cohort` is the intake that matters most now: one that runs before one that enrols."""

    program: Program
    cohort: Cohort | None
    figures: list[Figure]
    mentor_weeks: list[tuple[str, int]]
    mentee_weeks: list[tuple[str, int]]
    health: list[tuple[str, int, str]]
    health_rules: list[str]
    surveys: list[SurveyPanel]
    dates: list[tuple[date, str]]


def panels_for(programs: Sequence[Program], *, now: datetime) -> list[ProgramPanel]:
    """Return a panel for each program."""
    today = now.date()
    cohorts = list(Cohort.objects.filter(program__in=programs).select_related("program"))
    current = current_cohorts(cohorts)
    shown = list(current.values())
    came, pairs, groups = enrolments(shown, on=today), pair_figures(shown), survey_groups(shown)
    health = healths(shown, now=now)
    panels = []
    for program in programs:
        own_dates = sorted(dates_of([cohort for cohort in cohorts if cohort.program_id == program.pk], today))
        cohort = current.get(program.pk)
        if cohort is None:
            panels.append(ProgramPanel(program, None, [], [], [], [], [], [], own_dates))
            continue
        weeks = came[cohort.pk].weeks
        panels.append(
            ProgramPanel(
                program=program,
                cohort=cohort,
                figures=figures(came[cohort.pk], pairs[cohort.pk]),
                mentor_weeks=[(short(monday), mentors) for monday, mentors, _mentees in weeks],
                mentee_weeks=[(short(monday), mentees) for monday, _mentors, mentees in weeks],
                health=health[cohort.pk],
                health_rules=definition(),
                surveys=survey_panels(groups[cohort.pk]),
                dates=own_dates,
            )
        )
    return sorted(panels, key=lambda panel: ORDER[CohortStatus(panel.cohort.status)] if panel.cohort else len(ORDER))


def current_cohorts(cohorts: Sequence[Cohort]) -> dict[int, Cohort]:
    """Choose by program the cohort that matters most now; planned ones have no figures yet."""
    by_program: dict[int, Cohort] = {}
    open_ones = [cohort for cohort in cohorts if cohort.status != CohortStatus.PLANNED]
    for cohort in sorted(open_ones, key=lambda row: (ORDER[CohortStatus(row.status)], -row.pk)):
        by_program.setdefault(cohort.program_id, cohort)
    return by_program


def figures(came: Enrolment, pairs: PairFigures) -> list[Figure]:
    """The five that a coordinator looks at first."""
    return [
        plain(_("Mentees signed up"), came.mentees, _("Signed up to this cohort and not withdrawn.")),
        plain(_("Mentors per mentee"), came.mentors_per_mentee, _("Mentors in the program’s pool, divided by the mentees signed up.")),
        share(_("Match rate"), _("Mentees with a confirmed match, of all who signed up to this cohort."), pairs.confirmed, came.signed_up),
        share(_("Signature rate"), _("Pairs whose agreement is in force, of the pairs that confirmed."), pairs.in_force, pairs.pairs),
        share(_("Meetings held"), _("Meetings recorded as held, of all recorded as held or missed."), pairs.held, pairs.held + pairs.missed),
    ]  # fmt: skip


def healths(cohorts: Sequence[Cohort], *, now: datetime) -> dict[int, list[tuple[str, int, str]]]:
    """How many active pairs are on track, need a check-in, or cannot be told yet: words, number, tone."""
    active: QuerySet[Match] = Match.objects.filter(cohort__in=cohorts, status=MatchStatus.ACTIVE)
    pairs = with_dates(bare(active, "cohort"), now=now)
    counted = Counter((pair.cohort_id, state_of(pair, now=now).health) for pair in pairs)
    tones = {Health.NEEDS_CHECK_IN: "wait", Health.ON_TRACK: "good", Health.TOO_EARLY: "info"}
    return {
        cohort.pk: [
            (str(health.label), counted[cohort.pk, health], tone)
            for health, tone in tones.items()
            if counted[cohort.pk, health]
        ]
        for cohort in cohorts
    }


def survey_panels(groups: Sequence[AnswerGroup]) -> list[SurveyPanel]:
    """The newest survey with something to show, by role; from the snapshots, never from answers."""
    newest: dict[str, SurveyPanel] = {}
    for group in groups:
        if (result := group.result) is None:
            continue
        questions: list[QuestionFigures] = []
        for question in group.questions:
            if (tally := result.tallies.get(question.code)) and len(questions) < SHOWN_QUESTIONS:
                scale = SCALES[question.scale_name]
                figure = share(question.text, "", tally["count"], tally["n"])
                mean = f"{tally['total'] / tally['n']:.1f}" if scale.has_mean else ""
                questions.append(QuestionFigures(question.text, "", figure, mean, str(scale.share)))
        response = share(_("Response"), "", result.answered, result.asked)
        newest[group.role] = SurveyPanel(
            f"{group.point.label} · {plural(group.role)}", response, result.shown_on, questions
        )
    return list(newest.values())


def dates_of(cohorts: Sequence[Cohort], today: date) -> list[tuple[date, str]]:
    """What comes in the next three months."""
    dates = []
    for cohort in cohorts:
        for day, label in (
            (cohort.enrol_until, _("%(cohort)s: enrolment ends")),
            (cohort.starts_on, _("%(cohort)s: relationships start")),
            (cohort.ends_on, _("%(cohort)s: relationships end")),
        ):
            if day and today <= day <= today + AHEAD:
                dates.append((day, label % {"cohort": cohort.name}))
    return dates


def short(day: date) -> str:
    """A day for the foot of a chart."""
    return moments.short_day(day)
