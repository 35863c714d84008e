"""What happens here when an agreement comes into force or a relationship ends. Connected when the app is ready."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.dispatch import receiver

from agreements.hours.appointment import of as standing_of
from agreements.hours.hours_used import TimeUsed
from agreements.signals import agreement_in_force, time_used
from matching.models import Match
from matching.signals import match_ended
from meetings import goals
from meetings.models import Meeting
from meetings.pairs import pair_health
from meetings.pairs.health import Health
from meetings.schedule import planning

if TYPE_CHECKING:
    from datetime import datetime

    from agreements.models import AgreementVersion

logger = logging.getLogger(__name__)


@receiver(agreement_in_force)
def plan_meetings(version: AgreementVersion, now: datetime, **kwargs: object) -> None:
    """Plan the series, in the transaction of the last signature. An agreement without an hour has none to plan."""
    if standing_of(version) is None:
        logger.warning("Version %s has no standing appointment", version.pk)
        return
    planning.plan_series(version, now=now)
    goals.carry_over(version)


@receiver(match_ended)
def end_meetings(match: Match, now: datetime, **kwargs: object) -> None:
    """Take what is still to come out of the calendars."""
    planning.end_series(match, now=now)


ON_TRACK = {Health.ON_TRACK: True, Health.NEEDS_CHECK_IN: False}


@receiver(time_used)
def tell_time_used(match: Match, now: datetime, **kwargs: object) -> TimeUsed:
    """Answer with the time for which the two met, and whether they are on track; never with what they said."""
    held = Meeting.objects.held().filter(match=match)
    minutes = held.aggregate(sum=Sum(Coalesce("held_minutes", "minutes")))["sum"] or 0
    state = pair_health.states_of(Match.objects.filter(pk=match.pk), now=now)[match.pk]
    if state.needs_check_in and not state.asks_the_pair:
        return TimeUsed(minutes, None, is_told=False)
    on_track = None if state.health is None else ON_TRACK.get(state.health)
    return TimeUsed(minutes, on_track, is_told=state.health is not None)
