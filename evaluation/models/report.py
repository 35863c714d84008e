"""What comes out: summaries, KPI readings, the report, and proposals to the committee."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from matching.models import Match
from people.policy import Action
from programs.models import Cohort, Goal, Program

if TYPE_CHECKING:
    from people.models import User
    from people.policy import Role


class Summary(models.Model):
    """What a mentor or a mentee writes at the end (P-34). Says itself who reads it."""

    match = models.ForeignKey(Match, models.PROTECT, related_name="summaries")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="summaries")
    learnt = models.TextField(_("what I learnt"))
    passed_on = models.TextField(_("what I passed on"), blank=True)
    worked = models.TextField(_("what worked, and what should change"), blank=True)
    share_with_partner = models.BooleanField(_("my partner may read this"), default=False)
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["match", "pk"]
        verbose_name = _("summary")
        verbose_name_plural = _("summaries")
        constraints: ClassVar = [models.UniqueConstraint(fields=["match", "author"], name="summary_one_a_person")]

    def __str__(self) -> str:
        return str(self.pk)


class OfCohortQuerySet(models.QuerySet["Report"]):
    """Reports."""

    def managed_by(self, user: User) -> Self:
        """Those that the person may read."""
        return self.visible_to(user)

    def visible_to(self, user: User) -> Self:
        """Those of the programs whose reports the person may read."""
        return self.filter(cohort__program__in=Program.objects.where_allowed(user, Action.SEE_REPORTS))


class Report(models.Model):
    """The report of a cohort as it stood on a day: `figures` is what the page shows, so that it can be shown again."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="reports")
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("made by"))
    figures = models.JSONField(default=dict)

    objects = OfCohortQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        verbose_name = _("report")

    def __str__(self) -> str:
        return f"{self.cohort}, {self.made_at:%d %B %Y}"

    def roles_of(self, user: User) -> set[Role]:
        """The program's."""
        return self.cohort.program.roles_of(user)


class KpiReading(models.Model):
    """A measured value of a program goal (P-04, P-35)."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="readings")
    value = models.DecimalField(_("value"), max_digits=10, decimal_places=2)
    read_on = models.DateField(_("measured on"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["goal", "-read_on", "-pk"]
        verbose_name = _("KPI reading")

    def __str__(self) -> str:
        return str(self.value)


class ProposalState(models.TextChoices):
    """What became of a proposal."""

    OPEN = "open", _("Open")
    TAKEN = "taken", _("Taken into the next version")
    LEFT = "left", _("Not taken")


class Proposal(models.Model):
    """A finding turned into a proposal to the committee for the next version of the guidelines (P-37)."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="proposals")
    text = models.TextField(_("proposal"))
    finding = models.CharField(_("finding"), max_length=240, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=ProposalState.choices, default=ProposalState.OPEN)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name = _("proposal")
        constraints: ClassVar = [models.CheckConstraint(condition=Q(state__in=ProposalState.values), name="proposal_state_known")]

    def __str__(self) -> str:
        return self.text[:60]
