"""Mentors of a program's standing pool (P-15 to P-17)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from people.policy import Action
from pool.models.entry_rules import guidelines_of
from pool.models.joining_steps import AIMS, IN_RETURN, NEEDS, RULES, TALK, TOPICS, JoiningStep, always, has
from pool.models.participant import Participant, both_or_neither
from pool.models.topics import Wish
from programs.guideline_versions.eligibility import mentor_problems
from programs.models import Program
from programs.models.program import Format
from programs.models.taking_part import Entry
from web.fields.texts import PARAGRAPH, Prose, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from django.utils.functional import _StrPromise

    from people.models import User
    from people.policy import Role
    from people.status import Transitions
    from pool.models.assessment import SelfAssessment
    from programs.models import Guidelines


class MentorStatus(models.TextChoices):
    """Where a mentor application stands. `DRAFT` is saved on every step and seen by its owner alone."""

    NOMINATED = "nominated", _("Nominated, not confirmed yet")
    DRAFT = "draft", _("Not sent yet")
    APPLIED = "applied", _("Waiting for the coordinator")
    ACCEPTED = "accepted", _("In the mentor pool")
    DECLINED = "declined", _("Not accepted")
    PAUSED = "paused", _("Paused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


TRANSITIONS: dict[str, set[str]] = {
    MentorStatus.NOMINATED: {MentorStatus.DRAFT, MentorStatus.APPLIED, MentorStatus.WITHDRAWN},
    # Whoever is not there can be named again, and confirms anew.
    MentorStatus.DRAFT: {MentorStatus.APPLIED, MentorStatus.WITHDRAWN, MentorStatus.NOMINATED},
    MentorStatus.APPLIED: {MentorStatus.ACCEPTED, MentorStatus.DECLINED, MentorStatus.WITHDRAWN},
    MentorStatus.ACCEPTED: {MentorStatus.PAUSED, MentorStatus.WITHDRAWN},
    MentorStatus.PAUSED: {MentorStatus.ACCEPTED, MentorStatus.WITHDRAWN},
    MentorStatus.DECLINED: {MentorStatus.DRAFT, MentorStatus.NOMINATED},
    MentorStatus.WITHDRAWN: {MentorStatus.DRAFT, MentorStatus.NOMINATED},
}


class MentorQuerySet(models.QuerySet["Mentor"]):
    def managed_by(self, user: User) -> Self:
        """Applications that were sent, and nominations, in the programs where the person decides about them."""
        allowed = Program.objects.where_allowed(user, Action.DECIDE_APPLICATIONS)
        sent = Q(applied_at__isnull=False) | Q(nominated_at__isnull=False)
        return self.filter(sent, program__in=allowed).exclude(status=MentorStatus.DRAFT)

    def visible_to(self, user: User) -> Self:
        """A person's own applications."""
        return self.filter(user=user)

    def in_pool(self) -> Self:
        """Accepted and not pausing."""
        return self.filter(status=MentorStatus.ACCEPTED)


def _has_assessed(mentor: Mentor) -> bool:
    return mentor.latest_assessment() is not None


STEPS: tuple[JoiningStep, ...] = (
    JoiningStep("offer", _("What you offer"), has("offers")),
    TOPICS,
    AIMS,
    IN_RETURN,
    JoiningStep("wishes", _("Your preferences"), always, optional=True),
    TALK,
    JoiningStep("time", _("Time and capacity"), has("slots")),
    NEEDS,
    JoiningStep("assessment", _("Self-assessment"), _has_assessed),
    RULES,
)


class Mentor(Participant):
    """Somebody in (or on the way to) the standing mentor pool of a program (P-15 to P-17)."""

    transitions: ClassVar[Transitions] = TRANSITIONS

    is_mentor = True
    reference_letter = "MR"
    place_name = program_path = "program"
    all_steps = STEPS

    program = models.ForeignKey(Program, models.CASCADE, related_name="mentors", verbose_name=_("program"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="mentorships", verbose_name=_("person")
    )
    status = models.CharField(_("status"), max_length=12, choices=MentorStatus.choices, default=MentorStatus.DRAFT)
    offers = Prose(
        _("what you offer"),
        blank=True,
        help_text=_("Skills, know-how and experience that you can pass on."),
        max_length=PARAGRAPH,
    )
    motivation = Prose(_("why you want to be a mentor"), blank=True, max_length=PARAGRAPH)
    wants_to_learn = Prose(_("what you would like to learn yourself"), blank=True, max_length=PARAGRAPH)
    capacity = models.PositiveSmallIntegerField(
        _("capacity"), default=1, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    department_wish = models.CharField(
        _("department of the mentee"), max_length=10, choices=Wish.choices, default=Wish.EITHER
    )
    site_wish = models.CharField(_("site of the mentee"), max_length=10, choices=Wish.choices, default=Wish.EITHER)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decision_reason = Prose(_("reason"), blank=True, max_length=PARAGRAPH)

    objects = MentorQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["user__name", "pk"]
        verbose_name = _("mentor")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["program", "user"], name="mentor_once_a_program"),
            models.CheckConstraint(condition=Q(status__in=MentorStatus.values), name="mentor_status_known"),
            models.CheckConstraint(
                condition=both_or_neither("decided_at", "decided_by"), name="mentor_decided_at_and_by"
            ),
            models.CheckConstraint(
                condition=both_or_neither("nominated_at", "nominated_by"), name="mentor_nominated_at_and_by"
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
        return self.program.roles_of(user)

    @property
    def is_editable(self) -> bool:
        """While it is being written, and in the pool."""
        return self.status in {MentorStatus.DRAFT, MentorStatus.ACCEPTED, MentorStatus.PAUSED}

    @property
    def is_sent(self) -> bool:
        """With the coordinator, or in the pool."""
        return self.status in {MentorStatus.APPLIED, MentorStatus.ACCEPTED, MentorStatus.PAUSED}

    def skipped_steps(self) -> set[str]:
        """Only peers learn both ways."""
        return set() if self.program.format == Format.PEER else {IN_RETURN.key}

    def own_missing(self) -> list[tuple[bool, str | _StrPromise]]:
        """Only mentors are asked what they can pass on."""
        return [(bool(self.offers.strip()), _("Say what you offer."))]

    def answers(self) -> Iterator[tuple[str, str, str]]:
        """Yield (step, label, value) of every answer."""
        yield "offer", _now("What you can pass on"), self.offers
        yield "offer", _now("Why you want to be a mentor"), self.motivation
        yield "offer", _now("What you would like to learn"), self.wants_to_learn
        yield "wishes", _now("Your mentee’s department"), str(Wish(self.department_wish).label)
        yield "wishes", _now("Your mentee’s site"), str(Wish(self.site_wish).label)
        yield "back", _now("What you would like to learn, by topic"), self.back_names()
        yield from self.shared_answers()
        yield "time", _now("Mentees at the same time"), str(self.capacity)
        yield "needs", _now("What you need to take part"), self.accessibility
        finished = self.latest_assessment()
        done = (
            _now("Finished on %s") % date_format(finished.finished_at, "DATE_FORMAT")
            if finished and finished.finished_at
            else ""
        )
        yield "assessment", _now("Self-assessment"), done
        yield "rules", _now("What mentoring is, and is not"), self.acknowledged_words()

    def guidelines_to_read(self) -> Guidelines:
        """Those in force now."""
        return guidelines_of(self.program)

    def latest_assessment(self) -> SelfAssessment | None:
        """Return the newest finished assessment: the one that counts."""
        return self.assessments.filter(finished_at__isnull=False).order_by("-finished_at").first()

    @staticmethod
    def nomination_rules(program: Program) -> Guidelines:
        """Return the guidelines by which somebody is named as mentor."""
        return guidelines_of(program)

    @staticmethod
    def against_nomination(guidelines: Guidelines, user: User, *, on: date) -> str:
        """Say to the supervisor why somebody cannot be named as mentor; nothing if they can."""
        if guidelines.mentor_entry == Entry.OPEN:
            return _now("In this program people apply themselves. Tell %(name)s about it.") % {"name": user}
        return paragraph(*mentor_problems(guidelines, user, on=on, nominated=True, to_supervisor=True))
