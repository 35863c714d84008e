"""What is said once more about a signature after a coordinator found it right."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models.record import Dispute
from people.database import rights


class RepeatedQuerySet(models.QuerySet["Repeated"]):
    """What was said again."""

    def waiting(self) -> Self:
        """What no coordinator has answered."""
        return self.filter(answered_at__isnull=True)


class Repeated(models.Model):
    """Someone says again that a signature is not theirs. One row for each time that it was found right: nothing rests."""

    dispute = models.OneToOneField(Dispute, models.PROTECT, related_name="repeated")
    said_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RepeatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature disputed again")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="repeated_answer_has_time_and_name",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


rights.limit(Repeated, update=["answered_at", "answered_by"])
