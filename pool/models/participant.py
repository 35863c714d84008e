"""What mentors and mentees both say, and what the guidelines ask of both (P-14, P-16, P-19)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pool.models.topics import Channel, Experience, PersonalGoal, Slot, Topic
from programs.models import Guidelines
from web.fields.texts import PARAGRAPH, Prose


class Participant(models.Model):
    """Somebody on one side of the matching."""

    topics = models.ManyToManyField(Topic, blank=True, related_name="%(class)ss", verbose_name=_("topics"))
    # The other way round: what a mentor would like to learn, what a mentee can pass on (M-06).
    topics_back = models.ManyToManyField(
        Topic, blank=True, related_name="%(class)ss_back", verbose_name=_("topics the other way round")
    )
    goals = ArrayField(
        models.CharField(max_length=12, choices=PersonalGoal.choices), default=list, blank=True, verbose_name=_("goals")
    )
    experience = models.PositiveSmallIntegerField(
        _("experience with the topics"), choices=Experience.choices, null=True, blank=True
    )
    channels = ArrayField(
        models.CharField(max_length=12, choices=Channel.choices),
        default=list,
        blank=True,
        verbose_name=_("how you like to talk"),
    )
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True, verbose_name=_("languages"))
    slots = ArrayField(
        models.CharField(max_length=8, choices=Slot.choices),
        default=list,
        blank=True,
        verbose_name=_("when you can meet"),
    )
    accessibility = Prose(
        _("what you need to take part"),
        blank=True,
        help_text=_("You and the coordinator read this, and your partner once both of you have said yes."),
        max_length=PARAGRAPH,
    )
    acknowledged = models.ForeignKey(
        Guidelines, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("guidelines acknowledged")
    )  # P-14
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)
    nominated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("nominated by"),
    )  # P-16
    nominated_at = models.DateTimeField(_("nominated"), null=True, blank=True)
    created_at = models.DateTimeField(_("begun"))

    class Meta:
        abstract = True

    reference_letter: ClassVar[str]

    @property
    def reference(self) -> str:
        """What people quote when they ask about their application or sign-up (F-14)."""
        return f"{self.reference_letter}-{self.pk:05}"

    @property
    def is_nominated(self) -> bool:
        """Whether a supervisor has named this person."""
        return self.nominated_at is not None


def both_or_neither(one: str, other: str) -> Q:
    """Return the condition that two fields are filled together or empty together."""
    return Q(**{f"{one}__isnull": True, f"{other}__isnull": True}) | Q(
        **{f"{one}__isnull": False, f"{other}__isnull": False}
    )
