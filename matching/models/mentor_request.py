"""A mentee asks a mentor: the self-match, where the guidelines let mentees choose among suggestions (P-09)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.policy import Action
from pool.models.mentee import Mentee
from pool.models.mentor import Mentor
from programs.models import Program

if TYPE_CHECKING:
    from people.models import User
    from people.policy import Role
    from people.status import Transitions

# How many mentors a mentee may have asked at the same time.
AT_MOST = 3


class RequestStatus(models.TextChoices):
    """Where a request stands."""

    OPEN = "open", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Yes")
    DECLINED = "declined", _("No")
    EXPIRED = "expired", _("Not answered in time")
    WITHDRAWN = "withdrawn", _("Taken back by the mentee")
    CLOSED = "closed", _("No longer needed")


TRANSITIONS: dict[str, set[str]] = {
    RequestStatus.OPEN: {
        RequestStatus.ACCEPTED,
        RequestStatus.DECLINED,
        RequestStatus.EXPIRED,
        RequestStatus.WITHDRAWN,
        RequestStatus.CLOSED,
    },
    RequestStatus.ACCEPTED: set(),
    RequestStatus.DECLINED: set(),
    RequestStatus.EXPIRED: set(),
    RequestStatus.WITHDRAWN: set(),
    RequestStatus.CLOSED: set(),
}


class MentorRequestQuerySet(models.QuerySet["MentorRequest"]):
    def managed_by(self, user: User) -> Self:
        """Those of the programs where the person runs the matching."""
        return self.filter(mentee__cohort__program__in=Program.objects.where_allowed(user, Action.RUN_MATCHING))

    def concerning(self, user: User) -> Self:
        """Those of which the person is one of the two."""
        return self.filter(Q(mentor__user=user) | Q(mentee__user=user))

    def asked_by(self, user: User) -> Self:
        """Those that the person has made."""
        return self.filter(mentee__user=user)

    def asked_of(self, user: User) -> Self:
        """Those that the person has to answer, or had to."""
        return self.filter(mentor__user=user)

    def open(self) -> Self:
        """Those that wait for an answer."""
        return self.filter(status=RequestStatus.OPEN)

    def with_people(self) -> Self:
        """Bring along both people and the program, in one query."""
        return self.select_related(
            "mentee__cohort__program",
            "mentor__user__site",
            "mentee__user__site",
            "mentor__user__department",
            "mentee__user__department",
        )


class MentorRequest(models.Model):
    """One question of one mentee to one mentor. A yes makes a confirmed `Match`: the mentee has said yes by asking.

    Not a `Match` itself: a mentee has one open match at most, and may ask three mentors at once. `slot` numbers the
    open ones from 1 to 3, so that the database refuses a fourth. `reasons` and `score` are those of the day of asking.
    """

    transitions: ClassVar[Transitions] = TRANSITIONS

    mentee = models.ForeignKey(Mentee, models.CASCADE, related_name="requests", verbose_name=_("mentee"))
    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="requests", verbose_name=_("mentor"))
    status = models.CharField(_("status"), max_length=12, choices=RequestStatus.choices, default=RequestStatus.OPEN)
    slot = models.PositiveSmallIntegerField()
    score = models.PositiveSmallIntegerField(_("match score"), default=0)
    reasons = models.JSONField(_("reasons"), default=list)
    asked_at = models.DateTimeField(_("asked"))
    reply_by = models.DateTimeField(_("answer until"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = MentorRequestQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-asked_at", "-pk"]
        verbose_name = _("mentor request")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=RequestStatus.values), name="mentor_request_status_known"),
            models.CheckConstraint(condition=Q(slot__range=(1, AT_MOST)), name="mentor_request_slot_1_to_3"),
            models.CheckConstraint(condition=Q(score__range=(0, 100)), name="mentor_request_score_0_to_100"),
            models.UniqueConstraint(
                fields=["mentee", "slot"], condition=Q(status=RequestStatus.OPEN), name="mentor_request_three_open"
            ),
            models.UniqueConstraint(
                fields=["mentee", "mentor"], condition=Q(status=RequestStatus.OPEN), name="mentor_request_once_open"
            ),
            models.CheckConstraint(
                condition=Q(status=RequestStatus.OPEN, closed_at__isnull=True)
                | (~Q(status=RequestStatus.OPEN) & Q(closed_at__isnull=False)),
                name="mentor_request_closed_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentee} – {self.mentor}"

    def roles_of(self, user: User) -> set[Role]:
        return self.mentee.cohort.program.roles_of(user)

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.status == RequestStatus.OPEN

    def can_be_answered_by(self, user: User) -> bool:
        """Whether the person is the mentor who is asked."""
        return self.is_open and user.pk == self.mentor.user_id

    def can_be_taken_back_by(self, user: User) -> bool:
        """Whether the person is the mentee who asks."""
        return self.is_open and user.pk == self.mentee.user_id
