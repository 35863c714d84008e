"""The words in which wishes and offers meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from web.fields.names import LineField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from people.models import User


class Channel(models.TextChoices):
    """How a pair can talk (P-19)."""

    IN_PERSON = "in_person", _("In person")
    VIDEO = "video", _("Video call")
    PHONE = "phone", _("Phone")
    CHAT = "chat", _("Chat")
    TEXT = "text", _("Text message")
    EMAIL = "email", _("Email")

    @classmethod
    def labels_of(cls, values: Iterable[str]) -> list[str]:
        """Return the words for these, in the order of the form."""
        return [str(one.label) for one in cls if one.value in values]


class Slot(models.TextChoices):
    """Parts of the working week in which somebody can meet, in their own time zone."""

    MON_AM = "mon-am", _("Monday morning")
    MON_PM = "mon-pm", _("Monday afternoon")
    TUE_AM = "tue-am", _("Tuesday morning")
    TUE_PM = "tue-pm", _("Tuesday afternoon")
    WED_AM = "wed-am", _("Wednesday morning")
    WED_PM = "wed-pm", _("Wednesday afternoon")
    THU_AM = "thu-am", _("Thursday morning")
    THU_PM = "thu-pm", _("Thursday afternoon")
    FRI_AM = "fri-am", _("Friday morning")
    FRI_PM = "fri-pm", _("Friday afternoon")

    @classmethod
    def labels_of(cls, values: Iterable[str]) -> list[str]:
        """Return the words for these, in the order of the form."""
        return [str(one.label) for one in cls if one.value in values]


class PersonalGoal(models.TextChoices):
    """What a mentoring relationship is for. A short list: people choose all that fit."""

    JOB = "job", _("Get better at my current job")
    STEP = "step", _("Find or prepare my next step")
    SKILL = "skill", _("Learn a skill or a craft")
    LEAD = "lead", _("Lead people or projects")
    NETWORK = "network", _("Get to know more people and more of the organisation")
    ARRIVE = "arrive", _("Settle into a new role or team")
    CONFIDENCE = "confidence", _("Feel more confident")


class Experience(models.IntegerChoices):
    """How much somebody has done, in their own words, of what they want to learn or offer. Not a matter of years."""

    NEW = 1, _("It is new to me")
    SOME = 2, _("I have done it a few times")
    OFTEN = 3, _("I do it often")
    ASKED = 4, _("Others come to me for it")


class Wish(models.TextChoices):
    """What somebody wishes about the other's department or site."""

    SAME = "same", _("The same as mine")
    DIFFERENT = "different", _("Different from mine")
    EITHER = "either", _("Either is fine")


class TopicQuerySet(models.QuerySet["Topic"]):
    def managed_by(self, user: User) -> Self:
        """The organisation's list, for everyone who runs programs."""
        return self if user.is_staff else self.none()

    def offered(self) -> Self:
        """Those that forms offer."""
        return self.filter(is_active=True)


class Topic(models.Model):
    """Something that can be learnt and taught here, from one list for mentors and mentees."""

    name = LineField(_("name"), max_length=80, unique=True)
    group = LineField(_("group"), max_length=80, blank=True)
    is_active = models.BooleanField(_("offered in forms"), default=True)
    counts_as = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="other_names",
        verbose_name=_("counts as"),
        help_text=_(
            "Another name for the same topic: people who chose this one are matched as if they had chosen that."
        ),
    )
    related = models.ManyToManyField(
        "self",
        blank=True,
        verbose_name=_("related topics"),
        help_text=_("Close enough to help: a mentor who offers one of these topics counts as half a match."),
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["group", "name"]
        verbose_name = _("topic")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(counts_as__isnull=True) | ~Q(counts_as=F("pk")), name="topic_counts_as_another"
            ),
        ]

    def __str__(self) -> str:
        return self.name
