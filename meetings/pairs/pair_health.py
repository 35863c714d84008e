"""The health of pairs, read from their rows: the one place that home page, mails, desk lists and figures ask.

`with_dates` adds to a queryset of matches what health is told from, `state_of` tells it of one of its rows.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Max, Min, OuterRef, Q, QuerySet, Subquery, Value

from agreements.models.hours import Rhythm
from matching.models import Match, MatchStatus
from meetings.models import Appointment, MeetingStatus
from meetings.pairs.health import LASTS, TIME_TO_RECORD, UNTOLD, CheckInReason, Health, Numbers, PairState, health

if TYPE_CHECKING:
    from datetime import date


Matches = TypeVar("Matches", bound="QuerySet[Any]")


def states_of(matches: QuerySet[Match], *, now: datetime) -> dict[int, PairState]:
    """Return the state of each match, in one query. Only running pairs have a health (L-19)."""
    plain = bare(Match.objects.filter(pk__in=matches.order_by().values("pk")))
    return {match.pk: state_of(match, now=now) for match in with_dates(plain, now=now)}


def bare(matches: Matches, *more: str) -> Matches:
    """Leave out what health is not told from: other columns, and an order that would join the people's names."""
    return matches.only("status", "active_at", "starts_on", "ends_on", *more).order_by()


def with_dates(matches: Matches, *, now: datetime) -> Matches:
    """Add what `state_of` reads: past meetings (newest first), the next planned start, the rhythm, who is gone."""
    done = Q(meetings__status__in=[MeetingStatus.HELD, MeetingStatus.MISSED], meetings__starts_at__lte=now)
    silent = Q(meetings__status=MeetingStatus.PLANNED, meetings__ends_at__lte=now - TIME_TO_RECORD)
    newest = ("-meetings__starts_at", "-meetings__pk")
    series = Appointment.objects.filter(match=OuterRef("pk")).order_by(F("ended_at").desc(nulls_first=True), "-pk")
    return matches.annotate(
        past_statuses=ArrayAgg("meetings__status", filter=done | silent, order_by=newest, default=Value([])),
        past_starts=ArrayAgg("meetings__starts_at", filter=done | silent, order_by=newest, default=Value([])),
        last_held_at=Max("meetings__starts_at", filter=Q(meetings__status=MeetingStatus.HELD)),
        next_at=Min(
            "meetings__starts_at", filter=Q(meetings__status=MeetingStatus.PLANNED, meetings__starts_at__gt=now)
        ),
        rhythm=Subquery(series.values("rhythm")[:1]),
        series_from=Subquery(series.values("starts_on")[:1]),
        mentor_left_on=F("mentor__user__left_on"),
        mentee_left_on=F("mentee__user__left_on"),
        mentor_is_in=F("mentor__user__is_active"),
        mentee_is_in=F("mentee__user__is_active"),
    )


def state_of(match: Match, *, now: datetime) -> PairState:
    """Tell the state of a match that `with_dates` fetched.

    Someone who has left, and is still in a pair, is a matter for the desk and for nobody else (L-02). While one of the
    two is shut out, which counts as leave until it is decided, health is silent (L-11, L-18).
    """
    row: Any = match
    if match.status != MatchStatus.ACTIVE or not (match.active_at and match.starts_on and match.ends_on):
        return UNTOLD
    last_days = [day for day in (row.mentor_left_on, row.mentee_left_on) if day and day <= now.date()]
    if last_days:
        return PairState(Health.NEEDS_CHECK_IN, {CheckInReason.LEFT: _midnight(min(last_days))})
    if not (row.mentor_is_in and row.mentee_is_in):
        return UNTOLD
    rhythm = Rhythm(row.rhythm or Rhythm.WEEKLY)
    ends_on = match.ends_on if rhythm not in LASTS else min(match.ends_on, row.series_from + LASTS[rhythm])
    return health(
        Numbers(
            rhythm=rhythm,
            begins_at=max(match.active_at, _midnight(match.starts_on)),
            ends_at=_midnight(ends_on),
            past=list(zip(row.past_statuses, row.past_starts, strict=True)),
            next_at=row.next_at,
        ),
        now=now,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
