"""From answers to what may be shown of them: the only module that reads `AnswerSheet` for anyone's eyes.

A group (cohort, point, role) is shown once the smallest number has answered. After that its snapshot moves on when
nobody in the group can answer any more, and at least as many further people have answered; in an always-on cohort,
whose groups never close, at each such step. Comments wait until the group has closed (D-07).
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from random import SystemRandom
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count

from evaluation.confidentiality import disclosure
from evaluation.confidentiality.disclosure import COMMENTS_FLOOR, FLOOR, Tally
from evaluation.instruments import instrument_for
from evaluation.models import AnswerSheet, SurveyInvitation, SurveyResult, SurveyRules
from evaluation.survey import mixing
from programs.models import Cohort

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from evaluation.instruments import SurveyQuestion
    from programs.models import Program

Sheet = dict[str, Any]


def rules_of(program: Program) -> tuple[int, int]:
    """Return from how many answers figures and comments of the program are shown (D-04)."""
    rules = SurveyRules.objects.filter(program=program).first()
    return (
        disclosure.figures_from(rules.figures_from if rules else None),
        disclosure.comments_from(rules.comments_from if rules else None),
    )


def release_results(*, now: datetime) -> int:
    """Look at every group in which enough have answered since it was shown; return how many snapshots moved on.

    Three queries find them; only groups that may move cost more.
    """
    counted = AnswerSheet.objects.values_list("cohort", "point", "role").annotate(n=Count("pk")).filter(n__gte=FLOOR)
    shown = {(row.cohort_id, row.point, row.role): row for row in SurveyResult.objects.all()}
    can_answer = SurveyInvitation.objects.open_on(last_day(now)).values_list("match__cohort", "point", "role")
    going_on = set(can_answer.distinct())
    ahead = []
    for *group, count in counted:
        result = shown.get(tuple(group))
        figures, comments = (result.answered, result.comments_from) if result else (0, 0)
        waits = result and tuple(group) in going_on
        if count - figures >= FLOOR or (count - comments >= COMMENTS_FLOOR and not waits):
            ahead.append(group)
    cohorts = Cohort.objects.select_related("program").in_bulk([cohort for cohort, _point, _role in ahead])
    return sum(release(cohorts[cohort], point, role, now=now) for cohort, point, role in ahead)


@transaction.atomic
def release(cohort: Cohort, point: str, role: str, *, now: datetime) -> bool:
    """Move one group's snapshot on if the rules allow it, and say whether it moved."""
    mixing.lock(cohort.pk)
    sheets: list[Sheet] = list(mixing.group_of(cohort.pk, point, role).values_list("answers", flat=True))
    figures_from, comments_from = rules_of(cohort.program)
    group = {"cohort": cohort, "point": point, "role": role}
    result = SurveyResult.objects.filter(**group).first() or SurveyResult(**group, answered=0)
    invited = SurveyInvitation.objects.filter(match__cohort=cohort, point=point, role=role)
    closed = not invited.open_on(last_day(now)).exists()
    may_look = closed or cohort.always_on or not result.answered
    if not (may_look and len(sheets) >= figures_from):
        return False
    questions = instrument_for(cohort.program.format, point).asked_of(role)
    moved = False
    if disclosure.may_step(result.answered, len(sheets), figures_from):
        result.tallies = tallies(questions, sheets, result.tallies, figures_from)
        result.answered, result.asked, moved = len(sheets), invited.counted().count(), True
    if closed and disclosure.may_step(result.comments_from, len(sheets), comments_from):
        result.comments = comments(questions, sheets)
        result.comments_from, moved = len(sheets), True
    if moved:
        result.shown_on = now.date()
        result.save()
    return moved


def last_day(now: datetime) -> date:
    """The day that it still is somewhere: whose window ended before it cannot answer in any time zone."""
    return (now - timedelta(hours=12)).date()


def tallies(
    questions: Sequence[SurveyQuestion], sheets: Sequence[Sheet], before: dict[str, Any], smallest: int
) -> dict[str, Any]:
    """Count each question, and keep what was shown of it where too few have been added."""
    tallies = {}
    for question in questions:
        if question.is_text:
            continue
        values = [sheet[question.code] for sheet in sheets if question.code in sheet]
        old = Tally(**before[question.code]) if question.code in before else None
        new = disclosure.step(old, disclosure.tally(values, question.counted), smallest)
        if new:
            tallies[question.code] = asdict(new)
    return tallies


def comments(questions: Sequence[SurveyQuestion], sheets: Sequence[Sheet]) -> dict[str, list[str]]:
    """Gather what was said in people's own words, each question in an order of its own."""
    comments = {}
    for question in questions:
        texts = [sheet[question.code] for sheet in sheets if question.is_text and question.code in sheet]
        SystemRandom().shuffle(texts)
        if texts:
            comments[question.code] = texts
    return comments
