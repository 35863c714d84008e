"""What matching does when somebody joins, pauses or leaves the pool."""

from __future__ import annotations

from datetime import datetime

from django.dispatch import receiver
from django.utils.translation import gettext as _

from matching.models import Match, MatchStatus
from matching.models.match_status import RUNNING
from matching.pairs.choosing import mentor_requests
from matching.pairs.confirming import close_requests_without_place
from matching.pairs.proposals import decline_all
from matching.pairs.waiting.offers import wake_offers, wake_offers_of
from matching.pairs.waiting.pairing import lock_pool
from people.models import User
from pool.errors import PoolError
from pool.models import Mentee, Mentor
from pool.news import (
    mentee_joined,
    mentee_leaving,
    mentee_left,
    mentor_leaving,
    mentor_left,
    mentor_paused,
    places_came_free,
)
from programs.models import Program


@receiver(mentor_leaving)
def keep_mentor_with_mentee(sender: object, *, mentor: Mentor, **_more: object) -> None:
    """Let nobody leave who has a mentee; lock what is declined when they have left."""
    if Match.objects.filter(mentor=mentor, status__in=RUNNING).exists():
        raise PoolError(_("You have a mentee. End the relationship first, or pause to get no new mentee."))
    # Mentees are locked before mentors, and mentors all together in one order, by everybody.
    proposals = Match.objects.filter(mentor=mentor, status=MatchStatus.PROPOSED)
    list(Mentee.objects.select_for_update().filter(matches__in=proposals).order_by("pk"))
    lock_pool(mentor.program)


@receiver(mentor_left)
def close_what_a_mentor_held(sender: object, *, mentor: Mentor, by: User, now: datetime, **_more: object) -> None:
    """Decline open proposals, and close what mentees have asked."""
    decline_all(list(Match.objects.with_people().filter(mentor=mentor, status=MatchStatus.PROPOSED)), by=by, now=now)
    close_requests_without_place(mentor, now=now)


@receiver(mentor_paused)
def close_questions_to_mentor(sender: object, *, mentor: Mentor, now: datetime, **_more: object) -> None:
    """Close what mentees have asked and can get no place for any more."""
    close_requests_without_place(mentor, now=now)


@receiver(mentee_leaving)
def keep_mentee_with_mentor(sender: object, *, mentee: Mentee, **_more: object) -> None:
    """Let nobody leave who has a mentor."""
    if Match.objects.filter(mentee=mentee, status__in=RUNNING).exists():
        raise PoolError(_("You have a mentor. End the relationship first."))


@receiver(mentee_left)
def close_what_a_mentee_held(sender: object, *, mentee: Mentee, by: User, now: datetime, **_more: object) -> None:
    """Decline an open proposal, take questions back, and drop offers that wait for the coordinator."""
    decline_all(list(Match.objects.with_people().filter(mentee=mentee, status=MatchStatus.PROPOSED)), by=by, now=now)
    mentor_requests.take_all_back(mentee, now=now)
    Match.objects.offers().filter(mentee=mentee).delete()


@receiver(mentee_joined)
def offer_to_mentee(sender: object, *, mentee: Mentee, **_more: object) -> None:
    """Look for a free place at once where a cohort is always on."""
    if mentee.cohort.always_on:
        wake_offers(mentee.cohort)


@receiver(places_came_free)
def offer_places_of_program(sender: object, *, program: Program, **_more: object) -> None:
    """Offer the places to those who wait."""
    wake_offers_of(program)
