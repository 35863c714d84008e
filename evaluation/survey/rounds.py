"""Rounds of a survey: one point of one cohort, as those who run the program see it on the desk.

How many were asked, and whose invitation could not be delivered (B-24). Never who has answered (D-03): a mail that is sent
again leaves this page whether or not it was still needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import CharField, Count, Max
from django.db.models.functions import Cast

from evaluation.models import SurveyInvitation, SurveyPoint
from matching.models import Match
from notifications.models import Message
from programs.models import Cohort

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from notifications.models import MessageQuerySet
    from people.models import User

KIND = "evaluation.survey_opened"


@dataclass(frozen=True)
class Round:
    """One point of one cohort, while it can be answered."""

    cohort: Cohort
    point: SurveyPoint
    asked: int
    closes_on: date
    undelivered: int = 0


def invitations(user: User, *, today: date) -> QuerySet[SurveyInvitation]:
    """Return the invitations to surveys that are open, in programs that the person runs."""
    return SurveyInvitation.objects.filter(
        match__in=Match.objects.managed_by(user), opens_on__lte=today, closes_on__gte=today
    )


def undelivered(asked: QuerySet[SurveyInvitation]) -> MessageQuerySet:
    """Return the mails with which these people were to be asked, and that could not be delivered."""
    keys = asked.order_by().annotate(key_as_text=Cast("pk", CharField())).values("key_as_text")
    return Message.objects.dead().filter(kind=KIND, subject_id__in=keys)


def open_rounds(user: User, *, today: date) -> list[Round]:
    """Return the rounds that are open, those that close first at the top."""
    asked = invitations(user, today=today)
    failed = [int(pk) for pk in undelivered(asked).values_list("subject_id", flat=True)]
    missing = {
        (cohort, point): count
        for cohort, point, count in asked.filter(pk__in=failed)
        .order_by()
        .values_list("match__cohort", "point")
        .annotate(Count("pk"))
    }
    groups = (
        asked.order_by()
        .values_list("match__cohort", "point")
        .annotate(asked=Count("pk"), closes=Max("closes_on"))
        .order_by("closes", "match__cohort", "point")
    )
    cohorts = Cohort.objects.select_related("program").in_bulk({cohort for cohort, *_ in groups})
    return [
        Round(cohorts[cohort], SurveyPoint(point), count, closes, missing.get((cohort, point), 0))
        for cohort, point, count, closes in groups
    ]
