"""The words in which wishes and offers meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from people.models import User


class Channel(models.TextChoices):
    """How a pair can talk (P-19)."""

    IN_PERSON = "in_person", _("In person")
    VIDEO = "video", _("Video call")
    PHONE = "phone", _("Phone")
    CHAT = "chat", _("Chat")
    TEXT = "text", _("Text message")
    EMAIL = "email", _("Email")


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


class TopicQuerySet(models.QuerySet["Topic"]):
    """Topics."""

    def managed_by(self, user: User) -> Self:
        """The organisation's list, for everyone who runs programs."""
        return self if user.is_staff else self.none()

    def offered(self) -> Self:
        """Those that forms offer."""
        return self.filter(is_active=True)


class Topic(models.Model):
    """Something that can be learnt and taught here, from one list for mentors and mentees."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    group = models.CharField(_("group"), max_length=80, blank=True)
    is_active = models.BooleanField(_("offered in forms"), default=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["group", "name"]
        verbose_name = _("topic")

    def __str__(self) -> str:
        return self.name
