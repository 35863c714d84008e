"""Changed addresses: what an address was, what it is to be, and who agreed to it (E-34)."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from people.database import rights
from people.models.decided import DecidedByAnother, DecidedQuerySet
from people.models.marked import MARK
from people.models.user import AddressField
from people.status import Transitions


class AddressStatus(models.TextChoices):
    """Where a change stands. Only one that waits can still become something else; a trigger holds it."""

    WAITING = "waiting", _("Waiting to be confirmed")
    CONFIRMED = "confirmed", _("Confirmed")
    STOPPED = "stopped", _("Stopped by the person")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REPLACED = "replaced", _("Replaced by a later change")


TRANSITIONS: dict[str, set[str]] = {
    AddressStatus.WAITING: {
        AddressStatus.CONFIRMED,
        AddressStatus.STOPPED,
        AddressStatus.WITHDRAWN,
        AddressStatus.REPLACED,
    },
    AddressStatus.CONFIRMED: set(),
    AddressStatus.STOPPED: set(),
    AddressStatus.WITHDRAWN: set(),
    AddressStatus.REPLACED: set(),
}


class Confirmation(models.TextChoices):
    """Who agreed, besides the one who asked."""

    OLD_ADDRESS = "old_address", _("The person, at the earlier address")
    SECOND_FACTOR = "second_factor", _("The person, with their second step")
    ADMINISTRATOR = "administrator", _("Another administrator")
    OPERATOR = "operator", _("The operator of the installation")
    NEW_ROW = "new_row", _("Not needed: its author had just added the row, and nobody had used it")
    RELEASED = "released", _("Not needed: the person has left, and their address is free again")


class AddressChangeQuerySet(DecidedQuerySet["AddressChange"]):
    """Changes of addresses, narrowed step by step."""

    def waiting(self) -> Self:
        """Keep those that are not decided yet."""
        return self.filter(status=AddressStatus.WAITING)


class AddressChange(DecidedByAnother):
    """One change of one person's address. The person's row keeps the old one until the change is confirmed.

    This is where the trail keeps both addresses: the audit trail names the row, and holds no address itself.
    """

    transitions: ClassVar[Transitions] = TRANSITIONS

    MARKED = (
        "person",
        "old",
        "new",
        "asked_at",
        "asked_by",
        "status",
        "confirmation",
        "decided_at",
        "decided_by",
        "link_digests",
    )

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="address_changes", verbose_name=_("person")
    )
    old = AddressField(_("earlier address"))
    new = AddressField(_("new address"))
    asked_at = models.DateTimeField(_("asked for"))
    status = models.CharField(
        _("status"), max_length=12, choices=AddressStatus.choices, default=AddressStatus.WAITING, editable=False
    )
    confirmation = models.CharField(_("confirmed by"), max_length=16, choices=Confirmation.choices, blank=True)
    # A mail that is sent twice has two links, and both work.
    link_digests = ArrayField(models.CharField(max_length=64), default=list, blank=True, editable=False)

    objects = AddressChangeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-asked_at", "-pk"]
        verbose_name = _("changed address")
        verbose_name_plural = _("changed addresses")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(status="waiting"), name="address_change_one_waiting_a_person"
            ),
            models.UniqueConstraint(
                Lower("new"), condition=Q(status="waiting"), name="address_change_one_person_waits_for_it"
            ),
            models.CheckConstraint(condition=Q(status__in=AddressStatus.values), name="address_change_status_known"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="address_change_changes"),
            models.CheckConstraint(
                condition=Q(status="waiting", decided_at__isnull=True, decided_by__isnull=True)
                | Q(~Q(status="waiting"), decided_at__isnull=False),
                name="address_change_decided_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(status="confirmed", confirmation__in=Confirmation.values)
                | Q(~Q(status="confirmed"), confirmation=""),
                name="address_change_confirmed_by_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.old} → {self.new}"

    @property
    def waits(self) -> bool:
        """Whether it can still be decided."""
        return self.status == AddressStatus.WAITING


rights.limit(AddressChange, update=["status", "confirmation", "decided_at", "decided_by", "link_digests", *MARK])
