"""What happens here when an agreement comes into force or a relationship ends. Connected when the app is ready."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.dispatch import receiver

from agreements.signals import agreement_in_force
from agreements.standing import of as standing_of
from matching.signals import match_ended
from meetings import planning

if TYPE_CHECKING:
    from datetime import datetime

    from agreements.models import AgreementVersion
    from matching.models import Match

logger = logging.getLogger(__name__)


@receiver(agreement_in_force)
def plan_meetings(version: AgreementVersion, now: datetime, **kwargs: object) -> None:
    """Plan the series, in the transaction of the last signature. An agreement without an hour has none to plan."""
    if standing_of(version) is None:
        logger.warning("Version %s has no standing appointment", version.pk)
        return
    planning.plan_series(version, now=now)


@receiver(match_ended)
def end_meetings(match: Match, now: datetime, **kwargs: object) -> None:
    """Take what is still to come out of the calendars."""
    planning.end_series(match, now=now)
