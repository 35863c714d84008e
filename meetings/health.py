"""Relationship health: whether a pair meets. Counted from dates alone, never from what people write (P-31, D-23).

A pair needs a check-in when one of these is true:

1. the agreement has been in force (and the agreed start has passed) for 10 days, and no meeting took place;
2. the last three meetings in a row did not take place: missed, cancelled, or nobody said anything;
3. nobody said anything about the last two, each over for at least 3 days;
4. no meeting is planned, the last one is 14 days past, and more than 14 days of the relationship are left.

Before the first meeting took place it is too early to tell; otherwise the pair is on track.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Max, Min, Q, QuerySet, TextChoices, Value
from django.utils.translation import gettext_lazy as _

from matching.models import Match, MatchStatus
from meetings.models import MeetingStatus

if TYPE_CHECKING:
    from datetime import date


Matches = TypeVar("Matches", bound="QuerySet[Any]")

FIRST_MEETING_WITHIN = timedelta(days=10)
TIME_TO_RECORD = timedelta(days=3)
NEXT_MEETING_WITHIN = timedelta(days=14)
IN_A_ROW = 3
SILENT_IN_A_ROW = 2


class Health(TextChoices):
    """How a pair is doing."""

    ON_TRACK = "on_track", _("On track")
    NEEDS_CHECK_IN = "needs_check_in", _("Needs a check-in")
    TOO_EARLY = "too_early", _("Too early to tell")


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """What health is told from. `past` are the statuses of past meetings, newest first.

    A meeting that is over for less than 3 days and not recorded is not among them.
    """

    begins_at: datetime
    ends_at: datetime
    past: Sequence[str]
    last_at: datetime | None
    next_at: datetime | None


def health(numbers: Numbers, *, now: datetime) -> Health:
    """Tell how an active pair is doing. See the rules above."""
    met = MeetingStatus.HELD in numbers.past
    not_met = list(takewhile(lambda status: status != MeetingStatus.HELD, numbers.past))
    silent = list(takewhile(lambda status: status == MeetingStatus.PLANNED, numbers.past))
    since = numbers.last_at or numbers.begins_at
    nothing_planned = numbers.next_at is None and now - since >= NEXT_MEETING_WITHIN
    if (
        (not met and now - numbers.begins_at >= FIRST_MEETING_WITHIN)
        or len(not_met) >= IN_A_ROW
        or len(silent) >= SILENT_IN_A_ROW
        or (nothing_planned and numbers.ends_at - now > NEXT_MEETING_WITHIN)
    ):
        return Health.NEEDS_CHECK_IN
    return Health.ON_TRACK if met else Health.TOO_EARLY


def health_of(matches: QuerySet[Match], *, now: datetime) -> dict[int, Health]:
    """Return the health of each match, in one query. A match that is not active has none: it is too early to tell."""
    plain = bare(Match.objects.filter(pk__in=matches.order_by().values("pk")))
    return {match.pk: health_of_row(match, now=now) for match in with_dates(plain, now=now)}


def bare(matches: Matches, *more: str) -> Matches:
    """Leave out what health is not told from: other columns, and an order that would join the people's rows."""
    return matches.only("status", "active_at", "starts_on", "ends_on", *more).order_by()


def with_dates(matches: Matches, *, now: datetime) -> Matches:
    """Add what `health_of_row` reads: past statuses (newest first), the last past and the next planned start."""
    done = Q(meetings__status__in=[MeetingStatus.HELD, MeetingStatus.MISSED])
    silent = Q(meetings__status=MeetingStatus.PLANNED, meetings__ends_at__lte=now - TIME_TO_RECORD)
    # What was called off when its series ended was not the pair's doing.
    called_off = Q(meetings__status=MeetingStatus.CANCELLED, meetings__appointment__ended_at__isnull=True)
    past = Q(meetings__starts_at__lte=now) & (done | silent | called_off)
    planned = Q(meetings__status=MeetingStatus.PLANNED, meetings__starts_at__gt=now)
    return matches.annotate(
        past_statuses=ArrayAgg("meetings__status", filter=past, order_by="-meetings__starts_at", default=Value([])),
        last_at=Max("meetings__starts_at", filter=past),
        next_at=Min("meetings__starts_at", filter=planned),
        held_meetings=Count("meetings", filter=Q(meetings__status=MeetingStatus.HELD)),
    )


def health_of_row(match: Match, *, now: datetime) -> Health:
    """Tell the health of a match that `with_dates` fetched."""
    if match.status != MatchStatus.ACTIVE or not (match.active_at and match.starts_on and match.ends_on):
        return Health.TOO_EARLY
    row: Any = match
    return health(
        Numbers(
            begins_at=max(match.active_at, _midnight(match.starts_on)),
            ends_at=_midnight(match.ends_on),
            past=row.past_statuses,
            last_at=row.last_at,
            next_at=row.next_at,
        ),
        now=now,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
