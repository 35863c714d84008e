"""Offering free places to those who wait: newcomers of a cohort that is always on, and the waiting list (M-13).

Who is served goes by the line: the first to sign up comes first. Whom they get goes by fit. The guidelines say whether people
are asked at once, or whether the coordinator looks at each pair first; then the pairs are drafts on the desk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from matching.errors import MatchingError
from matching.fit.facts import read_roster
from matching.fit.question import ask
from matching.models import Match, MatchStatus, Origin
from matching.pairs.asking_both import asks_mentors_first, propose
from matching.pairs.waiting.pairing import lock_pool, pair_in_line, silent_mentees, terms_of_cohort
from notifications.waking import wake
from people import audit, policy
from people.policy import Action
from pool.models import Mentee, Mentor
from programs.models import Cohort
from programs.models.cohort import CohortStatus
from programs.models.taking_part import Say

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from people.models import User
    from programs.models import Program

TAKES_PEOPLE_IN = [CohortStatus.ENROLLING, CohortStatus.MATCHING, CohortStatus.RUNNING]


def cohorts_with_a_line() -> QuerySet[Cohort]:
    """Return the cohorts in which someone who waits is offered a place that frees.

    Before the matching of a timed cohort nobody waits yet: a scenario looks for everyone together.
    """
    line = Q(status=CohortStatus.RUNNING) | Q(status__in=TAKES_PEOPLE_IN, always_on=True)
    return Cohort.objects.filter(line).exclude(guidelines__mentee_say=Say.SELF).select_related("program", "guidelines")


def wake_offers(cohort: Cohort) -> None:
    """Have free places of a cohort offered once the present transaction is committed."""
    wake("matching.tasks.offer_places", cohort.pk)


def wake_offers_of(program: Program) -> None:
    """Have free places of a program offered to those who wait in any of its cohorts."""
    for cohort in cohorts_with_a_line().filter(program=program):
        wake_offers(cohort)


def offer_everywhere(*, now: datetime) -> int:
    """Offer free places in every cohort where someone may wait; return how many pairs are new.

    Offers to people who do not wait any more, or in a cohort where nobody waits any more, go.
    """
    still = Q(cohort__in=cohorts_with_a_line(), mentee__in=Mentee.objects.waiting())
    Match.objects.offers().exclude(still).delete()
    return sum(offer_places(cohort, now=now) for cohort in cohorts_with_a_line().order_by("pk"))


@transaction.atomic
def offer_places(cohort: Cohort, *, now: datetime) -> int:
    """Offer the free places of a cohort to those who wait, and return how many pairs are new.

    Someone whose row is being changed at this moment is left to the next round, which is never far.
    """
    if not cohorts_with_a_line().filter(pk=cohort.pk).exists():
        return 0
    waiting = cohort.mentees.waiting().exclude(pk__in=silent_mentees(cohort))
    mentees = list(
        Mentee.objects.select_for_update(skip_locked=True)
        .filter(pk__in=waiting.values("pk"))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    if not mentees:
        return 0
    lock_pool(cohort.program)
    pairs = pair_in_line(cohort, mentees, now=now)
    before = {match.mentee_id: match for match in Match.objects.offers().filter(mentee__in=mentees)}
    people = Mentor.objects.select_related("user").in_bulk([pair.mentor for pair in pairs])
    seekers = Mentee.objects.select_related("user").in_bulk([pair.mentee for pair in pairs])
    fresh = 0
    for pair in pairs:
        match = before.pop(pair.mentee, None)
        if match is None or match.mentor_id != pair.mentor:
            fresh += 1
            if match is not None:
                match.delete()
            match = Match(cohort=cohort, mentee=seekers[pair.mentee], origin=Origin.OFFER, created_at=now)
        match.mentor, match.score, match.reasons = people[pair.mentor], pair.score, pair.reasons
        match.save()
    for stale in before.values():
        stale.delete()
    if cohort.guidelines and cohort.guidelines.offers_at_once:
        staged = asks_mentors_first(cohort)
        for match in Match.objects.offers().filter(mentee__in=mentees).with_people().order_by("mentee_id"):
            propose(match, staged=staged, now=now)
    return fresh


@transaction.atomic
def send_offer(offer: Match, *, by: User, now: datetime) -> Match:
    """Propose an offer that waited for the coordinator, if it still holds."""
    policy.require(by, Action.RUN_MATCHING, offer)
    list(Mentee.objects.select_for_update().filter(pk=offer.mentee_id))
    lock_pool(offer.cohort.program)
    match = Match.objects.with_people().select_for_update(of=("self",)).filter(pk=offer.pk).first()
    if match is None or match.status != MatchStatus.DRAFT or match.scenario_id is not None:
        raise MatchingError(_("This place offer is no longer open."))
    roster = read_roster(match.cohort, Mentee.objects.waiting().filter(pk=match.mentee_id), now=now)
    column = next((c for c, mentor in enumerate(roster.mentors) if mentor.pk == match.mentor_id), None)
    if not roster.mentees:
        raise MatchingError(_("%(name)s has a match already, or has withdrawn.") % {"name": match.mentee})
    if column is None or not roster.mentors[column].places:
        raise MatchingError(_("%(name)s no longer has a free place.") % {"name": match.mentor})
    if rule := ask(roster, terms_of_cohort(match.cohort)).against(0, column):
        raise MatchingError(str(rule.sentence))
    audit.record("match.offered", match, by=by, now=now)
    return propose(match, staged=asks_mentors_first(match.cohort), now=now)


@transaction.atomic
def hold_back(offer: Match, *, by: User, now: datetime) -> None:
    """Not propose this offer: the two are not drafted again by machine, and someone else is looked for."""
    policy.require(by, Action.RUN_MATCHING, offer)
    if not Match.objects.offers().filter(pk=offer.pk).update(held_back_at=now):
        raise MatchingError(_("This place offer is no longer open."))
    audit.record("match.held_back", offer, by=by, now=now)
    wake_offers(offer.cohort)
