"""Links that were mailed, and what they were exchanged for. Only keyed hashes of the secrets are kept (A-02).

`digest` finds a row by its secret; `bound` ties the secret to what the row opens (A-04).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models.signature import SignatureRequest
from people.database import rights

if TYPE_CHECKING:
    from datetime import datetime


class LinkPurpose(models.TextChoices):
    """What a link is for. A link for one purpose opens nothing else (A-04)."""

    SIGN = "sign", _("Read and sign")
    RECEIPT = "receipt", _("Read what was signed")
    NOT_ME = "not_me", _("Say that someone else signed")


class SigningToken(models.Model):
    """A link that was mailed. Several may live at once: a retried mail carries a second one (A-03)."""

    request = models.ForeignKey(SignatureRequest, models.CASCADE, related_name="tokens")
    purpose = models.CharField(max_length=8, choices=LinkPurpose.choices, default=LinkPurpose.SIGN)
    digest = models.CharField(max_length=64, unique=True)
    bound = models.CharField(max_length=64)
    minted_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    exchanges = models.PositiveSmallIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("signing link")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(purpose__in=LinkPurpose.values), name="token_purpose_known"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SigningSessionQuerySet(models.QuerySet["SigningSession"]):
    def alive(self, now: datetime) -> Self:
        """Those whose cookie still opens something."""
        return self.filter(ended_at__isnull=True, expires_at__gt=now)


class SigningSession(models.Model):
    """What a link was exchanged for: a cookie for half an hour, bound to one request and one purpose (A-06)."""

    request = models.ForeignKey(SignatureRequest, models.CASCADE, related_name="sessions")
    purpose = models.CharField(max_length=8, choices=LinkPurpose.choices)
    digest = models.CharField(max_length=64, unique=True)
    bound = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SigningSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("opened signing link")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(purpose__in=LinkPurpose.values), name="session_purpose_known"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


# They are used up and closed. What they open, and until when, is fixed when they are made; a trigger says so as well.
rights.limit(SigningToken, update=["exchanges", "revoked_at"])
rights.limit(SigningSession, update=["ended_at"])
