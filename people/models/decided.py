"""What one person asks for and another decides, and nobody alone (E-34, E-35)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.marked import Marked, MarkedQuerySet

if TYPE_CHECKING:
    from people.models.user import User

D = TypeVar("D", bound="DecidedByAnother")


class DecidedQuerySet(MarkedQuerySet[D]):
    """What was asked for, narrowed step by step."""

    def managed_by(self, user: User) -> Self:
        """The directory is kept by organisation administrators."""
        return self if user.is_organization_administrator else self.none()

    def with_people(self) -> Self:
        """Bring along whom it is about and who asked and decided."""
        return self.select_related("person", "asked_by", "decided_by")


class DecidedByAnother(Marked):
    """Something about a person that one asks for and another decides. Only a row whose mark fits can be decided."""

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked for by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )

    class Meta:
        abstract = True
