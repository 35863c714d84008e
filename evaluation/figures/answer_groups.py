"""What surveys may show: the snapshots, and how many were asked and answered. Never the answers themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q

from evaluation.instruments import SurveyQuestion, instrument_for
from evaluation.models import SurveyInvitation, SurveyPoint, SurveyResult, SurveyRole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from programs.models import Cohort

ORDER = {
    point: place
    for place, point in enumerate(
        (
            SurveyPoint.TWO_WEEKS,
            SurveyPoint.THIRTY_DAYS,
            SurveyPoint.MIDPOINT,
            SurveyPoint.SIXTY_DAYS,
            SurveyPoint.NINETY_DAYS,
            SurveyPoint.CLOSE,
        )
    )
}


@dataclass(frozen=True)
class AnswerGroup:
    """One group of a cohort at one point. `result` is what may be shown of it, if anything yet."""

    cohort: Cohort
    point: SurveyPoint
    role: SurveyRole
    asked: int
    answered: int
    closes_on: date
    result: SurveyResult | None

    @property
    def questions(self) -> tuple[SurveyQuestion, ...]:
        """What the group is asked."""
        return instrument_for(self.cohort.program.format, self.point).asked_of(self.role)

    def is_open(self, on: date) -> bool:
        """Whether someone can still answer."""
        return self.closes_on >= on and self.answered < self.asked


def survey_groups(cohorts: Sequence[Cohort]) -> dict[int, list[AnswerGroup]]:
    """Return the groups that were asked in each cohort, in order of time, in two queries."""
    results = {(row.cohort_id, row.point, row.role): row for row in SurveyResult.objects.filter(cohort__in=cohorts)}
    rows = (
        SurveyInvitation.objects.counted()
        .filter(match__cohort__in=cohorts)
        .order_by()
        .values_list("match__cohort_id", "point", "role")
        .annotate(asked=Count("pk"), answered=Count("pk", filter=Q(answered_on__isnull=False)), last=Max("closes_on"))
    )
    by_id = {cohort.pk: cohort for cohort in cohorts}
    groups_of: dict[int, list[AnswerGroup]] = {cohort.pk: [] for cohort in cohorts}
    for cohort, point, role, asked, answered, last in rows:
        groups_of[cohort].append(
            AnswerGroup(
                cohort=by_id[cohort],
                point=SurveyPoint(point),
                role=SurveyRole(role),
                asked=asked,
                answered=answered,
                closes_on=last,
                result=results.get((cohort, point, role)),
            )
        )
    for groups in groups_of.values():
        groups.sort(key=lambda group: (ORDER[group.point], group.role))
    return groups_of
