"""Asking a mentor for one more place, where a mentee would have nobody otherwise (M-10). A no needs no reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from matching import emails
from matching.errors import MatchingError
from matching.models import Mentee, Mentor, MentorStatus, PlaceReply, PlaceRequest
from matching.offering import wake_offers_of
from people import audit, first_come, policy
from people.policy import Action

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from matching.models import Scenario
    from people.models import User
    from programs.models import Cohort

# As many mentees as anybody may have at the same time; see `Mentor.capacity`.
MOST_PLACES = 5


@transaction.atomic
def ask_for_place(cohort: Cohort, *, mentor: Mentor, by: User, now: datetime) -> PlaceRequest:
    """Ask by mail; the mentor answers on a page with two buttons."""
    policy.require(by, Action.RUN_MATCHING, cohort)
    if mentor.program_id != cohort.program_id or mentor.status != MentorStatus.ACCEPTED:
        raise MatchingError(_("%(name)s is not in the mentor pool now.") % {"name": mentor})
    if mentor.capacity >= MOST_PLACES:
        raise MatchingError(_("%(name)s has as many places as anybody can have.") % {"name": mentor})
    if PlaceRequest.objects.filter(cohort=cohort, mentor=mentor, reply=PlaceReply.NO).exists():
        raise MatchingError(_("%(name)s has said that another mentee is too much now.") % {"name": mentor})
    with first_come.taken(MatchingError(_("%(name)s has been asked already.") % {"name": mentor})):
        request = PlaceRequest.objects.create(cohort=cohort, mentor=mentor, asked_at=now, asked_by=by)
    audit.record("place.asked", request, by=by, now=now, mentor=mentor.pk)
    emails.place_wanted(request, now=now)
    return request


@transaction.atomic
def ask_as_found(scenario: Scenario, *, mentor: Mentor, by: User, now: datetime) -> PlaceRequest:
    """Ask a mentor with whom a run found that one more place would help, unless that is not so any more."""
    policy.require(by, Action.RUN_MATCHING, scenario.cohort)
    Mentor.objects.select_for_update().get(pk=mentor.pk)
    found = (scenario.findings or {"left": []})["left"]
    helped = [one["mentee"] for one in found if mentor.pk in {pk for pk, _gain in one["helpers"]}]
    if given_since(scenario).filter(mentor=mentor).exists():
        raise MatchingError(
            _("%(name)s has given one more place since this scenario ran. Run it again.") % {"name": mentor}
        )
    if not Mentee.objects.waiting().filter(pk__in=helped).exists():
        raise MatchingError(
            _("Nobody who is waiting now would be helped by one more place with %(name)s. Run the scenario again.")
            % {"name": mentor}
        )
    return ask_for_place(scenario.cohort, mentor=mentor, by=by, now=now)


def given_since(scenario: Scenario) -> QuerySet[PlaceRequest]:
    """Return the places that mentors have given since a scenario ran: it knows nothing of them."""
    given = PlaceRequest.objects.filter(cohort=scenario.cohort_id, reply=PlaceReply.YES)
    return given.filter(replied_at__gt=scenario.finished_at) if scenario.finished_at else given


@transaction.atomic
def give_place(request: PlaceRequest, *, by: User, now: datetime) -> PlaceRequest:
    """Say yes: the mentor has one more place from now on."""
    request = _answered(request, PlaceReply.YES, by=by, now=now)
    mentor = Mentor.objects.select_for_update().get(pk=request.mentor_id)
    mentor.capacity = min(mentor.capacity + 1, MOST_PLACES)
    mentor.save(update_fields=["capacity"])
    request.mentor = mentor
    wake_offers_of(mentor.program)
    return request


@transaction.atomic
def keep_places(request: PlaceRequest, *, by: User, now: datetime) -> PlaceRequest:
    """Say no, without a reason."""
    return _answered(request, PlaceReply.NO, by=by, now=now)


def _answered(request: PlaceRequest, reply: PlaceReply, *, by: User, now: datetime) -> PlaceRequest:
    request = PlaceRequest.objects.select_for_update(of=("self",)).select_related("mentor__user").get(pk=request.pk)
    if request.mentor.user_id != by.pk:
        raise PermissionDenied
    if request.reply != PlaceReply.NONE:
        raise MatchingError(_("You have answered already. Thank you."))
    request.reply, request.replied_at = reply, now
    request.save(update_fields=["reply", "replied_at"])
    audit.record(f"place.{reply.value}", request, by=by, now=now)
    return request
