"""Answers without a name, and what may be shown of them.

The table of answers has no key to a person, a match or an invitation, and no time (D-02).
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evaluation.confidentiality.disclosure import CEILING, COMMENTS_FLOOR, FLOOR
from evaluation.models.survey import SurveyPoint, SurveyRole
from people.policy import Action
from programs.models import Cohort, Program

if TYPE_CHECKING:
    from people.models import User
    from people.policy import Role


class AnswerSheet(models.Model):
    """What someone answered at one point: {question code: number or text}.

    Written by `evaluation.survey.mixing` alone, which gives every row of the group a new key and a new place each time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="answer_sheets")
    point = models.CharField(max_length=12, choices=SurveyPoint.choices)
    role = models.CharField(max_length=8, choices=SurveyRole.choices)
    answers = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("answer sheet")
        indexes: ClassVar = [models.Index(fields=["cohort", "point", "role"], name="answers_by_group")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(point__in=SurveyPoint.values), name="answers_point_known"),
            models.CheckConstraint(condition=Q(role__in=SurveyRole.values), name="answers_role_known"),
        ]

    def __str__(self) -> str:
        return self.point


class SurveyResult(models.Model):
    """What may be shown of one group's answers: a snapshot that moves on in steps (see `evaluation.confidentiality.disclosure`).

    `tallies` is {question code: {"n", "count", "total"}}, `comments` is {question code: [text, …]} in mixed order.
    Pages, reports and exports read this table and never the answers.
    """

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="survey_results")
    point = models.CharField(max_length=12, choices=SurveyPoint.choices)
    role = models.CharField(max_length=8, choices=SurveyRole.choices)
    answered = models.PositiveIntegerField()
    asked = models.PositiveIntegerField()
    tallies = models.JSONField(default=dict)
    comments = models.JSONField(default=dict)
    comments_from = models.PositiveIntegerField(
        default=0, help_text=_("How many had answered when comments were shown.")
    )
    shown_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["cohort", "point", "role"]
        verbose_name = _("survey result")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cohort", "point", "role"], name="result_one_a_group"),
            models.CheckConstraint(condition=Q(point__in=SurveyPoint.values), name="result_point_known"),
            models.CheckConstraint(condition=Q(role__in=SurveyRole.values), name="result_role_known"),
            models.CheckConstraint(condition=Q(answered__gte=FLOOR), name="result_from_five_answers"),
            models.CheckConstraint(
                condition=Q(comments={}) | Q(comments_from__gte=COMMENTS_FLOOR), name="result_comments_from_ten_answers"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_point_display()}, {self.get_role_display()}"


class SurveyRulesQuerySet(models.QuerySet["SurveyRules"]):
    """What programs ask of their surveys."""

    def managed_by(self, user: User) -> Self:
        """Those of the programs that the person manages."""
        return self.filter(program__in=Program.objects.where_allowed(user, Action.MANAGE_PROGRAM))


class SurveyRules(models.Model):
    """What a program asks beyond the house's smallest groups; the database refuses less (D-04)."""

    program = models.OneToOneField(Program, models.CASCADE, related_name="survey_rules", verbose_name=_("program"))
    figures_from = models.PositiveSmallIntegerField(
        _("figures from"),
        default=FLOOR,
        validators=[MinValueValidator(FLOOR), MaxValueValidator(CEILING)],
        help_text=_("How many people must have answered before figures are shown: 5 to 15."),
    )
    comments_from = models.PositiveSmallIntegerField(
        _("comments from"),
        default=COMMENTS_FLOOR,
        validators=[MinValueValidator(COMMENTS_FLOOR), MaxValueValidator(CEILING)],
        help_text=_("How many people must have answered before comments are shown: 10 to 15."),
    )

    objects = SurveyRulesQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["program"]
        verbose_name = _("survey rules")
        verbose_name_plural = _("survey rules")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(figures_from__range=(FLOOR, CEILING)), name="rules_figures_from_five"),
            models.CheckConstraint(
                condition=Q(comments_from__range=(COMMENTS_FLOOR, CEILING)), name="rules_comments_from_ten"
            ),
        ]

    def __str__(self) -> str:
        return str(self.program)

    def roles_of(self, user: User) -> set[Role]:
        return self.program.roles_of(user)
