"""What remains of the signing: the chain of events, and the document."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement, AgreementVersion


class SignatureEvent(models.Model):
    """One link of an agreement's chain of events: each holds the hash of the one before. A trigger refuses changes."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["agreement", "sequence"]
        verbose_name = _("signature event")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "sequence"], name="event_sequence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind}"


class Document(models.Model):
    """The PDF of a version that is in force, kept in the database so that one backup holds everything."""

    version = models.OneToOneField(AgreementVersion, models.PROTECT, related_name="document")
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("signed document")

    def __str__(self) -> str:
        return self.sha256[:12]
