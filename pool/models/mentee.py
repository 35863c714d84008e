"""Mentees of a cohort: what they want, whom they would like, and whom never (P-19, P-21, P-22)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.policy import Action
from pool.models.mentor import Mentor
from pool.models.participant import Participant, both_or_neither
from pool.models.topics import Wish
from pool.relationships import relationships
from programs.models import Cohort, Program
from web.fields.texts import PARAGRAPH, Prose

if TYPE_CHECKING:
    from people.models import User
    from people.policy import Role
    from people.status import Transitions


class MenteeStatus(models.TextChoices):
    """Where a sign-up stands."""

    NOMINATED = "nominated", _("Nominated, not confirmed yet")
    DRAFT = "draft", _("Being written")
    ENROLLED = "enrolled", _("Signed up")
    COMPLETED = "completed", _("Completed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


TRANSITIONS: dict[str, set[str]] = {
    MenteeStatus.NOMINATED: {MenteeStatus.DRAFT, MenteeStatus.WITHDRAWN},
    MenteeStatus.DRAFT: {MenteeStatus.ENROLLED, MenteeStatus.WITHDRAWN, MenteeStatus.NOMINATED},
    MenteeStatus.ENROLLED: {MenteeStatus.WITHDRAWN, MenteeStatus.COMPLETED},
    # Completed people wait for nobody; they can sign up again, or be named again (H-19).
    MenteeStatus.COMPLETED: {MenteeStatus.DRAFT, MenteeStatus.NOMINATED},
    MenteeStatus.WITHDRAWN: {MenteeStatus.DRAFT, MenteeStatus.NOMINATED},
}


class MenteeQuerySet(models.QuerySet["Mentee"]):
    def managed_by(self, user: User) -> Self:
        """Those that were sent, and nominations, in the programs where the person runs the matching."""
        allowed = Program.objects.where_allowed(user, Action.RUN_MATCHING)
        sent = Q(enrolled_at__isnull=False) | Q(nominated_at__isnull=False)
        return self.filter(sent, cohort__program__in=allowed).exclude(status=MenteeStatus.DRAFT)

    def visible_to(self, user: User) -> Self:
        """A person's own sign-ups."""
        return self.filter(user=user)

    def enrolled(self) -> Self:
        """Those who wait for a match or have one."""
        return self.filter(status=MenteeStatus.ENROLLED)

    def waiting(self) -> Self:
        """Signed up, and neither proposed to anybody nor matched."""
        return self.enrolled().exclude(relationships().open())


class Mentee(Participant):
    """Somebody who signed up to a cohort to learn (P-19, P-22)."""

    transitions: ClassVar[Transitions] = TRANSITIONS

    reference_letter = "ME"

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="mentees", verbose_name=_("cohort"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="menteeships", verbose_name=_("person")
    )
    status = models.CharField(_("status"), max_length=12, choices=MenteeStatus.choices, default=MenteeStatus.DRAFT)
    wants = Prose(_("what you want to learn"), blank=True, max_length=PARAGRAPH)
    why = Prose(_("why, and why now"), blank=True, max_length=PARAGRAPH)
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
                condition=both_or_neither("nominated_at", "nominated_by"), name="mentee_nominated_at_and_by"
            ),
            models.CheckConstraint(
                condition=~Q(status=MenteeStatus.ENROLLED)
                | Q(enrolled_at__isnull=False, acknowledged_at__isnull=False),
                name="mentee_enrolled_and_acknowledged",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def program(self) -> Program:
        """The program of the cohort."""
        return self.cohort.program

    def roles_of(self, user: User) -> set[Role]:
        return self.cohort.program.roles_of(user)


class Preference(models.Model):
    """A mentor whom a mentee would like; rank 1 is the first choice."""

    mentee = models.ForeignKey(Mentee, models.CASCADE, related_name="preferences")
    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="preferences")
    rank = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    # Who is ranked after a pair has ended is wanted again (H-18).
    chosen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["mentee", "rank"]
        verbose_name = _("preference")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mentee", "mentor"], name="preference_mentor_once"),
            models.UniqueConstraint(fields=["mentee", "rank"], name="preference_rank_once"),
        ]

    def __str__(self) -> str:
        return f"{self.mentee} {self.rank}: {self.mentor}"


class NotWithQuerySet(models.QuerySet["NotWith"]):
    def visible_to(self, user: User) -> Self:
        """Keep a person's own: nobody else reads them here."""
        return self.filter(user=user)


class NotWith(models.Model):
    """A private wish never to be paired with somebody (P-21). Read by the matching and by its owner, by nobody else."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="not_with")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    objects = NotWithQuerySet.as_manager()

    class Meta:
        verbose_name = _("not with")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "other"], name="not_with_once"),
            models.CheckConstraint(condition=~Q(user=F("other")), name="not_with_somebody_else"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
