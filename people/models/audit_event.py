"""The audit trail: append-only by triggers in the database, and keyed, so that a change by other means shows (E-19, A-29)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.database import rights
from people.record.deeds import OPEN_TO_ADMINISTRATORS

if TYPE_CHECKING:
    from people.models.user import User


class AuditQuerySet(models.QuerySet["AuditEvent"]):
    """What was done, narrowed to what someone may read."""

    def managed_by(self, user: User) -> Self:
        """What a person did themselves; for organisation administrators also what keeps the whole going."""
        own = models.Q(actor=user)
        if user.is_organization_administrator and user.is_active:
            own |= models.Q(action__in=OPEN_TO_ADMINISTRATORS)
        return self.filter(own)


class AuditEvent(models.Model):
    """One thing that someone did, written in the transaction that did it. Triggers refuse changes.

    Each is the next of one strand (`people.record.trail`): it holds the MAC of the one before, and a MAC of its own.
    """

    at = models.DateTimeField(_("when"), db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    action = models.CharField(_("what"), max_length=80, db_index=True)
    object_type = models.CharField(_("kind of object"), max_length=80)
    object_id = models.CharField(_("object"), max_length=64)
    details = models.JSONField(_("details"), default=dict, help_text=_("Ids and codes, never content."))
    # None on both: written before the trail was keyed, or not by this application.
    strand = models.PositiveSmallIntegerField(null=True, editable=False)
    sequence = models.PositiveBigIntegerField(null=True, editable=False)
    previous_mac = models.CharField(max_length=64, blank=True, editable=False)
    key = models.CharField(max_length=24, blank=True, editable=False)
    mac = models.CharField(max_length=64, blank=True, editable=False)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        verbose_name = _("audit event")
        indexes: ClassVar = [
            models.Index(fields=["object_type", "object_id"], name="audit_by_object"),
            # Not unique: a forged row in the next place would keep everyone from writing. The strand's lock counts.
            models.Index(fields=["strand", "sequence"], name="audit_by_place"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id}"


class AuditStrand(models.Model):
    """The end of one strand of the audit trail: how many entries it has, and the MAC of the last. There are always 64."""

    number = models.PositiveSmallIntegerField(primary_key=True)
    entries = models.PositiveBigIntegerField(default=0)
    last_mac = models.CharField(max_length=64, blank=True)
    key = models.CharField(max_length=24, blank=True)
    mac = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        verbose_name = _("strand of the audit trail")

    def __str__(self) -> str:
        return f"{self.number}: {self.entries}"


rights.limit(AuditEvent)
rights.limit(AuditStrand, insert=False, update=["entries", "last_mac", "key", "mac"])
