"""A match, from draft to end; the people see it as their mentoring relationship."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from matching.models.match_status import OPEN, OVER, RUNNING, TRANSITIONS, MatchStatus, Origin, Reply
from matching.models.scenario import Scenario
from people.policy import Action
from pool.models.mentee import Mentee
from pool.models.mentor import Mentor
from programs.models import Cohort, Program

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User
    from people.policy import Role
    from people.status import Transitions


# What a line about a match says of it, and what it asks of it.
IN_A_LINE = (
    "cohort", "status", "staged", "mentor_reply", "mentee_reply", "mentee_asked_at", "reply_by", "extended_at",
    "confirmed_at", "ends_on", "ended_at",
)  # fmt: skip


def own(user: User, path: str = "") -> Q:
    """Say whose a match is: its two people's, from the proposal on. `path` leads to the match, as in `match__`.

    Where the mentor is asked first, it is the mentee's once the mentor has said yes, and never if there was no yes.
    A condition, so that what belongs to a match joins its people once, for the question and for their names.
    """
    people = Q(**{f"{path}mentor__user": user}) | Q(**{f"{path}mentee__user": user}) & known_to_mentee(path)
    return people & ~Q(**{f"{path}status": MatchStatus.DRAFT})


def known_to_mentee(path: str = "") -> Q:
    """Say that the mentee has been told of a match."""
    return Q(**{f"{path}staged": False}) | Q(**{f"{path}mentee_asked_at__isnull": False})


def names(path: str = "") -> list[str]:
    """Return the fields, for `only`, by which a line names the two of a match. `path` leads to it, as in `match__`."""
    return [f"{path}{side}__user__{field}" for side in ("mentor", "mentee") for field in ("name", "known_as")]


class MatchQuerySet(models.QuerySet["Match"]):
    """Matches, narrowed step by step."""

    def managed_by(self, user: User) -> Self:
        """Those of the programs where the person runs the matching."""
        return self.filter(cohort__program__in=Program.objects.where_allowed(user, Action.RUN_MATCHING))

    def visible_to(self, user: User) -> Self:
        """The person's own, from the proposal on. Drafts are nobody's but the coordinator's."""
        return self.filter(own(user))

    def open(self) -> Self:
        """Proposed, confirmed or active."""
        return self.filter(status__in=OPEN)

    def known_to_mentees(self) -> Self:
        """Without those of which the mentee knows nothing: drafts, and those where the mentor is asked first."""
        return self.filter(known_to_mentee()).exclude(status=MatchStatus.DRAFT)

    def offers(self) -> Self:
        """Drafts outside a scenario, which wait for the coordinator."""
        return self.filter(status=MatchStatus.DRAFT, scenario__isnull=True, held_back_at__isnull=True)

    def running(self) -> Self:
        """Both have said yes, and it has not ended."""
        return self.filter(status__in=RUNNING)

    def with_names(self) -> Self:
        """Bring along what a line says: the two names, where the match stands and its dates, and no long text."""
        return self.select_related("mentor__user", "mentee__user").only(*names(), *IN_A_LINE)

    def with_people(self) -> Self:
        """Bring along both people and the program, in one query."""
        return self.select_related(
            "cohort__program",
            "mentor__user__site",
            "mentee__user__site",
            "mentor__user__department",
            "mentee__user__department",
        )


class Match(models.Model):
    """Mentor and mentee. `score` is 0 to 100; `reasons` are those of `matching.fit.criteria`."""

    transitions: ClassVar[Transitions] = TRANSITIONS

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="matches", verbose_name=_("cohort"))
    scenario = models.ForeignKey(
        Scenario, models.SET_NULL, null=True, blank=True, related_name="matches", verbose_name=_("scenario")
    )
    mentor = models.ForeignKey(Mentor, models.PROTECT, related_name="matches", verbose_name=_("mentor"))
    mentee = models.ForeignKey(Mentee, models.PROTECT, related_name="matches", verbose_name=_("mentee"))
    status = models.CharField(_("status"), max_length=12, choices=MatchStatus.choices, default=MatchStatus.DRAFT)
    origin = models.CharField(_("origin"), max_length=12, choices=Origin.choices, default=Origin.SCENARIO)
    score = models.PositiveSmallIntegerField(_("match score"), default=0)
    reasons = models.JSONField(_("reasons"), default=list)
    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("created by")
    )
    # An offer that the coordinator does not want: these two are not drafted again.
    held_back_at = models.DateTimeField(_("withheld"), null=True, blank=True)
    staged = models.BooleanField(_("mentor is asked first"), default=False)
    proposed_at = models.DateTimeField(_("proposed"), null=True, blank=True)
    # Where the mentor is asked first: when the mentee's turn began.
    mentee_asked_at = models.DateTimeField(_("mentee asked"), null=True, blank=True)
    reply_by = models.DateTimeField(_("answer until"), null=True, blank=True)
    extended_at = models.DateTimeField(_("given more time"), null=True, blank=True)
    mentor_reply = models.CharField(_("mentor’s answer"), max_length=10, choices=Reply.choices, default=Reply.NONE)
    mentor_replied_at = models.DateTimeField(_("mentor answered"), null=True, blank=True)
    mentee_reply = models.CharField(_("mentee’s answer"), max_length=10, choices=Reply.choices, default=Reply.NONE)
    mentee_replied_at = models.DateTimeField(_("mentee answered"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    active_at = models.DateTimeField(_("active since"), null=True, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )

    objects = MatchQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=MatchStatus.values), name="match_status_known"),
            models.UniqueConstraint(
                fields=["mentee"], condition=Q(status__in=OPEN), name="match_one_open_for_a_mentee"
            ),
            models.UniqueConstraint(
                fields=["scenario", "mentee"],
                condition=Q(status=MatchStatus.DRAFT),
                name="match_one_draft_in_a_scenario",
            ),
            models.UniqueConstraint(
                fields=["mentee"],
                condition=Q(status=MatchStatus.DRAFT, scenario__isnull=True, held_back_at__isnull=True),
                name="match_one_offer_for_a_mentee",
            ),
            models.CheckConstraint(condition=Q(score__range=(0, 100)), name="match_score_0_to_100"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="match_origin_known"),
            models.CheckConstraint(
                condition=Q(held_back_at__isnull=True) | Q(status=MatchStatus.DRAFT), name="match_held_back_as_draft"
            ),
            models.CheckConstraint(
                condition=Q(mentee_reply=Reply.NONE) | Q(staged=False) | Q(mentee_asked_at__isnull=False),
                name="match_mentee_asked_before_reply",
            ),
            models.CheckConstraint(
                condition=Q(mentee_asked_at__isnull=True) | Q(staged=False) | ~Q(mentor_reply=Reply.NONE),
                name="match_mentee_asked_after_mentor",
            ),
            models.CheckConstraint(
                condition=Q(status=MatchStatus.DRAFT) | Q(proposed_at__isnull=False, reply_by__isnull=False),
                name="match_proposed_has_times",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=RUNNING)
                | Q(confirmed_at__isnull=False, mentor_reply=Reply.ACCEPTED, mentee_reply=Reply.ACCEPTED),
                name="match_confirmed_by_both",
            ),
            models.CheckConstraint(
                condition=~Q(status=MatchStatus.ACTIVE)
                | Q(active_at__isnull=False, starts_on__isnull=False, ends_on__isnull=False),
                name="match_active_has_dates",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=OVER) | Q(ended_at__isnull=False),
                name="match_ended_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor} – {self.mentee}"

    def roles_of(self, user: User) -> set[Role]:
        return self.cohort.program.roles_of(user)

    @property
    def is_open(self) -> bool:
        """Proposed, confirmed or active."""
        return self.status in OPEN

    @property
    def is_running(self) -> bool:
        """Both have said yes, and it has not ended."""
        return self.status in RUNNING

    @property
    def is_over(self) -> bool:
        """Whether it was a relationship that has been completed or has ended."""
        return self.status in OVER

    def includes(self, user: User) -> bool:
        """Whether the person is one of the two."""
        return user.pk in {self.mentor.user_id, self.mentee.user_id}

    def is_mentor(self, user: User) -> bool:
        """Whether the person is the mentor of the two."""
        return user.pk == self.mentor.user_id

    def other(self, user: User) -> User:
        """The partner of `user`."""
        return self.mentee.user if self.is_mentor(user) else self.mentor.user

    @property
    def mentee_knows(self) -> bool:
        """Whether the mentee has been asked, or is asked together with the mentor."""
        return self.status != MatchStatus.DRAFT and (not self.staged or self.mentee_asked_at is not None)

    def asked_at(self, user: User) -> datetime | None:
        """When this one of the two was asked."""
        return self.proposed_at if self.is_mentor(user) or not self.staged else self.mentee_asked_at

    def is_asked(self, user: User) -> bool:
        """Whether this is a proposal that the person knows of."""
        known = self.is_mentor(user) or (self.includes(user) and self.mentee_knows)
        return self.status == MatchStatus.PROPOSED and known

    def reply_of(self, user: User) -> str:
        """What the person has answered to the proposal."""
        return self.mentor_reply if self.is_mentor(user) else self.mentee_reply

    def can_be_answered_by(self, user: User) -> bool:
        """Whether the person still has to say yes or no."""
        return self.is_asked(user) and self.reply_of(user) == Reply.NONE

    def can_be_declined_by(self, user: User) -> bool:
        """Whether the person may say no: until both have said yes, even after a yes of their own."""
        return self.is_asked(user)

    def can_be_extended_by(self, user: User) -> bool:
        """Whether the person may ask for more time; once for each proposal (F-16)."""
        return self.can_be_answered_by(user) and self.extended_at is None

    def can_be_ended_by(self, user: User) -> bool:
        """Whether the person may end the relationship: either of the two, at any time, without a reason (E-23)."""
        return self.status in RUNNING and self.includes(user)

    @property
    def can_be_taken_back(self) -> bool:
        """Whether it is a proposal that nobody has answered yet."""
        return self.status == MatchStatus.PROPOSED and self.mentor_reply == self.mentee_reply == Reply.NONE

    @property
    def replies(self) -> str:
        """What both have answered, for the coordinator: mentee, then mentor."""
        mentee = self.get_mentee_reply_display() if self.mentee_knows else _("Not asked yet")
        return f"{mentee} · {self.get_mentor_reply_display()}"
