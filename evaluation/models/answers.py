"""Answers without a name. The table has no key to a person, a match or an invitation, and no time (D-02)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from evaluation.models.survey import SurveyPoint
from programs.models import Cohort


class AnswerSheet(models.Model):
    """What somebody answered at one point: {item code: number or text}. Random key; rows are shuffled as they are added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="answer_sheets")
    point = models.CharField(max_length=12, choices=SurveyPoint.choices)
    role = models.CharField(max_length=8, choices=[("mentor", _("Mentor")), ("mentee", _("Mentee"))])
    answers = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("answer sheet")
        indexes: ClassVar = [models.Index(fields=["cohort", "point", "role"], name="answers_by_group")]

    def __str__(self) -> str:
        return self.point
