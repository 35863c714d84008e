"""The audit trail: append-only, by a trigger in the database (E-19)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.deeds import OPEN_TO_ADMINISTRATORS

if TYPE_CHECKING:
    from people.models.user import User


class AuditQuerySet(models.QuerySet["AuditEvent"]):
    """What was done, narrowed to what somebody may read."""

    def managed_by(self, user: User) -> Self:
        """What a person did themselves; for organization administrators also what keeps the whole going."""
        own = models.Q(actor=user)
        if user.is_organization_administrator and user.is_active:
            own |= models.Q(action__in=OPEN_TO_ADMINISTRATORS)
        return self.filter(own)


class AuditEvent(models.Model):
    """One thing that somebody did, written in the transaction that did it. A trigger refuses changes."""

    at = models.DateTimeField(_("when"), db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    action = models.CharField(_("what"), max_length=80, db_index=True)
    object_type = models.CharField(_("kind of object"), max_length=80)
    object_id = models.CharField(_("object"), max_length=64)
    details = models.JSONField(_("details"), default=dict, help_text=_("Ids and codes, never content."))

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        verbose_name = _("audit event")
        indexes: ClassVar = [models.Index(fields=["object_type", "object_id"], name="audit_by_object")]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id}"
