"""Meetings at the coordinators' desk: whether pairs meet. No agenda, no note, no goal is shown here (D-23, E-06)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Case, When
from django.db.models.expressions import OrderBy
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from meetings.models import Meeting, MeetingStatus
from people.desk.base import DeskAdmin
from people.reader import reader
from programs.models import Cohort
from web import moments
from web.fields.texts import is_number

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


class ScopedCohorts(admin.SimpleListFilter):
    """Offers the cohorts of the reader's programs."""

    title = _("cohort")
    parameter_name = "cohort"
    path = "cohort"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        """Return (id, name) of each."""
        cohorts = Cohort.objects.managed_by(reader(request)).select_related("program")
        return [(str(cohort.pk), str(cohort)) for cohort in cohorts]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Meeting]) -> QuerySet[Meeting]:
        """Narrow to one cohort."""
        chosen = self.value()
        return queryset.filter(**{self.path: chosen}) if chosen and is_number(chosen) else queryset


class CohortsOfMeetings(ScopedCohorts):
    """The same, for meetings."""

    path = "match__cohort"


@admin.register(Meeting)
class MeetingAdmin(DeskAdmin[Meeting]):
    """When pairs meet, and whether they did."""

    list_display = ("pair", "when", "state")
    list_filter = (("status", admin.ChoicesFieldListFilter), CohortsOfMeetings)
    fields = ("pair", "when", "outcome")
    readonly_fields = fields
    search_fields = ("match__mentor__user__name", "match__mentee__user__name")
    date_hierarchy = "starts_at"

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """What has been comes first, newest on top; what is to come stands below."""
        to_come = Case(When(starts_at__lte=timezone.now(), then=0), default=1)
        return [OrderBy(to_come), "-starts_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Meeting]:
        """Leave what people write out of the query."""
        return (
            super().get_queryset(request).select_related("match__mentor__user", "match__mentee__user").defer("agenda")
        )

    @admin.display(description=_("pair"), ordering="match__mentee__user__name")
    def pair(self, meeting: Meeting) -> str:
        """Both names, the mentee first."""
        return f"{meeting.match.mentee} – {meeting.match.mentor}"

    @admin.display(description=_("when"), ordering="starts_at")
    def when(self, meeting: Meeting) -> str:
        """The hour as the two agreed it."""
        moment = meeting.starts_at.astimezone(meeting.zone)
        return moments.in_city(date_format(moment, "SHORT_DATETIME_FORMAT"), moments.city(meeting.time_zone))

    @display(
        description=_("took place"),  # type: ignore[arg-type]
        label={
            MeetingStatus.HELD.value: "success",
            MeetingStatus.MISSED.value: "warning",
            MeetingStatus.PLANNED.value: "info",
            MeetingStatus.UNPLACED.value: "warning",
            MeetingStatus.CANCELLED.value: "danger",
            MeetingStatus.UNRECORDED.value: "info",
        },
    )
    def state(self, meeting: Meeting) -> tuple[str, str]:
        """Yes, no, or not yet."""
        return meeting.status, meeting.get_status_display()

    @admin.display(description=_("took place"))
    def outcome(self, meeting: Meeting) -> str:
        """The same in words, for the page of one meeting."""
        return meeting.get_status_display()
