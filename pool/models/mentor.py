"""Mentors of a program's standing pool (P-15 to P-17)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.policy import Action
from pool.models.participant import Participant, both_or_neither
from pool.models.topics import Wish
from programs.models import Program
from web.fields.texts import PARAGRAPH, Prose

if TYPE_CHECKING:
    from people.models import User
    from people.policy import Role
    from people.status import Transitions


class MentorStatus(models.TextChoices):
    """Where a mentor application stands. `DRAFT` is saved on every step and seen by its owner alone."""

    NOMINATED = "nominated", _("Nominated, not confirmed yet")
    DRAFT = "draft", _("Being written")
    APPLIED = "applied", _("Waiting for the coordinator")
    ACCEPTED = "accepted", _("In the mentor pool")
    DECLINED = "declined", _("Not accepted")
    PAUSED = "paused", _("Pausing")
    WITHDRAWN = "withdrawn", _("Withdrawn")


TRANSITIONS: dict[str, set[str]] = {
    MentorStatus.NOMINATED: {MentorStatus.DRAFT, MentorStatus.APPLIED, MentorStatus.WITHDRAWN},
    # Whoever is not there can be named again, and confirms anew.
    MentorStatus.DRAFT: {MentorStatus.APPLIED, MentorStatus.WITHDRAWN, MentorStatus.NOMINATED},
    MentorStatus.APPLIED: {MentorStatus.ACCEPTED, MentorStatus.DECLINED, MentorStatus.WITHDRAWN},
    MentorStatus.ACCEPTED: {MentorStatus.PAUSED, MentorStatus.WITHDRAWN},
    MentorStatus.PAUSED: {MentorStatus.ACCEPTED, MentorStatus.WITHDRAWN},
    MentorStatus.DECLINED: {MentorStatus.DRAFT, MentorStatus.NOMINATED},
    MentorStatus.WITHDRAWN: {MentorStatus.DRAFT, MentorStatus.NOMINATED},
}


class MentorQuerySet(models.QuerySet["Mentor"]):
    def managed_by(self, user: User) -> Self:
        """Applications that were sent, and nominations, in the programs where the person decides about them."""
        allowed = Program.objects.where_allowed(user, Action.DECIDE_APPLICATIONS)
        sent = Q(applied_at__isnull=False) | Q(nominated_at__isnull=False)
        return self.filter(sent, program__in=allowed).exclude(status=MentorStatus.DRAFT)

    def visible_to(self, user: User) -> Self:
        """A person's own applications."""
        return self.filter(user=user)

    def in_pool(self) -> Self:
        """Accepted and not pausing."""
        return self.filter(status=MentorStatus.ACCEPTED)


class Mentor(Participant):
    """Somebody in (or on the way to) the standing mentor pool of a program (P-15 to P-17)."""

    transitions: ClassVar[Transitions] = TRANSITIONS

    reference_letter = "MR"

    program = models.ForeignKey(Program, models.CASCADE, related_name="mentors", verbose_name=_("program"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="mentorships", verbose_name=_("person")
    )
    status = models.CharField(_("status"), max_length=12, choices=MentorStatus.choices, default=MentorStatus.DRAFT)
    offers = Prose(
        _("what you offer"),
        blank=True,
        help_text=_("Skills, know-how and experience that you can pass on."),
        max_length=PARAGRAPH,
    )
    motivation = Prose(_("why you want to be a mentor"), blank=True, max_length=PARAGRAPH)
    wants_to_learn = Prose(_("what you would like to learn yourself"), blank=True, max_length=PARAGRAPH)
    capacity = models.PositiveSmallIntegerField(
        _("mentees at the same time"), default=1, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    department_wish = models.CharField(
        _("department of the mentee"), max_length=10, choices=Wish.choices, default=Wish.EITHER
    )
    site_wish = models.CharField(_("site of the mentee"), max_length=10, choices=Wish.choices, default=Wish.EITHER)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decision_reason = Prose(_("reason"), blank=True, max_length=PARAGRAPH)

    objects = MentorQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["user__name", "pk"]
        verbose_name = _("mentor")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["program", "user"], name="mentor_once_a_program"),
            models.CheckConstraint(condition=Q(status__in=MentorStatus.values), name="mentor_status_known"),
            models.CheckConstraint(
                condition=both_or_neither("decided_at", "decided_by"), name="mentor_decided_at_and_by"
            ),
            models.CheckConstraint(
                condition=both_or_neither("nominated_at", "nominated_by"), name="mentor_nominated_at_and_by"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[MentorStatus.APPLIED, MentorStatus.ACCEPTED])
                | Q(applied_at__isnull=False, acknowledged_at__isnull=False),
                name="mentor_applied_and_acknowledged",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    def roles_of(self, user: User) -> set[Role]:
        return self.program.roles_of(user)
