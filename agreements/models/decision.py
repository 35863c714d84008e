"""What a coordinator wants to decide about a supervisor's signature, and nobody decides alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models.signature import SignatureRequest, SignatureStatus
from agreements.models.version_status import VersionStatus
from matching.models.match import own
from people.database import rights
from web.fields.texts import Prose

if TYPE_CHECKING:
    from people.models import User
    from people.status import Transitions


class SignerDecisionQuerySet(models.QuerySet["SignerDecision"]):
    """Decisions that need a second person."""

    def open(self) -> Self:
        """Those that wait for a second person, about requests that still wait for an answer."""
        return self.filter(
            outcome=SignerDecision.Outcome.OPEN,
            request__status__in=[SignatureStatus.WAITING, SignatureStatus.ASKED],
            request__version__status=VersionStatus.SIGNING,
        )

    def visible_to(self, user: User) -> Self:
        """Those about the person's own agreements."""
        return self.filter(own(user, "request__version__agreement__match__"))

    def with_people(self) -> Self:
        """Bring along everyone whom a page or a mail about it names, in one query."""
        match = "request__version__agreement__match"
        return self.select_related(
            "request__signer",
            "to",
            "proposed_by",
            f"{match}__cohort__program",
            f"{match}__mentor__user",
            f"{match}__mentee__user",
        )


class SignerDecision(models.Model):
    """A request that is to be handed to someone, or done without: proposed by one, agreed to by another (A-16)."""

    class Kind(models.TextChoices):
        """What is to be done."""

        HAND_OVER = "hand_over", _("Ask someone else")
        WAIVE = "waive", _("Waive this signature")

    class Outcome(models.TextChoices):
        """What the second person said."""

        OPEN = "open", _("Waiting for a second person")
        AGREED = "agreed", _("Agreed")
        REFUSED = "refused", _("Not agreed")

    transitions: ClassVar[Transitions] = {
        Outcome.OPEN: {Outcome.AGREED, Outcome.REFUSED},
        Outcome.AGREED: set(),
        Outcome.REFUSED: set(),
    }

    request = models.ForeignKey(SignatureRequest, models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = Prose(_("why"), max_length=1000)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.OPEN)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = SignerDecisionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-proposed_at", "-pk"]
        verbose_name = _("decision about a signer")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request"], condition=Q(outcome="open"), name="signer_decision_one_open"),
            models.CheckConstraint(condition=Q(kind__in=["hand_over", "waive"]), name="signer_decision_kind_known"),
            models.CheckConstraint(
                condition=Q(outcome__in=["open", "agreed", "refused"]), name="signer_decision_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="hand_over", to__isnull=False) | Q(kind="waive", to__isnull=True),
                name="signer_decision_names_somebody",
            ),
            models.CheckConstraint(
                condition=Q(outcome="open", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(outcome="open") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="signer_decision_answer_has_time_and_name",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="agreed")
                | (~Q(answered_by=F("proposed_by")) & (Q(to__isnull=True) | ~Q(answered_by=F("to")))),
                name="signer_decision_agreed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_outcome_display()}"


rights.limit(SignerDecision, update=["outcome", "answered_by", "answered_at"])
