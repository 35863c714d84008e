"""One meeting of a pair, and the time that it takes of two people."""

from __future__ import annotations

import zoneinfo
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from matching.models import Match
from matching.models.match import names, own
from meetings.calendar.revisions import Revision
from meetings.models.appointment import Appointment, new_uid
from people.models import check_time_zone
from people.policy import Action
from pool.models import Channel
from programs.models import Program
from web.fields.names import LineField
from web.fields.texts import PAGE, Prose

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User
    from people.policy import Role
    from people.status import Transitions


class MeetingStatus(models.TextChoices):
    """Where a meeting stands. `UNPLACED` could not be put into the calendar because someone is busy then.

    `UNRECORDED`: the pair has parted, both were asked whether it took place, and neither has said so (L-16).
    """

    PLANNED = "planned", _("Planned")
    UNPLACED = "unplaced", _("Needs another time")
    HELD = "held", _("Took place")
    MISSED = "missed", _("Did not take place")
    CANCELLED = "cancelled", _("Cancelled")
    UNRECORDED = "unrecorded", _("Not recorded")


TRANSITIONS: dict[str, set[str]] = {
    MeetingStatus.PLANNED: {
        MeetingStatus.UNPLACED,  # only as a series is made, before it is saved
        MeetingStatus.HELD,
        MeetingStatus.MISSED,
        MeetingStatus.CANCELLED,
        MeetingStatus.UNRECORDED,
    },
    MeetingStatus.UNPLACED: {MeetingStatus.PLANNED, MeetingStatus.CANCELLED},
    MeetingStatus.HELD: {MeetingStatus.MISSED},
    # A meeting that did not take place may get another time: moving is better than skipping (P-29).
    MeetingStatus.MISSED: {MeetingStatus.HELD, MeetingStatus.PLANNED},
    MeetingStatus.CANCELLED: set(),
    MeetingStatus.UNRECORDED: {MeetingStatus.HELD, MeetingStatus.MISSED},
}
RECORDED = [MeetingStatus.HELD, MeetingStatus.MISSED]
ASK_FOR = timedelta(days=7)
MOVABLE = [MeetingStatus.PLANNED, MeetingStatus.UNPLACED, MeetingStatus.MISSED]


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings, narrowed step by step."""

    def managed_by(self, user: User) -> Self:
        """Whether and when pairs meet, for those who run the program. Facilitators see a pair's trend only (D-23)."""
        return self.filter(match__cohort__program__in=Program.objects.where_allowed(user, Action.RUN_MATCHING))

    def visible_to(self, user: User) -> Self:
        """Keep those of the person's own pairs."""
        return self.filter(own(user, "match__"))

    def planned(self) -> Self:
        """Still to come, or not yet recorded."""
        return self.filter(status=MeetingStatus.PLANNED)

    def held(self) -> Self:
        """Those that took place."""
        return self.filter(status=MeetingStatus.HELD)

    def unplaced(self) -> Self:
        """Those that wait for another time."""
        return self.filter(status=MeetingStatus.UNPLACED)

    def upcoming(self, now: datetime) -> Self:
        """Planned, and not over yet."""
        return self.planned().filter(ends_at__gt=now)

    def unrecorded(self, now: datetime) -> Self:
        """Over, and nobody has said whether it took place."""
        return self.planned().filter(ends_at__lte=now)

    def with_names(self) -> Self:
        """Bring along what a line says: the two names, when it is and what came of it."""
        people = self.select_related("match__mentor__user", "match__mentee__user")
        return people.only("match", "status", "starts_at", "ends_at", "recorded_at", *names("match__"))

    def with_people(self) -> Self:
        """Bring along both people, the program and the standing appointment, in one query."""
        return self.select_related(
            "appointment", "match__mentor__user__site", "match__mentee__user__site", "match__cohort__program"
        )


class Meeting(models.Model):
    """One meeting. `local_date` and `local_time` are wall time in `time_zone`; `starts_at` is computed from them.

    `original_on` is the day that the series gave it, and with the series' hour its RECURRENCE-ID. A meeting that
    never had a place in the series has none: it is an event of its own in people's calendars, with its own `uid`.
    """

    transitions: ClassVar[Transitions] = TRANSITIONS

    match = models.ForeignKey(Match, models.PROTECT, related_name="meetings", verbose_name=_("match"))
    appointment = models.ForeignKey(
        Appointment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("standing appointment"),
    )
    number = models.PositiveSmallIntegerField(_("number"))
    status = models.CharField(_("status"), max_length=12, choices=MeetingStatus.choices, default=MeetingStatus.PLANNED)
    original_on = models.DateField(_("day in the series"), null=True, blank=True)
    local_date = models.DateField(_("day"))
    local_time = models.TimeField(_("time"))
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[check_time_zone])
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    starts_at = models.DateTimeField(_("starts"), db_index=True)
    ends_at = models.DateTimeField(_("ends"))
    channel = models.CharField(_("how"), max_length=12, choices=Channel.choices, blank=True)
    place = LineField(_("location or link"), max_length=240, blank=True)
    agenda = Prose(_("agenda"), blank=True, max_length=PAGE)
    uid = models.CharField(_("calendar id"), max_length=320, default=new_uid)
    sequence = models.PositiveIntegerField(_("sequence"), default=0)
    stamped_at = models.DateTimeField(_("last changed"))
    recorded_at = models.DateTimeField(_("recorded"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    held_minutes = models.PositiveSmallIntegerField(_("length in minutes"), null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["starts_at", "pk"]
        verbose_name = _("meeting")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["match", "number"], name="meeting_number_once"),
            models.UniqueConstraint(fields=["appointment", "original_on"], name="meeting_one_a_day_of_the_series"),
            models.CheckConstraint(condition=Q(status__in=MeetingStatus.values), name="meeting_status_known"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_start"),
            models.CheckConstraint(
                condition=Q(recorded_at__isnull=True, recorded_by__isnull=True)
                | Q(recorded_at__isnull=False, recorded_by__isnull=False),
                name="meeting_recorded_at_and_by",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=RECORDED) | Q(recorded_at__isnull=False), name="meeting_recorded_when_over"
            ),
            models.CheckConstraint(
                condition=Q(held_minutes__isnull=True) | Q(status=MeetingStatus.HELD), name="meeting_length_when_held"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["match", "starts_at"], name="meeting_of_match")]

    def __str__(self) -> str:
        return f"{self.match} {self.number}"

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """`time_zone` as a zone."""
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def revision(self) -> Revision:
        """The edition that people's calendars have."""
        return Revision(self.sequence, self.stamped_at)

    def roles_of(self, user: User) -> set[Role]:
        return self.match.roles_of(user)

    def is_over(self, now: datetime) -> bool:
        """Whether its time has passed, whatever came of it."""
        return self.ends_at <= now

    def needs_a_time(self, now: datetime) -> bool:
        """Whether people are to be asked for another time. A week after its day nobody is asked any more."""
        return self.status == MeetingStatus.UNPLACED and self.ends_at > now - ASK_FOR

    def can_be_moved(self) -> bool:
        """Whether it may get another time: not if it took place or was cancelled, or its pair has parted."""
        return self.status in MOVABLE and self._series_goes_on()

    def can_be_cancelled(self, now: datetime) -> bool:
        """Whether it can be called off: only what is still to come, and what has no time yet."""
        to_come = self.status == MeetingStatus.PLANNED and self.starts_at > now
        return (to_come or self.status == MeetingStatus.UNPLACED) and self._series_goes_on()

    def can_be_recorded(self, now: datetime) -> bool:
        """Whether one can say that it took place or not: from its start on, and again to correct it."""
        known = {MeetingStatus.PLANNED, MeetingStatus.UNRECORDED, *RECORDED}
        return self.status in known and self.starts_at <= now

    def _series_goes_on(self) -> bool:
        return self.appointment is None or self.appointment.ended_at is None


class Attendance(models.Model):
    """That a person is taken for a while. The database refuses two at once for one person."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="attendances")
    during = DateTimeRangeField()

    class Meta:
        verbose_name = _("attendance")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "user"], name="attendance_once"),
            ExclusionConstraint(
                name="attendance_no_overlap",
                expressions=[("user", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
