"""A trial run of the matching: what was asked, what came out."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.policy import Action
from pool.models.mentee import Mentee
from programs.models import Cohort, Program
from web.fields.names import LineField

if TYPE_CHECKING:
    from people.models import User
    from people.policy import Role
    from people.status import Transitions


class ScenarioStatus(models.TextChoices):
    """Where a run stands."""

    QUEUED = "queued", _("Waiting to run")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
    PUBLISHED = "published", _("Published")


TRANSITIONS: dict[str, set[str]] = {
    ScenarioStatus.QUEUED: {ScenarioStatus.QUEUED, ScenarioStatus.READY, ScenarioStatus.FAILED},
    ScenarioStatus.FAILED: {ScenarioStatus.QUEUED, ScenarioStatus.READY},
    ScenarioStatus.READY: {ScenarioStatus.QUEUED, ScenarioStatus.READY, ScenarioStatus.PUBLISHED},
    ScenarioStatus.PUBLISHED: set(),
}


class Importance(models.TextChoices):
    """How much a wish counts: shown instead of a number."""

    REQUIRED = "required", _("Required")
    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")
    OFF = "off", _("Off")


class Stage(models.TextChoices):
    """What a run is doing, for whoever waits for it."""

    WAITING = "waiting", _("Waiting for its turn")
    READING = "reading", _("Reading the people")
    SCORING = "scoring", _("Scoring every possible pair")
    SOLVING = "solving", _("Finding the best answer")
    CHECKING = "checking", _("Checking the proof")
    SAVING = "saving", _("Writing down the pairs")


# Preferences count this much at most, in percent of what is usual.
STRONGEST = 400


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    def managed_by(self, user: User) -> Self:
        """Those of the programs where the person runs the matching."""
        return self.filter(cohort__program__in=Program.objects.where_allowed(user, Action.RUN_MATCHING))


class Scenario(models.Model):
    """One run over a cohort. Its draft pairs are `Match` rows; publishing sends them out."""

    transitions: ClassVar[Transitions] = TRANSITIONS

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="scenarios", verbose_name=_("cohort"))
    name = LineField(_("name"), max_length=80)
    status = models.CharField(_("status"), max_length=12, choices=ScenarioStatus.choices, default=ScenarioStatus.QUEUED)
    weights = models.JSONField(
        _("weights"), default=dict, help_text=_("Criterion code to importance: required, high, medium, low or off.")
    )
    rules = models.JSONField(
        _("rules"), default=dict, blank=True, help_text=_("Code of a rule that can be switched to yes or no.")
    )
    min_hours = models.PositiveSmallIntegerField(_("hours a week that suit both"), default=0)
    preference = models.PositiveSmallIntegerField(_("weight of the own choice, in percent"), default=100)
    poor = models.PositiveSmallIntegerField(_("poor below"), default=0)
    weak = models.PositiveSmallIntegerField(_("weak below"), default=0)
    keep_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("keep the pairs of")
    )
    # Never 0: without a bonus, re-matching moves hundreds of pairs for a handful of points (M-12).
    keep_bonus = models.PositiveSmallIntegerField(_("bonus for keeping a pair, in points"), default=5)
    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("created by")
    )
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    mentees = models.PositiveIntegerField(_("mentees"), default=0)
    places = models.PositiveIntegerField(_("places"), default=0)
    matched = models.PositiveIntegerField(_("matched"), default=0)
    total = models.BigIntegerField(_("total score"), default=0)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.WAITING)
    # What the preference factor and the bonus for keeping pairs would change: see matching/lab/what_if/curves.py.
    curves = models.JSONField(_("curves"), null=True, blank=True)
    # Who was left out and what would help, and the groups that compete for too few places: see matching/lab/left_out/findings.py.
    findings = models.JSONField(_("findings"), null=True, blank=True)

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        verbose_name = _("scenario")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cohort", "name"], name="scenario_name_once"),
            models.CheckConstraint(condition=Q(status__in=ScenarioStatus.values), name="scenario_status_known"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="scenario_stage_known"),
            models.CheckConstraint(condition=Q(preference__lte=STRONGEST), name="scenario_preference_in_range"),
            models.CheckConstraint(condition=Q(keep_bonus__range=(1, 100)), name="scenario_keep_bonus_never_0"),
            models.CheckConstraint(
                condition=Q(poor=0, weak=0) | Q(poor__gte=1, poor__lt=F("weak"), weak__lte=100),
                name="scenario_tiers_rise",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def roles_of(self, user: User) -> set[Role]:
        return self.cohort.program.roles_of(user)


class Unmatched(models.Model):
    """A mentee for whom a run found nobody: a code and numbers, said by `matching.fit.without_a_mentor` (M-04)."""

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="unmatched")
    mentee = models.ForeignKey(Mentee, models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    details = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["scenario", "mentee__user__name"]
        verbose_name = _("mentee without a match")
        constraints: ClassVar = [models.UniqueConstraint(fields=["scenario", "mentee"], name="unmatched_once")]

    def __str__(self) -> str:
        return f"{self.mentee_id}: {self.code}"
