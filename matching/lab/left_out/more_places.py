"""Asking mentors for one more place because a run found that it would help, as long as that is so (M-10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from people import policy
from people.policy import Action
from pool.errors import PoolError
from pool.extra_places import ask_for_place
from pool.models import ExtraPlaceRequest, Mentee, Mentor, PlaceReply

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from matching.models import Scenario
    from people.models import User


@transaction.atomic
def ask_as_found(scenario: Scenario, *, mentor: Mentor, by: User, now: datetime) -> ExtraPlaceRequest:
    """Ask a mentor with whom a run found that one more place would help, unless that is not so any more."""
    policy.require(by, Action.RUN_MATCHING, scenario.cohort)
    Mentor.objects.select_for_update().get(pk=mentor.pk)
    left = (scenario.findings or {"left": []})["left"]
    helped = [finding["mentee"] for finding in left if mentor.pk in {pk for pk, _gain in finding["helpers"]}]
    if given_since(scenario).filter(mentor=mentor).exists():
        raise PoolError(
            _("%(name)s has given one more place since this scenario ran. Run it again.") % {"name": mentor}
        )
    if not Mentee.objects.waiting().filter(pk__in=helped).exists():
        raise PoolError(
            _("Nobody who is waiting now would be helped by one more place with %(name)s. Run the scenario again.")
            % {"name": mentor}
        )
    return ask_for_place(scenario.cohort, mentor=mentor, by=by, now=now)


def given_since(scenario: Scenario) -> QuerySet[ExtraPlaceRequest]:
    """Return the places that mentors have given since a scenario ran: it knows nothing of them."""
    given = ExtraPlaceRequest.objects.filter(cohort=scenario.cohort_id, reply=PlaceReply.YES)
    return given.filter(replied_at__gt=scenario.finished_at) if scenario.finished_at else given
