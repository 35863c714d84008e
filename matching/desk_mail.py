"""Which mails about matching those who run a program see on the desk.

Not those that tell by their recipient who said no, withdrew or ended a relationship.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.models import Match, MatchRequest, Mentee, Mentor, PlaceRequest
from notifications.concerns import shown
from programs.models import Program

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from people.models import User


def _place_requests(user: User) -> QuerySet[PlaceRequest]:
    return PlaceRequest.objects.filter(mentor__in=Mentor.objects.managed_by(user))


shown(
    "matching.match_proposed",
    "matching.answer_reminder",
    "matching.match_confirmed",
    subjects=Match.objects.managed_by,
    about={"match": "pk"},
)
shown(
    "matching.mentor_nominated",
    "matching.application_sent",
    "matching.application_decided",
    subjects=Mentor.objects.managed_by,
    about={"mentor": "pk"},
)
shown(
    "matching.mentee_nominated",
    "matching.signed_up",
    subjects=Mentee.objects.managed_by,
    about={"mentee": "pk"},
)
shown(
    "matching.mentor_asked",
    "matching.request_reminder",
    subjects=MatchRequest.objects.managed_by,
    about={"mentor": "mentor", "mentee": "mentee"},
)
shown("matching.place_wanted", subjects=_place_requests, about={"mentor": "mentor"})
shown("matching.mentor_wanted", subjects=Program.objects.managed_by)
