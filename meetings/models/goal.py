"""How far the pair's goals are (P-30)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models import LearningGoal
from web.fields.names import LineField


class Progress(models.TextChoices):
    """How far a goal is."""

    NOT_STARTED = "not_started", _("Not started")
    UNDER_WAY = "under_way", _("Under way")
    REACHED = "reached", _("Reached")
    DROPPED = "dropped", _("Dropped")


class GoalProgress(models.Model):
    """What one of the two said about a goal, when. The newest row counts; the pair reads it, nobody else."""

    goal = models.ForeignKey(LearningGoal, models.CASCADE, related_name="progress")
    state = models.CharField(_("progress"), max_length=12, choices=Progress.choices)
    note = LineField(_("what happened"), max_length=300, blank=True)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who"))

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        verbose_name = _("progress on a goal")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=Progress.values), name="progress_known"),
        ]

    def __str__(self) -> str:
        return self.state
