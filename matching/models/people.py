"""Mentors of a program's standing pool, and mentees of a cohort."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from matching.models.topics import Channel, Slot, Topic
from people.policy import Action
from programs.models import Cohort, Guidelines, Program

if TYPE_CHECKING:
    from people.models import User
    from people.policy import Role


class MentorStatus(models.TextChoices):
    """Where a mentor application stands. `DRAFT` is saved on every step and seen by its owner alone."""

    NOMINATED = "nominated", _("Nominated, not confirmed yet")
    DRAFT = "draft", _("Being written")
    APPLIED = "applied", _("Waiting for the coordinator")
    ACCEPTED = "accepted", _("In the mentor pool")
    DECLINED = "declined", _("Not accepted")
    PAUSED = "paused", _("Pausing")
    WITHDRAWN = "withdrawn", _("Withdrawn")


MENTOR_TRANSITIONS: dict[str, set[str]] = {
    MentorStatus.NOMINATED: {MentorStatus.DRAFT, MentorStatus.APPLIED, MentorStatus.WITHDRAWN},
    MentorStatus.DRAFT: {MentorStatus.APPLIED, MentorStatus.WITHDRAWN},
    MentorStatus.APPLIED: {MentorStatus.ACCEPTED, MentorStatus.DECLINED, MentorStatus.WITHDRAWN},
    MentorStatus.ACCEPTED: {MentorStatus.PAUSED, MentorStatus.WITHDRAWN},
    MentorStatus.PAUSED: {MentorStatus.ACCEPTED, MentorStatus.WITHDRAWN},
    MentorStatus.DECLINED: {MentorStatus.DRAFT},
    MentorStatus.WITHDRAWN: {MentorStatus.DRAFT},
}


class MenteeStatus(models.TextChoices):
    """Where a sign-up stands."""

    DRAFT = "draft", _("Being written")
    ENROLLED = "enrolled", _("Signed up")
    WITHDRAWN = "withdrawn", _("Withdrawn")


MENTEE_TRANSITIONS: dict[str, set[str]] = {
    MenteeStatus.DRAFT: {MenteeStatus.ENROLLED, MenteeStatus.WITHDRAWN},
    MenteeStatus.ENROLLED: {MenteeStatus.WITHDRAWN},
    MenteeStatus.WITHDRAWN: {MenteeStatus.DRAFT},
}


class Wish(models.TextChoices):
    """What somebody wishes about the other's department or site."""

    SAME = "same", _("The same as mine")
    DIFFERENT = "different", _("Another than mine")
    EITHER = "either", _("Either is fine")


def channels_field() -> ArrayField[list[str], list[str]]:
    """How somebody likes to communicate."""
    return ArrayField(
        models.CharField(max_length=12, choices=Channel.choices),
        default=list,
        blank=True,
        verbose_name=_("how you like to talk"),
    )


class Participant(models.Model):
    """What mentors and mentees both say (P-19)."""

    topics = models.ManyToManyField(Topic, blank=True, related_name="%(class)ss", verbose_name=_("topics"))
    channels = channels_field()
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True, verbose_name=_("languages"))
    slots = ArrayField(
        models.CharField(max_length=8, choices=Slot.choices),
        default=list,
        blank=True,
        verbose_name=_("when you can meet"),
    )
    accessibility = models.TextField(
        _("what you need to take part"),
        blank=True,
        help_text=_("Only you, your partner and the coordinator read this."),
    )
    acknowledged = models.ForeignKey(
        Guidelines, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("guidelines acknowledged")
    )  # P-14
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)
    created_at = models.DateTimeField(_("begun"))

    class Meta:
        abstract = True


class MentorQuerySet(models.QuerySet["Mentor"]):
    """The mentor pool."""

    def managed_by(self, user: User) -> Self:
        """Applications that were sent, and nominations, in the programs where the person decides about them."""
        allowed = Program.objects.where_allowed(user, Action.DECIDE_APPLICATIONS)
        return self.filter(program__in=allowed).exclude(status=MentorStatus.DRAFT)

    def visible_to(self, user: User) -> Self:
        """A person's own applications."""
        return self.filter(user=user)

    def in_pool(self) -> Self:
        """Accepted and not pausing."""
        return self.filter(status=MentorStatus.ACCEPTED)


class Mentor(Participant):
    """Somebody in (or on the way to) the standing mentor pool of a program (P-15 to P-17)."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="mentors", verbose_name=_("program"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="mentorships", verbose_name=_("person")
    )
    status = models.CharField(_("status"), max_length=12, choices=MentorStatus.choices, default=MentorStatus.DRAFT)
    offers = models.TextField(
        _("what you offer"), blank=True, help_text=_("Skills, know-how and experience that you can pass on.")
    )
    motivation = models.TextField(_("why you want to be a mentor"), blank=True)
    wants_to_learn = models.TextField(_("what you would like to learn yourself"), blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("mentees at the same time"), default=1, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    nominated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("nominated by"),
    )
    nominated_at = models.DateTimeField(_("nominated"), null=True, blank=True)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decision_reason = models.TextField(_("reason"), blank=True)

    objects = MentorQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["user__name", "pk"]
        verbose_name = _("mentor")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["program", "user"], name="mentor_once_a_program"),
            models.CheckConstraint(condition=Q(status__in=MentorStatus.values), name="mentor_status_known"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="mentor_decided_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(nominated_at__isnull=True, nominated_by__isnull=True)
                | Q(nominated_at__isnull=False, nominated_by__isnull=False),
                name="mentor_nominated_at_and_by",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[MentorStatus.APPLIED, MentorStatus.ACCEPTED])
                | Q(applied_at__isnull=False, acknowledged_at__isnull=False),
                name="mentor_applied_and_acknowledged",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    def roles_of(self, user: User) -> set[Role]:
        """The program's."""
        return self.program.roles_of(user)


class MenteeQuerySet(models.QuerySet["Mentee"]):
    """Sign-ups."""

    def managed_by(self, user: User) -> Self:
        """Those that were sent, in the programs where the person runs the matching."""
        allowed = Program.objects.where_allowed(user, Action.RUN_MATCHING)
        return self.filter(cohort__program__in=allowed).exclude(status=MenteeStatus.DRAFT)

    def visible_to(self, user: User) -> Self:
        """A person's own sign-ups."""
        return self.filter(user=user)

    def enrolled(self) -> Self:
        """Those who wait for a match or have one."""
        return self.filter(status=MenteeStatus.ENROLLED)


class Mentee(Participant):
    """Somebody who signed up to a cohort to learn (P-19, P-22)."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="mentees", verbose_name=_("cohort"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="menteeships", verbose_name=_("person")
    )
    status = models.CharField(_("status"), max_length=12, choices=MenteeStatus.choices, default=MenteeStatus.DRAFT)
    wants = models.TextField(_("what you want to learn"), blank=True)
    why = models.TextField(_("why, and why now"), blank=True)
    department_wish = models.CharField(
        _("department of the mentor"), max_length=10, choices=Wish.choices, default=Wish.EITHER
    )
    site_wish = models.CharField(_("site of the mentor"), max_length=10, choices=Wish.choices, default=Wish.EITHER)
    enrolled_at = models.DateTimeField(_("signed up"), null=True, blank=True)
    preferred = models.ManyToManyField(
        Mentor, through="Preference", related_name="preferred_by", verbose_name=_("preferences")
    )

    objects = MenteeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["user__name", "pk"]
        verbose_name = _("mentee")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cohort", "user"], name="mentee_once_a_cohort"),
            models.CheckConstraint(condition=Q(status__in=MenteeStatus.values), name="mentee_status_known"),
            models.CheckConstraint(
                condition=~Q(status=MenteeStatus.ENROLLED)
                | Q(enrolled_at__isnull=False, acknowledged_at__isnull=False),
                name="mentee_enrolled_and_acknowledged",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    def roles_of(self, user: User) -> set[Role]:
        """The program's."""
        return self.cohort.program.roles_of(user)


class Preference(models.Model):
    """A mentor whom a mentee would like; rank 1 is the first choice."""

    mentee = models.ForeignKey(Mentee, models.CASCADE, related_name="preferences")
    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="preferences")
    rank = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])

    class Meta:
        ordering: ClassVar = ["mentee", "rank"]
        verbose_name = _("preference")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mentee", "mentor"], name="preference_mentor_once"),
            models.UniqueConstraint(fields=["mentee", "rank"], name="preference_rank_once"),
        ]

    def __str__(self) -> str:
        return f"{self.mentee} {self.rank}: {self.mentor}"


class NotWith(models.Model):
    """A private wish never to be paired with somebody (P-21). Read by the matching and by its owner, by nobody else."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="not_with")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("not with")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "other"], name="not_with_once"),
            models.CheckConstraint(condition=~Q(user=F("other")), name="not_with_somebody_else"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
