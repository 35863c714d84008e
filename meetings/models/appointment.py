"""A standing appointment: a fixed series of meetings, as an agreement says it (P-26, P-29)."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from agreements.models import AgreementVersion
from agreements.models.hours import Rhythm, Weekday
from matching.models import Match
from meetings.calendar.revisions import Revision
from notifications.links import mail_host
from people.models import check_time_zone
from pool.models import Channel
from web.fields.names import LineField

if TYPE_CHECKING:
    from people.models import User


def new_uid() -> str:
    """A random calendar id with this installation's name behind it; holds nothing personal (C-03)."""
    return f"{secrets.token_hex(16)}@{mail_host()}"


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def visible_to(self, user: User) -> Self:
        """Keep those of the person's own pairs."""
        return self.filter(match__in=Match.objects.visible_to(user))

    def open(self) -> Self:
        """Those that go on."""
        return self.filter(ended_at__isnull=True)

    def with_people(self) -> Self:
        """Bring along both people, in one query."""
        return self.select_related("match__mentor__user__site", "match__mentee__user__site", "match__cohort__program")


class Appointment(models.Model):
    """A fixed series. What counts is wall time and zone; instants are computed from them (B-13).

    `sequence` and `stamped_at` say which edition of the series people's calendars have (C-04).
    """

    match = models.ForeignKey(Match, models.PROTECT, related_name="appointments", verbose_name=_("match"))
    version = models.OneToOneField(
        AgreementVersion, models.PROTECT, related_name="appointment", verbose_name=_("agreement")
    )
    uid = models.CharField(_("calendar id"), max_length=320, unique=True, default=new_uid)
    sequence = models.PositiveIntegerField(_("sequence"), default=0)
    stamped_at = models.DateTimeField(_("last changed"))
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday.choices)
    starts_at = models.TimeField(_("time"))
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[check_time_zone])
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    rhythm = models.CharField(_("how often"), max_length=12, choices=Rhythm.choices)
    channel = models.CharField(_("how"), max_length=12, choices=Channel.choices, blank=True)
    place = LineField(_("location or link"), max_length=240, blank=True)
    starts_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    created_at = models.DateTimeField(_("created"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["match", "-created_at"]
        verbose_name = _("standing appointment")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["match"], condition=Q(ended_at__isnull=True), name="appointment_one_for_a_match"
            ),
            models.CheckConstraint(condition=Q(until_on__gte=F("starts_on")), name="appointment_ends_after_start"),
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="appointment_rhythm_known"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="appointment_lasts"),
        ]

    def __str__(self) -> str:
        return f"{self.match}: {self.get_weekday_display()} {time_format(self.starts_at, 'TIME_FORMAT')}"

    @property
    def revision(self) -> Revision:
        """The edition that went out last."""
        return Revision(self.sequence, self.stamped_at)
