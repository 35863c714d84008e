"""The guidelines of a program, in versions that the committee approves (P-03, P-05 to P-14)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Department, Level, Site
from programs.models.program import Program

if TYPE_CHECKING:
    from people.models import User
    from people.policy import Role


class Frequency(models.TextChoices):
    """How often a pair meets (P-06). `ONBOARDING` is the fixed series of weeks 1, 2, 3, 4, 6, 8, 10 and 12."""

    WEEKLY = "weekly", _("every week")
    FORTNIGHTLY = "fortnightly", _("every two weeks")
    MONTHLY = "monthly", _("every four weeks")
    ONBOARDING = "onboarding", _("in weeks 1, 2, 3, 4, 6, 8, 10 and 12")


class Entry(models.TextChoices):
    """How people come into a program."""

    OPEN = "open", _("Open: people apply")
    NOMINATED = "nominated", _("By nomination of their supervisor")
    BOTH = "both", _("Open, and by nomination")


class Say(models.TextChoices):
    """How much say mentees have in who their mentor is (P-09)."""

    RANKED = "ranked", _("They rank the mentors they would like")
    NONE = "none", _("The coordinator proposes; they may decline")


class GuidelinesStatus(models.TextChoices):
    """Where a version stands."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("With the committee")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Changes asked for")
    SUPERSEDED = "superseded", _("Replaced by a later version")


TRANSITIONS: dict[str, set[str]] = {
    GuidelinesStatus.DRAFT: {GuidelinesStatus.IN_REVIEW},
    GuidelinesStatus.IN_REVIEW: {GuidelinesStatus.APPROVED, GuidelinesStatus.RETURNED},
    GuidelinesStatus.RETURNED: {GuidelinesStatus.IN_REVIEW},
    GuidelinesStatus.APPROVED: {GuidelinesStatus.SUPERSEDED},
    GuidelinesStatus.SUPERSEDED: set(),
}


class GuidelinesQuerySet(models.QuerySet["Guidelines"]):
    """Versions of guidelines."""

    def managed_by(self, user: User) -> Self:
        """Those of the programs that the person manages."""
        return self.filter(program__in=Program.objects.managed_by(user))

    def visible_to(self, user: User) -> Self:
        """Approved versions of programs that the person sees; all versions for those who run the program."""
        from people.policy import Action  # noqa: PLC0415 - keeps the module's import list to what models need

        inside = Program.objects.where_allowed(user, Action.SEE_PROGRAM)
        return self.filter(
            Q(program__in=inside)
            | Q(status__in=[GuidelinesStatus.APPROVED, GuidelinesStatus.SUPERSEDED], program__opened_at__isnull=False),
        )


class Guidelines(models.Model):
    """One version. Editable as a draft or when returned; from approval on it never changes."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="guidelines", verbose_name=_("program"))
    version = models.PositiveSmallIntegerField(_("version"))
    status = models.CharField(
        _("status"), max_length=12, choices=GuidelinesStatus.choices, default=GuidelinesStatus.DRAFT
    )
    approvals_needed = models.PositiveSmallIntegerField(
        _("approvals needed"), default=2, validators=[MinValueValidator(1)]
    )

    length_months = models.PositiveSmallIntegerField(
        _("length of a relationship, in months"), default=6, validators=[MinValueValidator(1), MaxValueValidator(24)]
    )  # P-05
    frequency = models.CharField(
        _("how often pairs meet"), max_length=12, choices=Frequency.choices, default=Frequency.WEEKLY
    )  # P-06
    meeting_minutes = models.PositiveSmallIntegerField(
        _("length of a meeting, in minutes"), default=60, choices=[(30, "30"), (45, "45"), (60, "60")]
    )

    mentee_entry = models.CharField(
        _("how mentees come in"), max_length=12, choices=Entry.choices, default=Entry.OPEN
    )  # P-07
    mentee_who = models.TextField(_("who may be a mentee, in words"), blank=True)
    mentee_min_tenure_months = models.PositiveSmallIntegerField(
        _("mentees: months in the organisation, at least"), null=True, blank=True
    )
    mentee_max_tenure_months = models.PositiveSmallIntegerField(
        _("mentees: months in the organisation, at most"), null=True, blank=True
    )
    mentee_levels = models.ManyToManyField(Level, blank=True, related_name="+", verbose_name=_("mentees: levels"))
    mentee_departments = models.ManyToManyField(
        Department, blank=True, related_name="+", verbose_name=_("mentees: departments")
    )
    mentee_sites = models.ManyToManyField(Site, blank=True, related_name="+", verbose_name=_("mentees: sites"))

    mentor_entry = models.CharField(
        _("how mentors come in"), max_length=12, choices=Entry.choices, default=Entry.BOTH
    )  # P-08
    mentor_qualities = models.TextField(_("qualities looked for in a mentor"), blank=True)
    mentor_min_tenure_months = models.PositiveSmallIntegerField(
        _("mentors: months in the organisation, at least"), null=True, blank=True
    )
    mentor_levels = models.ManyToManyField(Level, blank=True, related_name="+", verbose_name=_("mentors: levels"))

    mentee_say = models.CharField(
        _("say of mentees in who their mentor is"), max_length=12, choices=Say.choices, default=Say.RANKED
    )  # P-09
    preferences_max = models.PositiveSmallIntegerField(
        _("how many mentors a mentee may rank"), default=5, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )

    training_required = models.BooleanField(_("training is required before matching"), default=False)  # P-10
    training_text = models.TextField(_("training of mentors"), blank=True)
    mentor_support = models.TextField(_("support of mentors"), blank=True)  # P-11
    evaluation_text = models.TextField(_("evaluation after mentoring"), blank=True)  # P-12
    ground_rules = models.TextField(_("ground rules"), blank=True)  # P-13
    what_mentoring_is = models.TextField(_("what mentoring is"), blank=True)  # P-14
    what_mentoring_is_not = models.TextField(_("what mentoring is not"), blank=True)
    limits_of_role = models.TextField(_("limits of the mentor’s responsibility"), blank=True)
    professional_help = models.TextField(_("the organisation’s own professional help"), blank=True)

    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    sent_at = models.DateTimeField(_("sent to the committee"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)

    objects = GuidelinesQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["program", "-version"]
        verbose_name = _("guidelines")
        verbose_name_plural = _("guidelines")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["program", "version"], name="guidelines_version_once"),
            models.UniqueConstraint(
                fields=["program"], condition=Q(status=GuidelinesStatus.APPROVED), name="guidelines_one_approved"
            ),
            models.UniqueConstraint(
                fields=["program"],
                condition=Q(status__in=[GuidelinesStatus.DRAFT, GuidelinesStatus.IN_REVIEW, GuidelinesStatus.RETURNED]),
                name="guidelines_one_open",
            ),
            models.CheckConstraint(condition=Q(status__in=GuidelinesStatus.values), name="guidelines_status_known"),
            models.CheckConstraint(
                condition=~Q(status__in=[GuidelinesStatus.APPROVED, GuidelinesStatus.SUPERSEDED])
                | Q(approved_at__isnull=False),
                name="guidelines_approved_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program}, {_('version')} {self.version}"

    @property
    def is_editable(self) -> bool:
        """Whether the text may still change."""
        return self.status in {GuidelinesStatus.DRAFT, GuidelinesStatus.RETURNED}

    def roles_of(self, user: User) -> set[Role]:
        """The program's."""
        return self.program.roles_of(user)


class Decision(models.TextChoices):
    """What a committee member answered."""

    ASKED = "asked", _("Asked")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Asked for changes")


class ApprovalQuerySet(models.QuerySet["Approval"]):
    """Committee members' answers."""

    def managed_by(self, user: User) -> Self:
        """Those of the programs that the person manages."""
        return self.filter(guidelines__program__in=Program.objects.managed_by(user))

    def visible_to(self, user: User) -> Self:
        """What the person is asked, or was."""
        return self.filter(member=user)


class Approval(models.Model):
    """What one committee member was asked and decided about one version, with remarks (P-03)."""

    guidelines = models.ForeignKey(Guidelines, models.CASCADE, related_name="approvals", verbose_name=_("guidelines"))
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="approvals", verbose_name=_("committee member")
    )
    decision = models.CharField(_("decision"), max_length=12, choices=Decision.choices, default=Decision.ASKED)
    remarks = models.TextField(_("remarks"), blank=True)
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    asked_at = models.DateTimeField(_("asked"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["guidelines", "round", "pk"]
        verbose_name = _("approval")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["guidelines", "member", "round"], name="approval_once"),
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="approval_decision_known"),
            models.CheckConstraint(
                condition=Q(decision=Decision.ASKED, decided_at__isnull=True)
                | (~Q(decision=Decision.ASKED) & Q(decided_at__isnull=False)),
                name="approval_decided_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_decision_display()}"
