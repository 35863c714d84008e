"""The guidelines of a program, in versions that the committee approves (P-03, P-05 to P-14)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from people import policy
from programs.models.program import Program
from programs.models.taking_part import Entry, Say, TakingPart
from web.fields.texts import PAGE, Prose

if TYPE_CHECKING:
    from people.models import User
    from people.policy import Role
    from people.status import Transitions


class Frequency(models.TextChoices):
    """How often a pair meets (P-06). `ONBOARDING` is the fixed series of weeks 1, 2, 3, 4, 6, 8, 10 and 12."""

    WEEKLY = "weekly", _("every week")
    FORTNIGHTLY = "fortnightly", _("every two weeks")
    MONTHLY = "monthly", _("every four weeks")
    ONBOARDING = "onboarding", _("in weeks 1, 2, 3, 4, 6, 8, 10 and 12")


class GuidelinesStatus(models.TextChoices):
    """Where a version stands."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("With the committee")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Changes asked for")
    SUPERSEDED = "superseded", _("Replaced by a later version")


TRANSITIONS: dict[str, set[str]] = {
    GuidelinesStatus.DRAFT: {GuidelinesStatus.IN_REVIEW},
    GuidelinesStatus.IN_REVIEW: {GuidelinesStatus.APPROVED, GuidelinesStatus.RETURNED, GuidelinesStatus.DRAFT},
    GuidelinesStatus.RETURNED: {GuidelinesStatus.IN_REVIEW},
    GuidelinesStatus.APPROVED: {GuidelinesStatus.SUPERSEDED},
    GuidelinesStatus.SUPERSEDED: set(),
}


class SigningOrder(models.TextChoices):
    """In which order an agreement is signed (A-22)."""

    PAIR_FIRST = "pair_first", _("Mentee and mentor first, then both supervisors")
    ONE_BY_ONE = "one_by_one", _("One after the other: mentee, mentor, then their supervisors")
    TOGETHER = "together", _("All at the same time")


class GuidelinesQuerySet(models.QuerySet["Guidelines"]):
    def managed_by(self, user: User) -> Self:
        """Those of the programs that the person manages."""
        return self.filter(program__in=Program.objects.managed_by(user))

    def visible_to(self, user: User) -> Self:
        """Approved versions of programs that the person sees; all versions for those who run the program."""
        inside = Program.objects.where_allowed(user, policy.Action.SEE_PROGRAM)
        return self.filter(
            Q(program__in=inside)
            | Q(status__in=[GuidelinesStatus.APPROVED, GuidelinesStatus.SUPERSEDED], program__opened_at__isnull=False),
        )

    def in_force(self) -> Self:
        """The approved version of each program."""
        return self.filter(status=GuidelinesStatus.APPROVED)

    def with_rules(self) -> Self:
        """Bring along what `programs.guideline_versions.eligibility` asks, so that a list of people or programs costs no more queries."""
        return self.prefetch_related(*(field.name for field in self.model._meta.many_to_many))


class Guidelines(TakingPart):
    """One version. Editable as a draft or when returned; from approval on it never changes."""

    transitions: ClassVar[Transitions] = TRANSITIONS

    program = models.ForeignKey(Program, models.CASCADE, related_name="guidelines", verbose_name=_("program"))
    version = models.PositiveSmallIntegerField(_("version"))
    status = models.CharField(
        _("status"), max_length=12, choices=GuidelinesStatus.choices, default=GuidelinesStatus.DRAFT
    )
    approvals_needed = models.PositiveSmallIntegerField(
        _("approvals needed"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text=_("How many committee members must approve before this version is in force."),
    )

    # P-05
    length_months = models.PositiveSmallIntegerField(
        _("length of a relationship, in months"),
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
        help_text=_("Four to six months is common. Pairs can ask for longer later."),
    )
    # P-06
    frequency = models.CharField(
        _("how often pairs meet"),
        max_length=12,
        choices=Frequency.choices,
        default=Frequency.WEEKLY,
        help_text=_("Pairs agree on the day and the hour themselves."),
    )
    meeting_minutes = models.PositiveSmallIntegerField(
        _("length of a meeting, in minutes"),
        default=60,
        choices=[(30, "30"), (45, "45"), (60, "60")],
    )
    rhythm_text = Prose(
        _("more about length and meetings"),
        blank=True,
        help_text=_(
            "Anything a number cannot say, for example: three meetings or three months, whichever comes first."
        ),
        max_length=PAGE,
    )

    # P-10
    training_required = models.BooleanField(
        _("training is required before matching"),
        default=False,
        help_text=_("Mentors are matched only after they have done every training of the program."),
    )
    training_text = Prose(
        _("training of mentors"),
        blank=True,
        help_text=_("What the training covers and when it happens."),
        max_length=PAGE,
    )
    # P-11
    mentor_support = Prose(
        _("support of mentors"),
        blank=True,
        help_text=_("Who supports mentors along the way, how often they meet, and what they can read."),
        max_length=PAGE,
    )
    # P-12
    evaluation_text = Prose(
        _("evaluation after mentoring"),
        blank=True,
        help_text=_("How and when you find out whether the program works."),
        max_length=PAGE,
    )
    # P-13
    ground_rules = Prose(
        _("ground rules"),
        blank=True,
        help_text=_(
            "Respect, confidentiality, no recording, openness in both directions. They are part of every agreement."
        ),
        max_length=PAGE,
    )
    # P-25: the clauses of agreements. One point on each line; what is empty begins with our own words.
    mentor_duties = Prose(
        _("what mentors do"),
        blank=True,
        help_text=_("One point per line. Pairs can change the wording."),
        max_length=PAGE,
    )
    mentee_duties = Prose(
        _("what mentees do"),
        blank=True,
        help_text=_("One point per line. Pairs can change the wording."),
        max_length=PAGE,
    )
    expectations = Prose(
        _("what each can expect"),
        blank=True,
        help_text=_("One point per line. Pairs can change the wording."),
        max_length=PAGE,
    )
    fixed_clauses = Prose(
        _("clauses in every agreement"),
        blank=True,
        help_text=_("One per line. Pairs read them and cannot change them."),
        max_length=PAGE,
    )
    optional_clauses = Prose(
        _("clauses to choose from"),
        blank=True,
        help_text=_("One per line. Each pair ticks the ones it wants."),
        max_length=PAGE,
    )
    signing_order = models.CharField(
        _("who signs when"), max_length=12, choices=SigningOrder.choices, default=SigningOrder.PAIR_FIRST
    )
    # P-14
    what_mentoring_is = Prose(
        _("what mentoring is"),
        blank=True,
        help_text=_("Everyone taking part ticks this before a match."),
        max_length=PAGE,
    )
    what_mentoring_is_not = Prose(
        _("what mentoring is not"),
        blank=True,
        help_text=_("Everyone ticks this too: no coaching, no counselling, no performance review."),
        max_length=PAGE,
    )
    limits_of_role = Prose(
        _("limits of the mentor’s responsibility"),
        blank=True,
        help_text=_("What a mentor is not responsible for."),
        max_length=PAGE,
    )
    professional_help = Prose(
        _("the organisation’s own professional help"),
        blank=True,
        help_text=_("Who to turn to when mentoring is not enough. Names and numbers belong to the support contacts."),
        max_length=PAGE,
    )

    round = models.PositiveSmallIntegerField(
        _("times sent"), default=0, help_text=_("How many times the version was sent to the committee.")
    )

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
            models.CheckConstraint(condition=Q(frequency__in=Frequency.values), name="guidelines_frequency_known"),
            models.CheckConstraint(
                condition=Q(mentee_entry__in=Entry.values, mentor_entry__in=Entry.values), name="guidelines_entry_known"
            ),
            models.CheckConstraint(condition=Q(mentee_say__in=Say.values), name="guidelines_say_known"),
            models.CheckConstraint(
                condition=Q(signing_order__in=SigningOrder.values), name="guidelines_signing_order_known"
            ),
            models.CheckConstraint(
                condition=Q(mentee_min_tenure_months__isnull=True)
                | Q(mentee_max_tenure_months__isnull=True)
                | Q(mentee_min_tenure_months__lte=F("mentee_max_tenure_months")),
                name="guidelines_tenure_possible",
                violation_error_message=_(
                    "The minimum time in the company cannot exceed the maximum. Change one of the two numbers of "
                    "months."
                ),
            ),
        ]

    def __str__(self) -> str:
        return _now("%(program)s, version %(number)s") % {"program": self.program, "number": self.version}

    @property
    def is_editable(self) -> bool:
        """Whether the text may still change."""
        return self.status in {GuidelinesStatus.DRAFT, GuidelinesStatus.RETURNED}

    def roles_of(self, user: User) -> set[Role]:
        return self.program.roles_of(user)
