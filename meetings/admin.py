"""Meetings at the coordinators' desk: whether pairs meet. No agenda, no note, no goal is shown here (D-23, E-06)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db.models import Case, When
from django.db.models.expressions import OrderBy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from meetings import pair_health, times
from meetings.health import Health
from meetings.models import Meeting, MeetingStatus, Pair
from people.desk import DeskAdmin, reader
from people.texts import is_number
from programs.models import Cohort

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise


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
        return f"{moment:%d %b %Y, %H:%M} ({times.city(meeting.time_zone)})"

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


class HealthFilter(admin.SimpleListFilter):
    """Pairs by how they are."""

    title = _("health")
    parameter_name = "health"

    def lookups(self, request: HttpRequest, model_admin: object) -> Iterable[tuple[str, _StrPromise | str]]:
        """Return the three states."""
        return Health.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Pair]) -> QuerySet[Pair]:
        """Narrow to the pairs in the chosen state."""
        chosen, now = self.value(), timezone.now()
        if chosen not in Health.values:
            return queryset
        pairs = pair_health.with_dates(pair_health.bare(Pair.objects.managed_by(reader(request))), now=now)
        return queryset.filter(pk__in=[one.pk for one in pairs if pair_health.state_of(one, now=now).health == chosen])


@admin.register(Pair)
class PairAdmin(DeskAdmin[Pair]):
    """Active pairs and how they are. The rules stand in the coordinators' handbook."""

    list_display = ("mentee", "mentor", "cohort", "how_it_goes")
    list_filter = (HealthFilter, ScopedCohorts)
    fields = ("mentee", "mentee_mail", "mentor", "mentor_mail", "cohort", "starts_on", "ends_on", "health")
    readonly_fields = fields
    search_fields = ("mentor__user__name", "mentee__user__name")
    list_select_related: ClassVar = ["mentor__user", "mentee__user", "cohort__program"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Pair]:
        """Bring along what health is told from."""
        pairs = super().get_queryset(request).select_related("mentor__user", "mentee__user", "cohort__program")
        return pair_health.with_dates(pairs, now=timezone.now())

    @display(
        description=_("health"),  # type: ignore[arg-type]
        label={
            Health.ON_TRACK.value: "success",
            Health.NEEDS_CHECK_IN.value: "warning",
            Health.TOO_EARLY.value: "info",
        },
    )
    def how_it_goes(self, pair: Pair) -> tuple[str, _StrPromise | str]:
        """On track, needs a check-in, or too early to tell."""
        state = pair_health.state_of(pair, now=timezone.now()).health
        return (state.value, state.label) if state else ("", "–")

    @admin.display(description=_("health"))
    def health(self, pair: Pair) -> str:
        """The same in words, for the page of one pair."""
        state = pair_health.state_of(pair, now=timezone.now()).health
        return str(state.label) if state else "–"

    @admin.display(description=_("mentee’s address"))
    def mentee_mail(self, pair: Pair) -> str:
        """Where to write to."""
        return str(pair.mentee.user.email)

    @admin.display(description=_("mentor’s address"))
    def mentor_mail(self, pair: Pair) -> str:
        """Where to write to."""
        return str(pair.mentor.user.email)
