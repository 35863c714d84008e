"""Who is asked when. What was answered stands elsewhere, without a link back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from matching.models import Match, MatchStatus
from matching.models.match import names
from people.policy import Role
from programs.models import Membership

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


class SurveyRole(models.TextChoices):
    """In which role someone is asked."""

    MENTOR = "mentor", _("Mentor")
    MENTEE = "mentee", _("Mentee")


class SurveyInvitationQuerySet(models.QuerySet["SurveyInvitation"]):
    def visible_to(self, user: User) -> Self:
        """Keep the invitations of the person."""
        return self.filter(user=user)

    def open_on(self, day: date) -> Self:
        """Those that can be answered on the day (the reader's own) and have not been. Who ended early is not asked."""
        return self.filter(
            answered_on__isnull=True,
            closes_on__gte=day,
            match__status__in=[MatchStatus.ACTIVE, MatchStatus.COMPLETED],
        )

    def counted(self) -> Self:
        """Those that count as asked: answered, or of a pair that did not end before its answer (L-22)."""
        return self.filter(
            Q(answered_on__isnull=False) | Q(match__status__in=[MatchStatus.ACTIVE, MatchStatus.COMPLETED])
        )

    def with_names(self) -> Self:
        """Bring along what a line says of each: its questions follow from the program's format."""
        people = self.select_related("match__cohort__program", "match__mentor__user", "match__mentee__user")
        program = [f"match__cohort__program__{field}" for field in ("name", "format")]
        return people.only("user", "role", "point", "closes_on", "answered_on", *program, *names("match__"))

    def with_program(self) -> Self:
        """Bring along what a page or mail says about each, in one query."""
        return self.select_related("match__cohort__program", "match__mentor__user", "match__mentee__user", "user")


class SurveyInvitation(models.Model):
    """One person asked at one point. Keeps the day of the answer, no finer time, for reminders (D-03)."""

    match = models.ForeignKey(Match, models.CASCADE, related_name="survey_invitations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="survey_invitations")
    role = models.CharField(max_length=8, choices=SurveyRole.choices)
    point = models.CharField(max_length=12, choices=SurveyPoint.choices)
    opens_on = models.DateField()
    closes_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)

    objects = SurveyInvitationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["opens_on", "pk"]
        verbose_name = _("survey invitation")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["match", "user", "point"], name="survey_invitation_once"),
            models.CheckConstraint(condition=Q(point__in=SurveyPoint.values), name="survey_point_known"),
            models.CheckConstraint(condition=Q(role__in=SurveyRole.values), name="survey_role_known"),
            models.CheckConstraint(condition=Q(closes_on__gt=F("opens_on")), name="survey_closes_after_opening"),
            models.CheckConstraint(condition=Q(reminders__lte=2), name="survey_two_reminders_at_most"),
        ]

    def __str__(self) -> str:
        return f"{self.get_point_display()} {self.role}"

    def is_open(self, day: date) -> bool:
        """Whether it can be answered on the day, the reader's own: “until 7 December” ends at their midnight."""
        asked = self.match.status in {MatchStatus.ACTIVE, MatchStatus.COMPLETED}
        return asked and self.answered_on is None and day <= self.closes_on


class ContactRequestQuerySet(models.QuerySet["ContactRequest"]):
    """Those that can be looked for by who may see them."""

    def managed_by(self, user: User) -> Self:
        """Those that name the person; and, once nobody answered in time, those of the programs they help to run."""
        held = Membership.objects.current().filter(user=user, role__in=[Role.COORDINATOR, Role.FACILITATOR])
        passed_on = Q(escalated_at__isnull=False, match__cohort__program__in=held.values("program"))
        return self.filter(Q(to=user) | passed_on) if user.is_active else self.none()

    def visible_to(self, user: User) -> Self:
        """The same in the portal: a facilitator need not open the dashboard."""
        return self.managed_by(user)

    def open(self) -> Self:
        """Keep those that nobody has answered yet."""
        return self.filter(answered_at__isnull=True)

    def with_people(self) -> Self:
        """Bring along who asks and in which program, in one query."""
        return self.select_related("user", "to", "match__cohort__program")


class ContactRequest(models.Model):
    """“Please contact me”: named, chosen by the person, kept apart from the answers (D-09)."""

    match = models.ForeignKey(Match, models.CASCADE, related_name="contact_requests", verbose_name=_("match"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="contact_requests", verbose_name=_("who asks")
    )
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who was chosen"))
    asked_at = models.DateTimeField(_("asked"))
    escalated_at = models.DateTimeField(_("passed on"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )

    objects = ContactRequestQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["asked_at", "pk"]
        verbose_name = _("contact request")
        verbose_name_plural = _("contact requests")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="contact_answered_at_and_by",
            ),
            models.UniqueConstraint(
                fields=["match", "user", "to"], condition=Q(answered_at__isnull=True), name="contact_one_open"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    def roles_of(self, user: User) -> set[Role]:
        return self.match.roles_of(user)
