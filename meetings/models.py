"""Standing appointments, the meetings they put into the calendar, and what is noted about them."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.models import AgreementVersion, LearningGoal
from agreements.models.agreement import Rhythm, Weekday
from matching.models import Channel, Match
from people.models import check_time_zone
from people.policy import Action
from programs.models import Program

if TYPE_CHECKING:
    from people.models import User
    from people.policy import Role


def new_uid() -> str:
    """A random calendar UID without the domain part; holds nothing personal (C-03)."""
    return secrets.token_hex(16)


class MeetingStatus(models.TextChoices):
    """Where a meeting stands. `UNPLACED` could not be put into the calendar because somebody is busy then."""

    PLANNED = "planned", _("Planned")
    UNPLACED = "unplaced", _("Needs another time")
    HELD = "held", _("Took place")
    MISSED = "missed", _("Did not take place")
    CANCELLED = "cancelled", _("Cancelled")


TRANSITIONS: dict[str, set[str]] = {
    MeetingStatus.PLANNED: {MeetingStatus.HELD, MeetingStatus.MISSED, MeetingStatus.CANCELLED, MeetingStatus.UNPLACED},
    MeetingStatus.UNPLACED: {MeetingStatus.PLANNED, MeetingStatus.CANCELLED},
    MeetingStatus.HELD: {MeetingStatus.MISSED},
    MeetingStatus.MISSED: {MeetingStatus.HELD},
    MeetingStatus.CANCELLED: set(),
}


class Appointment(models.Model):
    """A fixed series as the agreement says it: wall time and zone; instants are computed from them (B-13)."""

    match = models.ForeignKey(Match, models.PROTECT, related_name="appointments", verbose_name=_("match"))
    version = models.OneToOneField(
        AgreementVersion, models.PROTECT, related_name="appointment", verbose_name=_("agreement")
    )
    uid = models.CharField(_("calendar id"), max_length=64, unique=True, default=new_uid)
    sequence = models.PositiveIntegerField(_("sequence"), default=0)
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday.choices)
    starts_at = models.TimeField(_("time"))
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[check_time_zone])
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    rhythm = models.CharField(_("how often"), max_length=12, choices=Rhythm.choices)
    channel = models.CharField(_("how"), max_length=12, choices=Channel.choices, blank=True)
    place = models.CharField(_("place or link"), max_length=240, blank=True)
    starts_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    created_at = models.DateTimeField(_("created"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["match", "-created_at"]
        verbose_name = _("standing appointment")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["match"], condition=Q(ended_at__isnull=True), name="appointment_one_for_a_match"
            ),
            models.CheckConstraint(condition=Q(until_on__gte=F("starts_on")), name="appointment_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.match}: {self.get_weekday_display()} {self.starts_at:%H:%M}"


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings, narrowed step by step."""

    def managed_by(self, user: User) -> Self:
        """Whether pairs meet: for those who may see it. Never notes."""
        return self.filter(match__cohort__program__in=Program.objects.where_allowed(user, Action.SEE_HEALTH))

    def visible_to(self, user: User) -> Self:
        """The person's own."""
        return self.filter(match__in=Match.objects.visible_to(user))

    def planned(self) -> Self:
        """Still to come, or not yet recorded."""
        return self.filter(status=MeetingStatus.PLANNED)


class Meeting(models.Model):
    """One meeting. `local_start` is the wall time in `time_zone`; `starts_at` is the instant computed from them."""

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
    original_local_start = models.DateTimeField(_("first planned for"), null=True, blank=True)
    local_date = models.DateField(_("day"))
    local_time = models.TimeField(_("time"))
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[check_time_zone])
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    starts_at = models.DateTimeField(_("starts"), db_index=True)
    channel = models.CharField(_("how"), max_length=12, choices=Channel.choices, blank=True)
    place = models.CharField(_("place or link"), max_length=240, blank=True)
    agenda = models.TextField(_("agenda"), blank=True)
    uid = models.CharField(_("calendar id"), max_length=64, default=new_uid)
    sequence = models.PositiveIntegerField(_("sequence"), default=0)
    recorded_at = models.DateTimeField(_("recorded"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recorded by")
    )
    held_minutes = models.PositiveSmallIntegerField(_("length in minutes"), null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["starts_at", "pk"]
        verbose_name = _("meeting")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["match", "number"], name="meeting_number_once"),
            models.CheckConstraint(condition=Q(status__in=MeetingStatus.values), name="meeting_status_known"),
            models.CheckConstraint(
                condition=Q(recorded_at__isnull=True, recorded_by__isnull=True)
                | Q(recorded_at__isnull=False, recorded_by__isnull=False),
                name="meeting_recorded_at_and_by",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[MeetingStatus.HELD, MeetingStatus.MISSED]) | Q(recorded_at__isnull=False),
                name="meeting_recorded_when_over",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.match} {self.number}"

    def roles_of(self, user: User) -> set[Role]:
        """The program's."""
        return self.match.roles_of(user)


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


class PrivateNote(models.Model):
    """What somebody notes for themselves about a meeting. Its owner reads it, nobody else (E-06)."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="notes")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="private_notes")
    text = models.TextField(_("note"), blank=True)
    edited_at = models.DateTimeField(_("edited"))

    class Meta:
        verbose_name = _("private note")
        constraints: ClassVar = [models.UniqueConstraint(fields=["meeting", "owner"], name="note_one_a_person")]

    def __str__(self) -> str:
        return str(self.pk)


class Progress(models.TextChoices):
    """How far a goal is."""

    NOT_STARTED = "not_started", _("Not started")
    UNDER_WAY = "under_way", _("Under way")
    REACHED = "reached", _("Reached")
    DROPPED = "dropped", _("Dropped")


class GoalProgress(models.Model):
    """What one of the two said about a goal, when. The newest row counts."""

    goal = models.ForeignKey(LearningGoal, models.CASCADE, related_name="progress")
    state = models.CharField(_("progress"), max_length=12, choices=Progress.choices)
    note = models.CharField(_("what happened"), max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        verbose_name = _("progress on a goal")
        constraints: ClassVar = [models.CheckConstraint(condition=Q(state__in=Progress.values), name="progress_known")]

    def __str__(self) -> str:
        return self.state
