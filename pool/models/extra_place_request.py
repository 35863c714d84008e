"""A mentor is asked for one more place, because someone in a cohort would otherwise have nobody (M-10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pool.models.mentor import Mentor
from programs.models import Cohort

if TYPE_CHECKING:
    from people.models import User


class PlaceReply(models.TextChoices):
    """What the mentor says."""

    NONE = "none", _("No answer")
    YES = "yes", _("One more place")
    NO = "no", _("Not now")


class ExtraPlaceRequestQuerySet(models.QuerySet["ExtraPlaceRequest"]):
    def visible_to(self, user: User) -> Self:
        """Those that the person is asked."""
        return self.filter(mentor__user=user)

    def waiting(self) -> Self:
        """Those without an answer."""
        return self.filter(reply=PlaceReply.NONE)


class ExtraPlaceRequest(models.Model):
    """One question to one mentor for a cohort; a no needs no reason, and is not asked again for the same cohort."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="extra_place_requests", verbose_name=_("cohort"))
    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="extra_place_requests", verbose_name=_("mentor"))
    reply = models.CharField(_("answer"), max_length=8, choices=PlaceReply.choices, default=PlaceReply.NONE)
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    replied_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = ExtraPlaceRequestQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-asked_at", "-pk"]
        verbose_name = _("extra-place request")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cohort", "mentor"], condition=Q(reply=PlaceReply.NONE), name="extra_place_request_one_open"
            ),
            models.CheckConstraint(condition=Q(reply__in=PlaceReply.values), name="extra_place_request_reply_known"),
            models.CheckConstraint(
                condition=Q(reply=PlaceReply.NONE, replied_at__isnull=True)
                | (~Q(reply=PlaceReply.NONE) & Q(replied_at__isnull=False)),
                name="extra_place_request_replied_at",
            ),
        ]

    def __str__(self) -> str:
        return str(self.mentor)
