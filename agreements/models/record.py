"""What remains of the signing: the chain of events, and the document."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement, AgreementVersion
from agreements.models.signature import SignatureRequest
from people.database import rights
from people.status import Transitions
from web.fields.texts import PAGE, Prose


class SignatureEvent(models.Model):
    """One link of an agreement's chain of events: each holds the hash of the one before, and a MAC. Triggers refuse changes."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    # Over the hash, with the key of this name (people.record.record_keys).
    key = models.CharField(max_length=24, blank=True)
    mac = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["agreement", "sequence"]
        verbose_name = _("signature event")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "sequence"], name="event_sequence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind}"


class SealingCertificate(models.Model):
    """A certificate with which this organisation has sealed: the verifier knows every one, also those replaced since."""

    fingerprint = models.CharField(_("SHA-256 of the certificate"), max_length=64, unique=True)
    pem = models.TextField(_("certificate"))
    first_used_at = models.DateTimeField(_("first used"))
    # Without it anyone who can put a row in could have their own PDFs called valid.
    key = models.CharField(max_length=24, blank=True)
    mac = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["first_used_at", "pk"]
        verbose_name = _("sealing certificate")

    def __str__(self) -> str:
        return self.fingerprint[:12]


class Document(models.Model):
    """The PDF of a version that is in force, kept in the database so that one backup holds everything."""

    version = models.OneToOneField(AgreementVersion, models.PROTECT, related_name="document")
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    certificate = models.ForeignKey(
        SealingCertificate, models.PROTECT, null=True, related_name="documents", verbose_name=_("sealed with")
    )
    timestamped_at = models.DateTimeField(_("time of the timestamp authority"), null=True)

    class Meta:
        verbose_name = _("signed document")

    def __str__(self) -> str:
        return self.sha256[:12]


class SealingDelay(models.Model):
    """A version in force whose document cannot be sealed yet, and why; the row goes when the document is there."""

    class Cause(models.TextChoices):
        """What the seal waits for."""

        TIMESTAMP = "timestamp", _("Awaiting timestamp")
        SEAL = "seal", _("Awaiting the seal")

    version = models.OneToOneField(AgreementVersion, models.CASCADE, related_name="sealing_delay")
    cause = models.CharField(max_length=12, choices=Cause.choices)
    since = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=1)
    tried_at = models.DateTimeField()

    class Meta:
        verbose_name = _("document waiting to be sealed")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(cause__in=["timestamp", "seal"]), name="sealing_delay_cause_known"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.cause}"


class DisputeQuerySet(models.QuerySet["Dispute"]):
    def open(self) -> Self:
        """Those that nobody has decided: their agreements rest."""
        return self.filter(outcome=Dispute.Outcome.OPEN)

    def confirmed(self) -> Self:
        """Those where a coordinator found the signature right."""
        return self.filter(outcome=Dispute.Outcome.CONFIRMED)


class Dispute(models.Model):
    """Someone says that a signature in their name is not theirs. The agreement is on hold until a coordinator has decided."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("Open")
        CONFIRMED = "confirmed", _("The signature was theirs after all")
        VOID = "void", _("The agreement became void")

    transitions: ClassVar[Transitions] = {
        Outcome.OPEN: {Outcome.CONFIRMED, Outcome.VOID},
        Outcome.CONFIRMED: set(),
        Outcome.VOID: set(),
    }

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="disputes")
    request = models.ForeignKey(SignatureRequest, models.PROTECT, related_name="disputes")
    raised_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    remark = Prose(blank=True, max_length=PAGE)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-raised_at", "-pk"]
        verbose_name = _("disputed signature")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement"], condition=Q(outcome="open"), name="dispute_one_open"),
            models.CheckConstraint(
                condition=Q(outcome__in=["open", "confirmed", "void"]), name="dispute_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome="open", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(outcome="open") & ~Q(remark="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="dispute_decided_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.outcome}"


class Verification(models.Model):
    """One walk over every chain and every document: how much was read, what did not fit, and the head of all chains.

    These are a chain too. `seen` holds the ends that have moved since the walk before: what a walk has seen must be there
    for the next.
    """

    number = models.PositiveIntegerField(_("number"), null=True, unique=True)
    at = models.DateTimeField(_("checked"))
    agreements = models.PositiveIntegerField()
    events = models.PositiveIntegerField()
    documents = models.PositiveIntegerField()
    problems = models.JSONField(default=list, blank=True)
    head = models.CharField(_("SHA-256 over the heads of all chains"), max_length=64)
    seen = models.JSONField(default=dict, blank=True)
    previous_mac = models.CharField(max_length=64, blank=True)
    key = models.CharField(max_length=24, blank=True)
    mac = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        verbose_name = _("check of all agreements")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.head[:12]}"


rights.limit(Agreement, update=["head_sequence", "head_key", "head_mac"])
# A draft is written to; what was sent out is frozen column by column, by a trigger.
rights.limit(AgreementVersion, update=[field.name for field in AgreementVersion._meta.concrete_fields])
rights.limit(SignatureEvent)
rights.limit(SealingCertificate)
rights.limit(Document)
rights.limit(Verification)
rights.limit(Dispute, update=["outcome", "decided_at", "decided_by", "remark"])
