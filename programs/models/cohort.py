"""One timed intake of a program."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from people import policy
from programs.models.program import Program
from programs.models.taking_part import Say
from programs.models.versions import Guidelines
from web.fields.names import LineField

if TYPE_CHECKING:
    from datetime import date

    from people.models import User
    from people.policy import Role
    from people.status import Transitions


class CohortStatus(models.TextChoices):
    """Where an intake stands."""

    PLANNED = "planned", _("Planned")
    ENROLLING = "enrolling", _("Enrolment open")
    MATCHING = "matching", _("Matching")
    RUNNING = "running", _("Running")
    CLOSED = "closed", _("Closed")


TRANSITIONS: dict[str, set[str]] = {
    CohortStatus.PLANNED: {CohortStatus.ENROLLING},
    CohortStatus.ENROLLING: {CohortStatus.MATCHING, CohortStatus.CLOSED},
    CohortStatus.MATCHING: {CohortStatus.ENROLLING, CohortStatus.RUNNING, CohortStatus.CLOSED},
    CohortStatus.RUNNING: {CohortStatus.CLOSED},
    CohortStatus.CLOSED: set(),
}


class CohortQuerySet(models.QuerySet["Cohort"]):
    def managed_by(self, user: User) -> Self:
        """Those of the programs that the person manages."""
        return self.filter(program__in=Program.objects.managed_by(user))

    def visible_to(self, user: User) -> Self:
        """Those of the programs that the person sees, once they have opened (all of them for those who run it)."""
        inside = Program.objects.where_allowed(user, policy.Action.SEE_PROGRAM)
        return self.filter(Q(program__in=inside) | Q(program__opened_at__isnull=False, opened_at__isnull=False))

    def enrolling(self) -> Self:
        """Those that take applications and sign-ups."""
        return self.filter(status=CohortStatus.ENROLLING)

    def open_on(self, day: date) -> Self:
        """Those to which people can sign up on the day."""
        return self.enrolling().filter(Q(enrol_until__isnull=True) | Q(enrol_until__gte=day))


class Cohort(models.Model):
    """An intake, on the guidelines that were approved when it opened. Always-on cohorts have no fixed end."""

    transitions: ClassVar[Transitions] = TRANSITIONS

    program = models.ForeignKey(Program, models.CASCADE, related_name="cohorts", verbose_name=_("program"))
    name = LineField(_("name"), max_length=120, help_text=_("For example: Spring 2027."))
    status = models.CharField(_("status"), max_length=12, choices=CohortStatus.choices, default=CohortStatus.PLANNED)
    guidelines = models.ForeignKey(
        Guidelines, models.PROTECT, null=True, blank=True, related_name="cohorts", verbose_name=_("guidelines in force")
    )
    always_on = models.BooleanField(
        _("always on"), default=False, help_text=_("People join at any time; no fixed start or end, as in onboarding.")
    )
    enrol_until = models.DateField(
        _("enrolment until"), null=True, blank=True, help_text=_("The last day on which people can sign up.")
    )
    starts_on = models.DateField(_("relationships start"), null=True, blank=True)
    ends_on = models.DateField(_("relationships end"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("opened by")
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = CohortQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["program", "-starts_on", "-pk"]
        verbose_name = _("cohort")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["program", "name"],
                name="cohort_name_once",
                violation_error_code="taken",
                violation_error_message=_("The program already has a cohort with this name. Choose another name."),
            ),
            models.CheckConstraint(condition=Q(status__in=CohortStatus.values), name="cohort_status_known"),
            models.CheckConstraint(
                condition=Q(status=CohortStatus.PLANNED)
                | Q(guidelines__isnull=False, opened_at__isnull=False, opened_by__isnull=False),
                name="cohort_open_on_guidelines",
            ),
            models.CheckConstraint(
                condition=Q(always_on=True) | Q(starts_on__isnull=False),
                name="cohort_has_start",
                violation_error_message=_("Say on which day relationships start, or make the cohort always on."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="cohort_ends_after_start",
                violation_error_message=_(
                    "The day on which relationships end must be after the day on which they start."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program}: {self.name}"

    def clean(self) -> None:
        """Refuse days in the wrong order."""
        if self.enrol_until and self.starts_on and self.enrol_until > self.starts_on:
            raise ValidationError({"enrol_until": _("People must be able to sign up before relationships start.")})

    def dates(self, *, on: date) -> list[tuple[str, str]]:
        """Return what the calendar says as seen on a day, as labels and days in words; what is not fixed is left out."""
        days = [
            (_("Sign up until"), _("Sign-up ended"), self.enrol_until),
            (_("Mentoring starts"), _("Mentoring started"), self.starts_on),
            (_("Mentoring ends"), _("Mentoring ended"), self.ends_on),
        ]
        fixed = [(str(was if day < on else label), date_format(day, "DATE_FORMAT")) for label, was, day in days if day]
        return [(str(_("Sign up")), str(_("at any time"))), *fixed] if self.always_on else fixed

    def is_open_on(self, day: date) -> bool:
        """Whether people can sign up on the day."""
        return self.status == CohortStatus.ENROLLING and (self.enrol_until is None or self.enrol_until >= day)

    @property
    def is_self_match(self) -> bool:
        """Whether mentees ask mentors themselves, so that nothing is proposed to them by machine (P-09)."""
        return self.guidelines is not None and self.guidelines.mentee_say == Say.SELF

    def roles_of(self, user: User) -> set[Role]:
        return self.program.roles_of(user)
