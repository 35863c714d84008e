"""How an agreement goes, in two figures: the time that it protects so far, and the time that the two met (P-27).

The pair and their supervisors see the same page with nothing else on it. What meetings took place is known further up; the
question travels there as a signal, and the app that knows answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreements.hours import appointment
from agreements.models import AgreementVersion, VersionStatus
from agreements.signals import time_used
from agreements.standing.over import Over, over_of

if TYPE_CHECKING:
    from datetime import datetime

    from agreements.models import Agreement
    from matching.models import Match


@dataclass(frozen=True)
class TimeUsed:
    """What meetings say: minutes for which the two met, and whether they are on track; None if it is too early.

    is_told: off where nothing is said about it, because the pair does not run or someone has left (L-19)
    """

    minutes: int
    on_track: bool | None
    is_told: bool = True


@dataclass(frozen=True)
class HoursUsed:
    """What the page shows: the version in force, minutes protected until today and in all, minutes used, on track.

    over: how and when the mentoring ended; then minutes count until that day, and nothing is on track or not (L-19)
    rests: the agreement is on hold while a signature is verified; the meetings go on, and so do the figures (A-24)
    """

    version: AgreementVersion
    protected: int
    in_all: int
    used: int
    on_track: bool | None
    is_told: bool
    rests: bool
    over: Over | None = None


def progress_of(agreement: Agreement, *, now: datetime) -> HoursUsed | None:
    """Return how the agreement goes, or None while none is in force."""
    versions = AgreementVersion.objects.with_people().filter(agreement=agreement, status=VersionStatus.IN_FORCE)
    version = versions.first()
    hour = appointment.of(version) if version else None
    if version is None or hour is None:
        return None
    starts, over = hour.instants(), over_of(version.match)
    until = min(now, over.ended_at) if over else now
    used = time_used_by(agreement.match, now=now)
    return HoursUsed(
        version=version,
        protected=sum(hour.minutes for start in starts if start <= until),
        in_all=len(starts) * hour.minutes,
        used=used.minutes,
        on_track=None if over else used.on_track,
        is_told=used.is_told,
        rests=agreement.rests(),
        over=over,
    )


def time_used_by(match: Match, *, now: datetime) -> TimeUsed:
    """Ask the app that keeps the meetings."""
    answers: list[tuple[object, object]] = list(time_used.send(AgreementVersion, match=match, now=now))
    return next(
        (answer for _receiver, answer in answers if isinstance(answer, TimeUsed)), TimeUsed(0, None, is_told=False)
    )
