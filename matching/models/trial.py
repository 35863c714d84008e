"""A question about a scenario that is answered in the background and not kept: “what if”."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from matching.models.scenario import Scenario
from people.status import Transitions


class TrialKind(models.TextChoices):
    PLAY = "play", _("Other settings")
    PAIR = "pair", _("One other pair")


class TrialStatus(models.TextChoices):
    """Where the answer stands."""

    QUEUED = "queued", _("Waiting")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


TRANSITIONS: dict[str, set[str]] = {
    # Asked anew before the first question was answered.
    TrialStatus.QUEUED: {TrialStatus.QUEUED, TrialStatus.READY, TrialStatus.FAILED},
    TrialStatus.READY: {TrialStatus.QUEUED},
    TrialStatus.FAILED: {TrialStatus.QUEUED},
}


class Trial(models.Model):
    """`asked` and `answer` are plain values; see matching/lab/what_if/playing.py and matching/lab/what_if/costs.py for what is in them.

    Each person has one trial of a kind for a scenario: asking again replaces it, so that only the last question counts.
    """

    transitions: ClassVar[Transitions] = TRANSITIONS

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="trials")
    kind = models.CharField(max_length=8, choices=TrialKind.choices)
    status = models.CharField(max_length=8, choices=TrialStatus.choices, default=TrialStatus.QUEUED)
    asked = models.JSONField(default=dict)
    answer = models.JSONField(null=True, blank=True)
    # Rises with each question; an answer to an earlier one is thrown away.
    number = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("trial")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scenario", "kind", "asked_by"], name="trial_one_of_a_kind_for_a_person"),
            models.CheckConstraint(condition=Q(kind__in=TrialKind.values), name="trial_kind_known"),
            models.CheckConstraint(condition=Q(status__in=TrialStatus.values), name="trial_status_known"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
