"""Relationship health: whether a pair meets. Told from dates alone, never from what people write (P-31, D-23, L-19).

A pair needs a check-in when one of these is true. How long “too long” is depends on how often the two agreed to meet:

1. first: they could begin long enough ago for a first meeting, none took place, and none is on its way: either nothing
   is planned, or one that was planned did not take place;
2. in a row: the last three meetings did not take place, or nobody said anything;
3. silent: nobody said anything about the last two, each over for at least 3 days;
4. nothing planned: no meeting is planned, the last one is too long past, and more than that is left of the relationship;
5. apart: the two have not met for three rounds of their rhythm, and for six weeks at least.

A meeting that was called off beforehand, for holidays, leave or anything else, did not fail to take place: it counts in
none of 1 to 4. Only 5 notices a pair that calls off one meeting after another. Before the first meeting took place it is
too early to tell; otherwise the pair is on track. Pure: no rows here, see `meetings.pairs.pair_health`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from agreements.models.hours import Rhythm
from meetings.models import MeetingStatus

# The defaults of a weekly pair; the rhythm wins where it is longer.
FIRST_MEETING_WITHIN = timedelta(days=10)
NEXT_MEETING_WITHIN = timedelta(days=14)
APART_FOR = timedelta(weeks=6)
TIME_TO_RECORD = timedelta(days=3)
ROUNDS_APART = 3
IN_A_ROW = 3
SILENT_IN_A_ROW = 2
# The longest gap between two meetings. Onboarding begins every week and goes on every other week.
ROUND = {
    Rhythm.WEEKLY: timedelta(weeks=1),
    Rhythm.FORTNIGHTLY: timedelta(weeks=2),
    Rhythm.MONTHLY: timedelta(weeks=4),
    Rhythm.ONBOARDING: timedelta(weeks=2),
}


# How long a rhythm lasts that ends by itself.
LASTS = {Rhythm.ONBOARDING: timedelta(weeks=12)}


class Health(TextChoices):
    """How a running pair is doing."""

    ON_TRACK = "on_track", _("On track")
    NEEDS_CHECK_IN = "needs_check_in", _("Needs a check-in")
    TOO_EARLY = "too_early", _("Too early to tell")


class CheckInReason(TextChoices):
    """Why a pair needs a check-in. `LEFT` is for the desk alone: nobody is asked to meet someone who has left."""

    LEFT = "left", _("One of the two has left")
    FIRST = "first", _("No first meeting yet")
    IN_A_ROW = "in_a_row", _("Meetings did not take place")
    SILENT = "silent", _("Not recorded whether they met")
    NOTHING_PLANNED = "nothing_planned", _("No next meeting")
    APART = "apart", _("Not met for a long time")


@dataclass(frozen=True)
class Limits:
    """How long is too long in one rhythm: to the first meeting, without a next one, and apart."""

    first: timedelta
    following: timedelta
    apart: timedelta


def limits_of(rhythm: str) -> Limits:
    """Read the defaults against a rhythm: a round and three days to record it, where that is longer."""
    round_length = ROUND[Rhythm(rhythm)]
    first = ROUND[Rhythm.WEEKLY] if rhythm == Rhythm.ONBOARDING else round_length
    return Limits(
        first=max(FIRST_MEETING_WITHIN, first + TIME_TO_RECORD),
        following=max(NEXT_MEETING_WITHIN, round_length + TIME_TO_RECORD),
        apart=max(APART_FOR, ROUNDS_APART * round_length),
    )


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """What health is told from. `past` are (status, start) of past meetings, newest first.

    A meeting that is over for less than 3 days and not recorded is not among them, nor one that was called off.
    `begins_at` and `ends_at`: from when the two may meet, and until when their rhythm has meetings.
    """

    rhythm: str
    begins_at: datetime
    ends_at: datetime
    past: Sequence[tuple[str, datetime]]
    next_at: datetime | None


@dataclass(frozen=True)
class PairState:
    """How a pair is, and why: each reason with the moment since which it holds. `health` is None where it is silent."""

    health: Health | None
    since: dict[CheckInReason, datetime]

    @property
    def needs_check_in(self) -> bool:
        """Whether someone should look after the pair."""
        return self.health == Health.NEEDS_CHECK_IN

    @property
    def asks_the_pair(self) -> bool:
        """Whether the two are asked how it goes."""
        return self.needs_check_in and CheckInReason.LEFT not in self.since

    @property
    def flagged_at(self) -> datetime | None:
        """Since when the pair needs a check-in."""
        return min(self.since.values(), default=None)


# A pair whose health is told to nobody: it does not run, or one of the two cannot sign in at present (L-11, L-19).
UNTOLD = PairState(None, {})


def health(numbers: Numbers, *, now: datetime) -> PairState:
    """Tell how an active pair is doing. See the rules above."""
    reasons = {reason: since for reason, since in _reasons(numbers, now) if since is not None and since <= now}
    met = any(status == MeetingStatus.HELD for status, _at in numbers.past)
    if reasons:
        return PairState(Health.NEEDS_CHECK_IN, reasons)
    return PairState(Health.ON_TRACK if met else Health.TOO_EARLY, {})


def _reasons(numbers: Numbers, now: datetime) -> list[tuple[CheckInReason, datetime | None]]:
    """Say of each rule from when on it holds, if nothing else happens; None where it cannot hold as things are."""
    limits = limits_of(numbers.rhythm)
    not_met = list(takewhile(lambda meeting: meeting[0] != MeetingStatus.HELD, numbers.past))
    silent = list(takewhile(lambda meeting: meeting[0] == MeetingStatus.PLANNED, numbers.past))
    held = next((held_at for status, held_at in numbers.past if status == MeetingStatus.HELD), None)
    last = max(numbers.begins_at, numbers.past[0][1]) if numbers.past else numbers.begins_at
    none_on_its_way = held is None and (numbers.next_at is None or bool(not_met))
    first = max(
        [numbers.begins_at + limits.first, *(_counts_from(meeting) for meeting in not_met[-1:] if numbers.next_at)]
    )
    nearly_over = numbers.ends_at - now <= limits.following
    unplanned = None if numbers.next_at or nearly_over else last + limits.following
    return [
        (CheckInReason.FIRST, first if none_on_its_way else None),
        (CheckInReason.IN_A_ROW, _counts_from(not_met[-IN_A_ROW]) if len(not_met) >= IN_A_ROW else None),
        (CheckInReason.SILENT, _counts_from(silent[-SILENT_IN_A_ROW]) if len(silent) >= SILENT_IN_A_ROW else None),
        (CheckInReason.NOTHING_PLANNED, unplanned),
        (CheckInReason.APART, None if numbers.ends_at <= now else (held or numbers.begins_at) + limits.apart),
    ]


def _counts_from(meeting: tuple[str, datetime]) -> datetime:
    """Say from when on a meeting counts: one of which nobody has spoken after 3 days."""
    status, moment = meeting
    return moment + TIME_TO_RECORD if status == MeetingStatus.PLANNED else moment
