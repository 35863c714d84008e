"""Mentees of a cohort: what they want, whom they would like, and whom never (P-19, P-21, P-22)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people.policy import Action
from pool.errors import PoolError
from pool.models.joining_steps import AIMS, NEEDS, RULES, TALK, TO_OFFER, TOPICS, JoiningStep, always, has
from pool.models.mentor import Mentor
from pool.models.participant import Participant, both_or_neither
from pool.models.topics import Wish
from pool.relationships import relationships
from programs.guideline_versions.eligibility import mentee_problems, read_rules
from programs.models import Cohort, Program
from programs.models.cohort import CohortStatus
from programs.models.program import Format
from programs.models.taking_part import Entry, Say
from web.fields.texts import PARAGRAPH, Prose, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from django.utils.functional import _StrPromise

    from people.models import User
    from people.policy import Role
    from people.status import Transitions
    from programs.models import Guidelines


class MenteeStatus(models.TextChoices):
    """Where a sign-up stands."""

    NOMINATED = "nominated", _("Nominated, not confirmed yet")
    DRAFT = "draft", _("Not signed up yet")
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


STEPS: tuple[JoiningStep, ...] = (
    JoiningStep("wants", _("What you want to learn"), has("wants", "why")),
    TOPICS,
    AIMS,
    TO_OFFER,
    JoiningStep("wishes", _("Your preferences"), always),
    TALK,
    JoiningStep("time", _("Time to meet"), has("slots")),
    NEEDS,
    JoiningStep("apart", _("People you’d rather not be matched with"), always, optional=True),
    JoiningStep("mentors", _("Mentors you would like"), always, optional=True),
    RULES,
)


class Mentee(Participant):
    """Somebody who signed up to a cohort to learn (P-19, P-22)."""

    transitions: ClassVar[Transitions] = TRANSITIONS

    is_mentor = False
    reference_letter = "ME"
    place_name, program_path = "cohort", "cohort__program"
    all_steps = STEPS

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

    @property
    def is_editable(self) -> bool:
        """While it is being written, and after signing up."""
        return self.status in {MenteeStatus.DRAFT, MenteeStatus.ENROLLED}

    @property
    def is_sent(self) -> bool:
        """From signing up until it ends."""
        return self.status == MenteeStatus.ENROLLED

    def skipped_steps(self) -> set[str]:
        """Only peers learn both ways; ranking is for programs that want it."""
        skipped = set() if self.program.format == Format.PEER else {TO_OFFER.key}
        guidelines = self.cohort.guidelines
        return skipped if guidelines and guidelines.mentee_say == Say.RANKED else skipped | {"mentors"}

    def own_missing(self) -> list[tuple[bool, str | _StrPromise]]:
        """What they want, and why."""
        return [
            (bool(self.wants.strip()), _("Say what you want to learn.")),
            (bool(self.why.strip()), _("Say why you want to learn it.")),
        ]

    def answers(self) -> Iterator[tuple[str, str, str]]:
        """Yield (step, label, value) of every answer."""
        yield "wants", _now("What you want to learn"), self.wants
        yield "wants", _now("Why, and why now"), self.why
        yield "wishes", _now("Your mentor’s department"), str(Wish(self.department_wish).label)
        yield "wishes", _now("Your mentor’s site"), str(Wish(self.site_wish).label)
        yield "back", _now("What you can pass on"), self.back_names()
        yield from self.shared_answers()
        yield "needs", _now("What you need to take part"), self.accessibility
        count = self.user.not_with.count()
        known = ngettext("%d person, visible only to you", "%d people, visible only to you", count) % count
        yield "apart", _now("People you’d rather not be matched with"), known if count else _now("Nobody")
        ranked = self.preferences.select_related("mentor__user")
        yield "mentors", _now("Mentors you would like"), "\n".join(f"{one.rank}. {one.mentor}" for one in ranked)
        yield "rules", _now("What mentoring is, and is not"), self.acknowledged_words()

    def guidelines_to_read(self) -> Guidelines | None:
        """Those on which the cohort opened."""
        return self.cohort.guidelines

    @staticmethod
    def nomination_rules(cohort: Cohort) -> Guidelines:
        """Return the guidelines by which somebody is named as mentee."""
        if cohort.guidelines is None or cohort.status != CohortStatus.ENROLLING:
            raise PoolError(_now("The enrolment of this cohort is not open."))
        read_rules([cohort.guidelines])
        return cohort.guidelines

    @staticmethod
    def against_nomination(guidelines: Guidelines, user: User, *, on: date) -> str:
        """Say to the supervisor why somebody cannot be named as mentee; nothing if they can."""
        if guidelines.mentee_entry == Entry.OPEN:
            return _now("In this program people sign up themselves. Tell %(name)s about it.") % {"name": user}
        return paragraph(*mentee_problems(guidelines, user, on=on, nominated=True, to_supervisor=True))


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
        verbose_name = _("person not to be matched with")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "other"], name="not_with_once"),
            models.CheckConstraint(condition=~Q(user=F("other")), name="not_with_somebody_else"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
