"""The self-assessment against the eighteen criteria (P-17, P-18). Their words stand in pool/joining/criteria.toml."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pool.models.mentor import Mentor
from web.fields.names import LineField


class Band(models.TextChoices):
    """What a self-assessment ends in: a step of development, never a rejection (D-30)."""

    READY = "ready", _("Ready")
    TRAINING = "training", _("Ready with training")
    TALK = "talk", _("Let’s talk first")


class SelfAssessment(models.Model):
    """One time that a candidate looked at themselves. It can be taken again; the newest finished one counts."""

    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="assessments", verbose_name=_("mentor"))
    begun_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    band = models.CharField(_("result"), max_length=12, choices=Band.choices, blank=True)

    class Meta:
        ordering: ClassVar = ["-begun_at"]
        verbose_name = _("self-assessment")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mentor"], condition=Q(finished_at__isnull=True), name="assessment_one_open"
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, band="") | Q(finished_at__isnull=False, band__in=Band.values),
                name="assessment_finished_has_band",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor} {self.begun_at:%Y-%m-%d}"


class CriterionRating(models.Model):
    """How someone rates themselves in one criterion: 1 to 5, or empty for “not had the chance”."""

    assessment = models.ForeignKey(SelfAssessment, models.CASCADE, related_name="ratings")
    criterion = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(18)])
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    example = LineField(max_length=400, blank=True)

    class Meta:
        ordering: ClassVar = ["criterion"]
        verbose_name = _("criterion rating")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="rating_once"),
            models.CheckConstraint(condition=Q(criterion__range=(1, 18)), name="rating_criterion_known"),
            models.CheckConstraint(condition=Q(score__isnull=True) | Q(score__range=(1, 5)), name="rating_one_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.score}"
