"""What committee members were asked and decided about a version of the guidelines (P-03)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people import policy
from people.policy import Action
from programs.models.program import Program
from programs.models.versions import Guidelines, GuidelinesStatus
from web.fields.texts import PAGE, Prose

if TYPE_CHECKING:
    from people.models import User
    from people.policy import Role


class Decision(models.TextChoices):
    """What a committee member answered."""

    ASKED = "asked", _("Asked")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Asked for changes")


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def managed_by(self, user: User) -> Self:
        """Those of the programs that the person manages."""
        return self.filter(guidelines__program__in=Program.objects.managed_by(user))

    def visible_to(self, user: User) -> Self:
        """What the person is asked, or was, as long as they may approve in that program."""
        deciding = Program.objects.where_allowed(user, Action.APPROVE_GUIDELINES)
        return self.filter(member=user, guidelines__program__in=deciding)

    def awaited(self) -> Self:
        """Those that can still be answered: asked in the round that is going on."""
        return self.filter(
            decision=Decision.ASKED,
            guidelines__status=GuidelinesStatus.IN_REVIEW,
            round=F("guidelines__round"),
        )


class Approval(models.Model):
    """What one committee member was asked and decided about one version, with remarks (P-03)."""

    guidelines = models.ForeignKey(Guidelines, models.CASCADE, related_name="approvals", verbose_name=_("guidelines"))
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="approvals", verbose_name=_("committee member")
    )
    decision = models.CharField(_("decision"), max_length=12, choices=Decision.choices, default=Decision.ASKED)
    remarks = Prose(_("remarks"), blank=True, max_length=PAGE)
    round = models.PositiveSmallIntegerField(_("round"), default=1, help_text=_("How many times the version was sent."))
    asked_at = models.DateTimeField(_("asked"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["guidelines", "round", "pk"]
        verbose_name = _("approval")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["guidelines", "member", "round"], name="approval_once"),
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="approval_decision_known"),
            models.CheckConstraint(
                condition=Q(decision=Decision.ASKED, decided_at__isnull=True)
                | (~Q(decision=Decision.ASKED) & Q(decided_at__isnull=False)),
                name="approval_decided_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_decision_display()}"

    @property
    def is_awaited(self) -> bool:
        """Whether it can still be answered."""
        return (
            self.decision == Decision.ASKED
            and self.guidelines.status == GuidelinesStatus.IN_REVIEW
            and self.round == self.guidelines.round
        )

    @property
    def state_code(self) -> str:
        """The decision; a question that can no longer be answered is `unanswered`."""
        closed = self.decision == Decision.ASKED and not self.is_awaited
        return "unanswered" if closed else self.decision

    @property
    def state(self) -> str:
        return str(_("Not answered")) if self.state_code == "unanswered" else self.get_decision_display()

    def can_be_decided_by(self, user: User) -> bool:
        """Whether the person was asked, still sits on the committee, and has not answered yet."""
        may = policy.allows(user, Action.APPROVE_GUIDELINES, self)
        return self.member_id == user.pk and may and self.is_awaited

    def roles_of(self, user: User) -> set[Role]:
        return self.guidelines.program.roles_of(user)
