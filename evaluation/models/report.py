"""What comes out: KPI readings, the report, and proposals to the committee."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from people.policy import Action
from programs.models import Cohort, Goal, Guidelines, Program
from web.fields.names import LineField
from web.fields.texts import PAGE, Prose

if TYPE_CHECKING:
    from people.models import User
    from people.policy import Role
    from people.status import Transitions


class ReportQuerySet(models.QuerySet["Report"]):
    def managed_by(self, user: User) -> Self:
        """Those of the programs that the person manages."""
        return self.filter(cohort__program__in=Program.objects.where_allowed(user, Action.MAKE_REPORTS))

    def visible_to(self, user: User) -> Self:
        """Those of the programs whose reports the person may read."""
        return self.filter(cohort__program__in=Program.objects.where_allowed(user, Action.SEE_REPORTS))

    def with_program(self) -> Self:
        """Bring along what a list shows of each, in one query."""
        return self.select_related("cohort__program", "made_by")


class Report(models.Model):
    """The report of a cohort as it stood on a day: `figures` is what the page shows, so that it can be shown again."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="reports", verbose_name=_("cohort"))
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("made by")
    )
    figures = models.JSONField(default=dict)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        verbose_name = _("report")

    def __str__(self) -> str:
        return f"{self.cohort}, {date_format(self.made_at, 'DATE_FORMAT')}"

    def roles_of(self, user: User) -> set[Role]:
        return self.cohort.program.roles_of(user)


class KpiReadingQuerySet(models.QuerySet["KpiReading"]):
    """Measured values of programs' goals."""

    def managed_by(self, user: User) -> Self:
        """Those of the programs that the person manages."""
        return self.filter(goal__program__in=Program.objects.where_allowed(user, Action.MANAGE_PROGRAM))


class KpiReading(models.Model):
    """A measured value of a program goal (P-04, P-35). A wrong one is followed by a right one of the same day."""

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="readings", verbose_name=_("goal"))
    value = models.DecimalField(_("value"), max_digits=10, decimal_places=2)
    read_on = models.DateField(_("measured on"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded"))

    objects = KpiReadingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["goal", "-read_on", "-pk"]
        verbose_name = _("KPI reading")

    def __str__(self) -> str:
        return str(self.value)

    def roles_of(self, user: User) -> set[Role]:
        return self.goal.program.roles_of(user)


class ProposalState(models.TextChoices):
    """What became of a proposal."""

    OPEN = "open", _("Open")
    TAKEN = "taken", _("Adopted in the next version")
    LEFT = "left", _("Not adopted")


TRANSITIONS: dict[str, set[str]] = {
    ProposalState.OPEN: {ProposalState.TAKEN, ProposalState.LEFT},
    ProposalState.TAKEN: set(),
    ProposalState.LEFT: set(),
}


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def managed_by(self, user: User) -> Self:
        """Those of the programs that the person manages."""
        return self.filter(report__cohort__program__in=Program.objects.where_allowed(user, Action.MAKE_REPORTS))

    def open(self) -> Self:
        """Keep those that are not decided yet."""
        return self.filter(state=ProposalState.OPEN)


class Proposal(models.Model):
    """A finding turned into a proposal to the committee for the next version of the guidelines (P-37)."""

    transitions: ClassVar[Transitions] = TRANSITIONS

    report = models.ForeignKey(Report, models.CASCADE, related_name="proposals", verbose_name=_("report"))
    text = Prose(_("recommendation"), max_length=PAGE)
    finding = LineField(_("finding"), max_length=240, blank=True, help_text=_("What in the report supports it."))
    state = models.CharField(_("status"), max_length=8, choices=ProposalState.choices, default=ProposalState.OPEN)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    taken_into = models.ForeignKey(
        Guidelines,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("adopted in"),
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name = _("recommendation")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=ProposalState.values), name="proposal_state_known"),
            models.CheckConstraint(
                condition=Q(state=ProposalState.OPEN, decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state=ProposalState.OPEN) & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="proposal_decided_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def roles_of(self, user: User) -> set[Role]:
        return self.report.roles_of(user)
