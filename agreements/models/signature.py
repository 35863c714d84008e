"""Signatures on a version: who is asked, by which link, what happened, and the document that came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement, AgreementVersion

if TYPE_CHECKING:
    from people.models import User


class SignerRole(models.TextChoices):
    """In which capacity somebody signs. `SUPERVISOR_OF_BOTH` signs once for both."""

    MENTEE = "mentee", _("Mentee")
    MENTOR = "mentor", _("Mentor")
    MENTEE_SUPERVISOR = "mentee_supervisor", _("Mentee’s supervisor")
    MENTOR_SUPERVISOR = "mentor_supervisor", _("Mentor’s supervisor")
    SUPERVISOR_OF_BOTH = "supervisor_of_both", _("Supervisor of both")


class SignatureStatus(models.TextChoices):
    """Where a request stands. `WAITING` is not this person's turn yet (A-22)."""

    WAITING = "waiting", _("Not their turn yet")
    ASKED = "asked", _("Asked")
    SIGNED = "signed", _("Signed")
    CHANGE_ASKED = "change_asked", _("Asked for a change")
    DECLINED = "declined", _("Declined")
    VOID = "void", _("No longer asked")


TRANSITIONS: dict[str, set[str]] = {
    SignatureStatus.WAITING: {SignatureStatus.ASKED, SignatureStatus.VOID},
    SignatureStatus.ASKED: {SignatureStatus.SIGNED, SignatureStatus.CHANGE_ASKED, SignatureStatus.DECLINED, SignatureStatus.VOID},
    SignatureStatus.SIGNED: {SignatureStatus.VOID},
    SignatureStatus.CHANGE_ASKED: set(),
    SignatureStatus.DECLINED: set(),
    SignatureStatus.VOID: set(),
}


class SignatureRequestQuerySet(models.QuerySet["SignatureRequest"]):
    """Requests to sign."""

    def visible_to(self, user: User) -> Self:
        """What the person is asked to sign, or has signed."""
        return self.filter(signer=user).exclude(status=SignatureStatus.WAITING)

    def awaiting(self) -> Self:
        """Asked and not answered."""
        return self.filter(status=SignatureStatus.ASKED)


class SignatureRequest(models.Model):
    """One person asked to sign one version in one role."""

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="requests", verbose_name=_("version"))
    role = models.CharField(_("signs as"), max_length=20, choices=SignerRole.choices)
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="signature_requests", verbose_name=_("signer"))
    status = models.CharField(_("status"), max_length=14, choices=SignatureStatus.choices, default=SignatureStatus.WAITING)
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True)
    decided_at = models.DateTimeField(_("answered"), null=True, blank=True)
    typed_name = models.CharField(_("typed name"), max_length=200, blank=True)
    consent_hash = models.CharField(_("SHA-256 of the consent text"), max_length=64, blank=True)
    remark = models.TextField(_("remark"), blank=True)
    ip_address = models.GenericIPAddressField(_("from address"), null=True, blank=True)
    user_agent = models.CharField(_("with"), max_length=300, blank=True)

    objects = SignatureRequestQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["version", "pk"]
        verbose_name = _("signature")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "role"], name="signature_role_once"),
            models.CheckConstraint(condition=Q(status__in=SignatureStatus.values), name="signature_status_known"),
            models.CheckConstraint(condition=Q(role__in=SignerRole.values), name="signature_role_known"),
            models.CheckConstraint(
                condition=~Q(status=SignatureStatus.SIGNED) | (Q(decided_at__isnull=False) & ~Q(typed_name="") & ~Q(consent_hash="")),
                name="signature_signed_has_name_and_consent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.get_status_display()}"


class SigningToken(models.Model):
    """A link that was mailed. Only a keyed hash is kept (A-02); several may live at once (A-03)."""

    request = models.ForeignKey(SignatureRequest, models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    minted_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    exchanges = models.PositiveSmallIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("signing link")

    def __str__(self) -> str:
        return str(self.pk)


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
        constraints: ClassVar = [models.UniqueConstraint(fields=["agreement", "sequence"], name="event_sequence_once")]

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
