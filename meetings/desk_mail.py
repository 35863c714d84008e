"""Which mails about meetings those who run a program see on the desk.

Not those that tell by their recipient who moved or cancelled a meeting, and none of the nudges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.models import Match
from meetings.models import Appointment, PairLetter
from notifications.mails.concerns import shown

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from people.models import User


def _appointments(user: User) -> QuerySet[Appointment]:
    return Appointment.objects.filter(match__in=Match.objects.managed_by(user))


shown("meetings.series_planned", "meetings.series_ended", subjects=_appointments, about={"match": "match"})


def _letters(user: User) -> QuerySet[PairLetter]:
    return PairLetter.objects.managed_by(user)


shown("meetings.word", "meetings.help_offered", subjects=_letters, about={"match": "match"})
