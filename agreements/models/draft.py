"""What belongs to a version while it is written: its goals, and who changed which part last."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import AgreementVersion
from web.fields.names import LineField


class LearningGoal(models.Model):
    """A goal that can be measured: what, how both will know, by when (P-25)."""

    version = models.ForeignKey(AgreementVersion, models.CASCADE, related_name="goals", verbose_name=_("version"))
    what = LineField(_("goal"), max_length=240)
    measure = LineField(_("how we will know"), max_length=240)
    by_on = models.DateField(_("by"))

    class Meta:
        ordering: ClassVar = ["by_on", "pk"]
        verbose_name = _("learning goal")

    def __str__(self) -> str:
        return self.what


class Section(models.TextChoices):
    """The parts in which a pair writes: one topic on each page."""

    GOALS = "goals", _("Goals")
    DUTIES = "duties", _("What each of you does")
    RULES = "rules", _("Expectations and ground rules")
    TOPICS = "topics", _("Topics and what is out of bounds")
    MEETINGS = "meetings", _("When and how you meet")


class SectionEdit(models.Model):
    """Who changed a part of a draft last, and when; what it said before; and whether the other has accepted it.

    `before` holds the part as it stood when the other accepted it last, or when the draft began: what has to be looked
    at is the difference from there, however often one of the two has saved since.
    """

    version = models.ForeignKey(AgreementVersion, models.CASCADE, related_name="edits", verbose_name=_("version"))
    section = models.CharField(_("part"), max_length=12, choices=Section.choices)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("edited by")
    )
    edited_at = models.DateTimeField(_("edited"))
    before = models.JSONField(_("what it said before"), default=dict, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accepted by"),
    )

    class Meta:
        ordering: ClassVar = ["version", "section"]
        verbose_name = _("last edit of a part")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "section"], name="section_edit_once"),
            models.CheckConstraint(condition=Q(section__in=Section.values), name="section_edit_known"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="section_edit_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.section}"
