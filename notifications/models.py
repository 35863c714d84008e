"""The outbox: every message is a row before it is a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User


class Category(models.TextChoices):
    """Why a message is sent; decides whether quiet hours hold it back."""

    SECURITY = "security", _("Security")
    SIGNATURE = "signature", _("Signature")
    MEETING = "meeting", _("Meeting")
    TRANSACTIONAL = "transactional", _("Answer to what somebody did")
    PROGRAM = "program", _("Program news and nudges")


class Status(models.TextChoices):
    """Where a message stands."""

    QUEUED = "queued", _("Waiting")
    CLAIMED = "claimed", _("Being sent")
    SENT = "sent", _("Sent")
    SUPERSEDED = "superseded", _("No longer needed")
    DEAD = "dead", _("Could not be sent")


TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.QUEUED: frozenset({Status.CLAIMED}),
    # Claimed again where the first sender's lease ran out.
    Status.CLAIMED: frozenset({Status.CLAIMED, Status.QUEUED, Status.SENT, Status.SUPERSEDED, Status.DEAD}),
    Status.SENT: frozenset(),
    Status.SUPERSEDED: frozenset(),
    Status.DEAD: frozenset({Status.QUEUED, Status.SUPERSEDED}),
}


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages, narrowed step by step."""

    def due(self, now: datetime) -> Self:
        """Waiting and due, or claimed by a sender whose lease ran out."""
        return self.filter(
            Q(status=Status.QUEUED, due_at__lte=now) | Q(status=Status.CLAIMED, lease_until__lte=now),
        )

    def sent(self) -> Self:
        """Gone out."""
        return self.filter(status=Status.SENT)

    def dead(self) -> Self:
        """Given up: somebody has to look."""
        return self.filter(status=Status.DEAD)

    def managed_by(self, user: User) -> Self:
        """Organization administrators see that messages went out; nobody sees what stood in them."""
        return self if user.is_organization_administrator else self.none()

    def visible_to(self, user: User) -> Self:
        """A person's own messages."""
        return self.filter(recipient=user)


class Message(models.Model):
    """One message to one person. Holds ids only; text and tokens are made when it is sent (B-05)."""

    kind = models.CharField(_("kind"), max_length=80)
    key = models.CharField(
        _("natural key"),
        max_length=200,
        unique=True,
        help_text=_("Kind, subject, recipient and occurrence: the same message is never queued twice."),
    )
    category = models.CharField(_("category"), max_length=16, choices=Category.choices)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages", verbose_name=_("to")
    )
    to_address = models.EmailField(
        _("to another address"),
        blank=True,
        help_text=_("Where it goes, if not to the recipient’s present address. Cleared once it is settled."),
    )
    subject_id = models.CharField(_("about"), max_length=64, blank=True)
    context = models.JSONField(_("ids and codes"), default=dict, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.QUEUED)
    due_at = models.DateTimeField(_("due"))
    queued_at = models.DateTimeField(_("queued"))
    claimed_by = models.CharField(_("claimed by"), max_length=80, blank=True)
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=200, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-queued_at", "-pk"]
        verbose_name = _("message")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="message_status_known"),
            models.CheckConstraint(condition=Q(category__in=Category.values), name="message_category_known"),
            models.CheckConstraint(
                condition=~Q(status=Status.SENT) | Q(sent_at__isnull=False), name="message_sent_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.CLAIMED) | Q(lease_until__isnull=False), name="message_claimed_has_lease"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], condition=Q(status__in=[Status.QUEUED, Status.CLAIMED]), name="message_due"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What kind of message it is, in words."""
        return self.kind.rpartition(".")[2].replace("_", " ").capitalize()

    @property
    def can_be_settled(self) -> bool:
        """Whether an administrator may send it again or let it go."""
        return self.status == Status.DEAD
