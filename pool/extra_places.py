"""Asking a mentor for one more place, where a mentee would have nobody otherwise (M-10). A no needs no reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from people import audit, policy
from people.database import first_come
from people.policy import Action
from pool import emails
from pool.errors import PoolError
from pool.models import ExtraPlaceRequest, Mentor, MentorStatus, PlaceReply
from pool.news import places_came_free

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User
    from programs.models import Cohort

# As many mentees as anyone may have at the same time; see `Mentor.capacity`.
MOST_PLACES = 5


@transaction.atomic
def ask_for_place(cohort: Cohort, *, mentor: Mentor, by: User, now: datetime) -> ExtraPlaceRequest:
    """Ask by mail; the mentor answers on a page with two buttons."""
    policy.require(by, Action.RUN_MATCHING, cohort)
    if mentor.program_id != cohort.program_id or mentor.status != MentorStatus.ACCEPTED:
        raise PoolError(_("%(name)s is not in the mentor pool at the moment.") % {"name": mentor})
    if mentor.capacity >= MOST_PLACES:
        raise PoolError(_("%(name)s already has the highest possible number of places.") % {"name": mentor})
    if ExtraPlaceRequest.objects.filter(cohort=cohort, mentor=mentor, reply=PlaceReply.NO).exists():
        raise PoolError(_("%(name)s has said that another mentee would be too much at the moment.") % {"name": mentor})
    with first_come.taken(PoolError(_("%(name)s has already been asked.") % {"name": mentor})):
        request = ExtraPlaceRequest.objects.create(cohort=cohort, mentor=mentor, asked_at=now, asked_by=by)
    audit.record("place.asked", request, by=by, now=now, mentor=mentor.pk)
    emails.place_wanted(request, now=now)
    return request


@transaction.atomic
def give_place(request: ExtraPlaceRequest, *, by: User, now: datetime) -> ExtraPlaceRequest:
    """Say yes: the mentor has one more place from now on."""
    request = _answered(request, PlaceReply.YES, by=by, now=now)
    mentor = Mentor.objects.select_for_update().get(pk=request.mentor_id)
    mentor.capacity = min(mentor.capacity + 1, MOST_PLACES)
    mentor.save(update_fields=["capacity"])
    request.mentor = mentor
    places_came_free.send(Mentor, program=mentor.program, now=request.replied_at)
    return request


@transaction.atomic
def keep_places(request: ExtraPlaceRequest, *, by: User, now: datetime) -> ExtraPlaceRequest:
    """Say no, without a reason."""
    return _answered(request, PlaceReply.NO, by=by, now=now)


def _answered(request: ExtraPlaceRequest, reply: PlaceReply, *, by: User, now: datetime) -> ExtraPlaceRequest:
    request = (
        ExtraPlaceRequest.objects.select_for_update(of=("self",)).select_related("mentor__user").get(pk=request.pk)
    )
    if request.mentor.user_id != by.pk:
        raise PermissionDenied
    if request.reply != PlaceReply.NONE:
        raise PoolError(_("You have already answered. Thank you."))
    request.reply, request.replied_at = reply, now
    request.save(update_fields=["reply", "replied_at"])
    audit.record(f"place.{reply.value}", request, by=by, now=now)
    return request
