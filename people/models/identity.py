"""Identities at the organisation's provider: one a person, and what it takes to replace one (E-35)."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.database import rights
from people.models.decided import DecidedByAnother, DecidedQuerySet
from people.models.marked import MARK
from people.status import Transitions


class ReplacementStatus(models.TextChoices):
    """Where the replacement of an identity stands."""

    TRIED = "tried", _("Someone tried to sign in")
    ASKED = "asked", _("Waiting for a second administrator")
    CONFIRMED = "confirmed", _("Replaced")
    REFUSED = "refused", _("Refused")


TRANSITIONS: dict[str, set[str]] = {
    ReplacementStatus.TRIED: {ReplacementStatus.ASKED, ReplacementStatus.REFUSED},
    ReplacementStatus.ASKED: {ReplacementStatus.CONFIRMED, ReplacementStatus.REFUSED},
    ReplacementStatus.CONFIRMED: set(),
    ReplacementStatus.REFUSED: set(),
}

OPEN = (ReplacementStatus.TRIED, ReplacementStatus.ASKED)


class IdentityReplacementQuerySet(DecidedQuerySet["IdentityReplacement"]):
    """Replacements, narrowed step by step."""

    def open(self) -> Self:
        """Keep those that are not decided yet."""
        return self.filter(status__in=OPEN)


class IdentityReplacement(DecidedByAnother):
    """Someone came with a person's verified address and another identity than the person's. They were refused."""

    transitions: ClassVar[Transitions] = TRANSITIONS

    MARKED = (
        "person",
        "provider",
        "uid",
        "status",
        "tried_at",
        "asked_at",
        "asked_by",
        "decided_at",
        "decided_by",
    )

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="identity_replacements", verbose_name=_("person")
    )
    provider = models.CharField(_("provider"), max_length=200)
    uid = models.CharField(_("identity"), max_length=191, editable=False)
    status = models.CharField(
        _("status"), max_length=12, choices=ReplacementStatus.choices, default=ReplacementStatus.TRIED, editable=False
    )
    tried_at = models.DateTimeField(_("tried"))
    asked_at = models.DateTimeField(_("asked for"), null=True, blank=True)

    objects = IdentityReplacementQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-tried_at", "-pk"]
        verbose_name = _("other identity of a person")
        verbose_name_plural = _("other identities of people")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "provider", "uid"],
                condition=Q(status__in=OPEN),
                name="identity_replacement_open_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=ReplacementStatus.values), name="identity_replacement_status_known"
            ),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=True, asked_by__isnull=True)
                | Q(asked_at__isnull=False, asked_by__isnull=False),
                name="identity_replacement_asked_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, status__in=OPEN)
                | Q(~Q(status__in=OPEN), decided_at__isnull=False, decided_by__isnull=False),
                name="identity_replacement_decided_at_and_by",
            ),
            # Two administrators, or nothing.
            models.CheckConstraint(
                condition=~Q(status="confirmed")
                | (Q(asked_by__isnull=False) & ~Q(asked_by=models.F("decided_by")) & ~Q(person=models.F("asked_by"))),
                name="identity_replacement_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_status_display()}"


rights.limit(IdentityReplacement, update=["status", "asked_at", "asked_by", "decided_at", "decided_by", *MARK])
