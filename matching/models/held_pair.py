"""What a coordinator decides about drafts by hand: pairs held together or kept apart, and the history of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from matching.models.scenario import Scenario
from pool.models.mentee import Mentee
from pool.models.mentor import Mentor
from web.fields.names import LineField


class Hold(models.TextChoices):
    """What every later answer keeps to."""

    LOCKED = "locked", _("Locked")
    FORBIDDEN = "forbidden", _("Forbidden")


class HeldPair(models.Model):
    """Two people whom every answer of a scenario puts together, or never does."""

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="held")
    mentee = models.ForeignKey(Mentee, models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="+")
    hold = models.CharField(max_length=10, choices=Hold.choices)

    class Meta:
        ordering: ClassVar = ["scenario", "mentee__user__name", "pk"]
        verbose_name = _("pair locked or forbidden")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scenario", "mentee", "mentor"], name="held_pair_once"),
            models.UniqueConstraint(
                fields=["scenario", "mentee"], condition=Q(hold=Hold.LOCKED), name="held_pair_one_lock_for_a_mentee"
            ),
            models.CheckConstraint(condition=Q(hold__in=Hold.values), name="held_pair_hold_known"),
        ]

    def __str__(self) -> str:
        return f"{self.mentor} – {self.mentee}"


class ChangeKind(models.TextChoices):
    """What was changed by hand."""

    LOCK = "lock", _("Locked")
    UNLOCK = "unlock", _("Unlocked")
    FORBID = "forbid", _("Forbidden")
    ALLOW = "allow", _("Allowed again")
    SWAP = "swap", _("Paired by hand")
    APART = "apart", _("Separated")


class DraftChange(models.Model):
    """One change by hand: who, when, why, and what it cost once everything else was worked out again.

    `matched` and `total` (points) are differences of the whole scenario, `moved` counts the other mentees who got
    someone else. They are empty until the answer is there.
    """

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="changes")
    deed = models.CharField(max_length=10, choices=ChangeKind.choices)
    mentee = models.ForeignKey(Mentee, models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="+")
    reason = LineField(_("why"), max_length=200)
    made_at = models.DateTimeField(_("when"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who"))
    matched = models.IntegerField(null=True, blank=True)
    total = models.IntegerField(null=True, blank=True)
    moved = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        verbose_name = _("change by hand")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(deed__in=ChangeKind.values), name="draft_change_known")
        ]

    def __str__(self) -> str:
        return f"{self.get_deed_display()}: {self.mentor} – {self.mentee}"
