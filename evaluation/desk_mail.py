"""Which mails about surveys and reports those who run a program see on the desk.

Not the reminders of surveys, which tell who has not answered, and nothing about wishes to be contacted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evaluation.models import Report, SurveyInvitation
from matching.models import Match
from notifications.mails.concerns import shown

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from people.models import User


def _invitations(user: User) -> QuerySet[SurveyInvitation]:
    return SurveyInvitation.objects.filter(match__in=Match.objects.managed_by(user))


# Who has answered gets no invitation any more: what becomes of one that is sent again would tell who that is (D-03).
shown("evaluation.survey_opened", subjects=_invitations, about={"match": "match"}, undelivered_only=True)
shown("evaluation.report_made", subjects=Report.objects.managed_by)
