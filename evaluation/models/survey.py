"""Who is asked when. What was answered stands elsewhere, without a link back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from matching.models import Match

if TYPE_CHECKING:
    from datetime import date

    from people.models import User


class SurveyPoint(models.TextChoices):
    """The points of a relationship at which people are asked."""

    TWO_WEEKS = "two_weeks", _("2 weeks")
    THIRTY_DAYS = "thirty_days", _("30 days")
    MIDPOINT = "midpoint", _("Midpoint")
    SIXTY_DAYS = "sixty_days", _("60 days")
    NINETY_DAYS = "ninety_days", _("90 days")
    CLOSE = "close", _("Close")


class SurveyInvitationQuerySet(models.QuerySet["SurveyInvitation"]):
    """Invitations."""

    def visible_to(self, user: User) -> Self:
        """The person's own."""
        return self.filter(user=user)

    def open_on(self, day: date) -> Self:
        """Those that can be answered on the day and have not been."""
        return self.filter(answered_on__isnull=True, opens_on__lte=day, closes_on__gte=day)


class SurveyInvitation(models.Model):
    """One person asked at one point. Keeps the day of the answer, no finer time, for reminders (D-03)."""

    match = models.ForeignKey(Match, models.CASCADE, related_name="survey_invitations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="survey_invitations")
    role = models.CharField(max_length=8, choices=[("mentor", _("Mentor")), ("mentee", _("Mentee"))])
    point = models.CharField(max_length=12, choices=SurveyPoint.choices)
    opens_on = models.DateField()
    closes_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)

    objects = SurveyInvitationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["opens_on", "pk"]
        verbose_name = _("survey invitation")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["match", "user", "point"], name="survey_invitation_once"),
            models.CheckConstraint(condition=Q(point__in=SurveyPoint.values), name="survey_point_known"),
            models.CheckConstraint(condition=Q(role__in=["mentor", "mentee"]), name="survey_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_point_display()} {self.role}"


class ContactRequest(models.Model):
    """“Please contact me”: named, chosen by the person, kept apart from the answers (D-09)."""

    match = models.ForeignKey(Match, models.CASCADE, related_name="contact_requests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="contact_requests")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["asked_at"]
        verbose_name = _("wish to be contacted")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(answered_at__isnull=True, answered_by__isnull=True) | Q(answered_at__isnull=False, answered_by__isnull=False), name="contact_answered_at_and_by"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
