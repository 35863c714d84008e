"""The outbox: every message is a row before it is a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.mails import concerns

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from people.models import User
    from people.status import Transitions


# What phones show of a subject (F-18).
LONGEST_SUBJECT = 60
# What each kind of message is called; an app says it where it declares the kind (notifications.outbox.renders).
TITLES: dict[str, str | _StrPromise] = {}


class Category(models.TextChoices):
    """Why a message is sent; decides whether quiet hours hold it back."""

    SECURITY = "security", _("Security")
    SIGNATURE = "signature", _("Signature")
    MEETING = "meeting", _("Meeting")
    TRANSACTIONAL = "transactional", _("Answer to what someone did")
    PROGRAM = "program", _("Program news and reminders")


class Status(models.TextChoices):
    """Where a message stands."""

    QUEUED = "queued", _("Waiting")
    CLAIMED = "claimed", _("Being sent")
    SENT = "sent", _("Sent")
    SUPERSEDED = "superseded", _("No longer needed")
    DEAD = "dead", _("Could not be delivered")


TRANSITIONS: dict[str, set[str]] = {
    Status.QUEUED: {Status.CLAIMED},
    # Claimed again where the first sender's lease ran out.
    Status.CLAIMED: {Status.CLAIMED, Status.QUEUED, Status.SENT, Status.SUPERSEDED, Status.DEAD},
    Status.SENT: set(),
    Status.SUPERSEDED: set(),
    Status.DEAD: {Status.QUEUED, Status.SUPERSEDED},
}


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages, narrowed step by step."""

    def due(self, now: datetime) -> Self:
        """Waiting and due, or claimed by a sender whose lease ran out."""
        return self.filter(
            Q(status=Status.QUEUED, due_at__lte=now) | Q(status=Status.CLAIMED, lease_until__lte=now),
        )

    def waiting(self, now: datetime) -> Self:
        """Due, and not gone out yet."""
        return self.filter(status__in=[Status.QUEUED, Status.CLAIMED], due_at__lte=now)

    def sent(self) -> Self:
        return self.filter(status=Status.SENT)

    def dead(self) -> Self:
        """Given up: someone has to look."""
        return self.filter(status=Status.DEAD)

    def managed_by(self, user: User) -> Self:
        """Whether messages went out: all for organisation administrators, for others those of the programs they run.

        Nobody sees what stood in them, and of kinds that would tell something by themselves coordinators see nothing.
        """
        if user.is_organization_administrator:
            return self
        undelivered = Q(status=Status.DEAD)
        return self.filter(concerns.seen_by(user, undelivered=undelivered)) if user.is_staff else self.none()

    def undelivered(self, name: str, pk: int, *, user: User) -> Self:
        """Those about one thing that could not be delivered, as far as the person may know of them."""
        return self.dead().filter(concerns.concerning(name, pk, user=user)).select_related("recipient")

    def visible_to(self, user: User) -> Self:
        """A person's own messages."""
        return self.filter(recipient=user)


class Message(models.Model):
    """One message to one person. Holds ids only; text and tokens are made when it is sent (B-05).

    What went out keeps its subject, so that its recipient finds the mail again. Nobody else is shown it.
    """

    transitions: ClassVar[Transitions] = TRANSITIONS

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
    subject_line = models.CharField(_("subject"), max_length=LONGEST_SUBJECT, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=200, blank=True)
    # Refused while the server took nobody's mail: it may be the server that refuses, and then this was no verdict (B-24).
    unproven = models.BooleanField(_("refused without proof"), default=False)

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
            models.Index(fields=["recipient"], condition=Q(unproven=True), name="message_unproven"),
            models.Index(fields=["kind"], condition=Q(status=Status.DEAD), name="message_dead"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What kind of message it is, in words; a kind that is no longer sent is called by its code."""
        return str(TITLES.get(self.kind, self.kind))

    @property
    def can_be_settled(self) -> bool:
        """Whether someone may send it again or let it go."""
        return self.status == Status.DEAD

    @property
    def reason(self) -> str:
        """Why it could not be delivered, in plain words."""
        if self.last_error.startswith("SMTPRecipientsRefused 5"):
            return gettext("The mail server says that this address does not exist or accepts no email.")
        if self.last_error.startswith("SMTPDataError 5"):
            return gettext("The mail server refused this email.")
        if self.last_error.startswith(("SMTP", "Timeout", "Connection", "OSError")):
            return gettext("We tried for a day, and the mail server did not accept it.")
        return gettext("This email could not be put together. Please tell the people who run this site.")


class MailServer(models.Model):
    """How the mail server does: one row, so that all senders know the same (B-24)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    took_at = models.DateTimeField(_("last accepted an email"), null=True, blank=True)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries since then"), default=0)
    next_try_at = models.DateTimeField(_("next try"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("mail server")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="mail_server_once"),
            models.CheckConstraint(
                condition=Q(failing_since__isnull=True, next_try_at__isnull=True)
                | Q(failing_since__isnull=False, next_try_at__isnull=False),
                name="mail_server_failing_is_tried_again",
            ),
        ]

    def __str__(self) -> str:
        return "mail server"
