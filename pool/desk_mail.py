"""Which mails about the pool those who run a program see on the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notifications.mails.concerns import shown
from pool.models import ExtraPlaceRequest, Mentee, Mentor
from programs.models import Program

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from people.models import User


def _extra_place_requests(user: User) -> QuerySet[ExtraPlaceRequest]:
    return ExtraPlaceRequest.objects.filter(mentor__in=Mentor.objects.managed_by(user))


shown(
    "pool.mentor_nominated",
    "pool.application_sent",
    "pool.application_decided",
    subjects=Mentor.objects.managed_by,
    about={"mentor": "pk"},
)
shown(
    "pool.mentee_nominated",
    "pool.signed_up",
    subjects=Mentee.objects.managed_by,
    about={"mentee": "pk"},
)
shown("pool.place_wanted", subjects=_extra_place_requests, about={"mentor": "mentor"})
shown("pool.mentor_wanted", subjects=Program.objects.managed_by)
