"""Pairing the few whom it concerns with the places that are free now, without moving anyone else (M-13).

Used after a no, for newcomers of a cohort that is always on, and for the waiting list. The engine answers for all of
them together, so that two who need someone at the same moment get the best answer that both can have.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
from django.db.models import Count, F, Q

from matching.fit.facts import read_roster
from matching.fit.question import answer, ask, choices_in
from matching.fit.reading import not_again
from matching.fit.rules.people_rules import NotAgain
from matching.fit.terms import Terms, held_in
from matching.models import Hold, Match, MatchStatus, MentorRequest, Reply, RequestStatus, Scenario
from matching.models.scenario import STRONGEST
from matching.pairs.waiting.fair_order import first_in_line
from pool.models import Mentee, Mentor

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from matching.fit.criteria import Reason
    from matching.fit.facts import Roster
    from programs.models import Cohort, Program

# A mentor who let a proposal pass without a word is not asked by machine for so long.
SILENT_FOR = timedelta(days=30)
REFUSED = [RequestStatus.DECLINED, RequestStatus.EXPIRED]


@dataclass(frozen=True)
class ScoredPair:
    """A mentee (by pk) and a mentor (by pk), with the score and its reasons."""

    mentee: int
    mentor: int
    score: int
    reasons: list[Reason]


def lock_pool(program: Program) -> None:
    """Lock every mentor of a program's pool until the transaction ends; mentees are locked before, by everyone."""
    list(Mentor.objects.select_for_update().in_pool().filter(program=program).order_by("pk").values_list("pk"))


def terms_of_cohort(cohort: Cohort) -> Terms:
    """Return what the scenario that was published last asks for; the usual, where there is none.

    Nobody is asked again by machine about someone who said no, even where the scenario did without that rule.
    """
    return terms_of_cohorts([cohort])[cohort.pk]


def terms_of_cohorts(cohorts: Sequence[Cohort]) -> dict[int, Terms]:
    """Return the same for each of these cohorts (by pk), in two queries."""
    published = Scenario.objects.filter(cohort__in=cohorts, published_at__isnull=False)
    last = list(published.order_by("cohort_id", "-published_at", "-pk").distinct("cohort_id"))
    forbidden = held_in(last, Hold.FORBIDDEN)
    found = {cohort.pk: Terms() for cohort in cohorts}
    for scenario in last:
        terms = Terms.of(scenario).but(forbidden=frozenset(forbidden[scenario.pk]))
        found[scenario.cohort_id] = replace(terms, rules={**terms.rules, NotAgain.code: True})
    return found


def pair_up(cohort: Cohort, mentees: Iterable[int], *, now: datetime) -> list[ScoredPair]:
    """Find the best pairs for these waiting mentees (by pk) together. Call it with mentees and pool locked.

    After a no the mentees' own ranking counts as much as it can: “next choice” is meant in that order.
    """
    roster, terms = concerned(cohort, mentees, now=now), terms_of_cohort(cohort)
    return _answered(roster, replace(terms, preference=STRONGEST), shown=terms)


def pair_in_line(cohort: Cohort, mentees: Iterable[int], *, now: datetime) -> list[ScoredPair]:
    """Find pairs for these waiting mentees, those who have waited longest first, and each with whom they fit best.

    Pairs below what the coordinator calls poor are not made by machine.
    """
    roster, terms = concerned(cohort, mentees, now=now), terms_of_cohort(cohort)
    if terms.tiers:
        terms = replace(terms, forbidden=terms.forbidden | poor_pairs(roster, terms, below=terms.tiers[0]))
    question = ask(roster, terms)
    rows = first_in_line(
        line(roster, cohort),
        lambda row: np.flatnonzero(question.allowed(row)).tolist(),
        [mentor.places for mentor in roster.mentors],
    )
    return _answered(replace(roster, mentees=[roster.mentees[row] for row in rows]), terms, shown=terms)


def poor_pairs(roster: Roster, terms: Terms, *, below: int) -> frozenset[tuple[int, int]]:
    """Return (mentee pk, mentor pk) of the pairs with fewer points."""
    question = ask(roster, terms)
    return frozenset(
        (mentee.pk, roster.mentors[column].pk)
        for row, mentee in enumerate(roster.mentees)
        for column in np.flatnonzero(question.all_points(row) < below).tolist()
    )


def _answered(roster: Roster, terms: Terms, *, shown: Terms) -> list[ScoredPair]:
    """Have the engine answer by `terms`; the scores and reasons that people see are by `shown`."""
    if not roster.mentees or not roster.mentors:
        return []
    pairs, scale = answer(roster, terms).pairs(), ask(roster, shown)
    return [
        ScoredPair(
            roster.mentees[row].pk, roster.mentors[column].pk, scale.points(row, column), scale.reasons(row, column)
        )
        for row, column in pairs
    ]


def choices_of(mentee: Mentee, *, without: set[int], most: int, now: datetime) -> list[ScoredPair]:
    """Return the best few mentors with a free place whom the rules allow. Ids decide between equals.

    Mentees who ask themselves may ask an earlier mentor again, who comes last; who said no, after a while (H-18).
    without: mentors (by pk) who are left out
    """
    roster = concerned(mentee.cohort, [mentee.pk], now=now)
    if not roster.mentees:
        return []
    before, roster = roster.earlier, replace(roster, earlier=refused_lately(mentee, now=now))
    question = ask(roster, terms_of_cohort(mentee.cohort))
    choices = [choice for choice in choices_in(question, 0) if choice.allowed and choice.mentor not in without]
    known = {mentor for person, mentor in before if person == mentee.user_id}
    choices.sort(key=lambda choice: (choice.facts.user in known, -choice.points, choice.facts.public_id))
    return [ScoredPair(mentee.pk, one.mentor, one.points, question.reasons(0, one.column)) for one in choices[:most]]


def line(roster: Roster, cohort: Cohort) -> list[int]:
    """Return the rows of the mentees, those who have waited longest first."""
    row_of = {mentee.pk: row for row, mentee in enumerate(roster.mentees)}
    waiting = cohort.mentees.filter(pk__in=row_of).order_by("enrolled_at", "pk")
    return [row_of[pk] for pk in waiting.values_list("pk", flat=True)]


def concerned(cohort: Cohort, mentees: Iterable[int], *, now: datetime) -> Roster:
    """Read these mentees, and the mentors with the places that can be given away by machine.

    A place that is offered to someone else, and waits for the coordinator, is not free. Within one sign-up nobody is
    asked twice about the same person, and not about someone whom the coordinator held back.
    """
    wanted = list(mentees)
    roster = read_roster(cohort, Mentee.objects.waiting().filter(pk__in=wanted), now=now)
    kept = offered(cohort, wanted)
    silent = silent_mentors(cohort, now=now)
    free = {mentor.pk: mentor.places - kept.get(mentor.pk, 0) for mentor in roster.mentors if mentor.pk not in silent}
    mentors = [replace(one, places=free[one.pk]) for one in roster.mentors if free.get(one.pk, 0) > 0]
    return replace(roster, mentors=mentors, earlier=roster.earlier | asked_before(wanted))


def offered(cohort: Cohort, mentees: list[int]) -> dict[int, int]:
    """Return how many places of each mentor are offered to others, and wait for the coordinator."""
    offers = Match.objects.offers().filter(cohort__program=cohort.program_id).exclude(mentee__in=mentees)
    rows = offers.order_by().values("mentor").annotate(offered=Count("pk"))
    return {row["mentor"]: row["offered"] for row in rows}


def silent_mentors(cohort: Cohort, *, now: datetime) -> set[int]:
    """Return the mentors of the program who let someone wait for an answer in vain lately."""
    since = now - SILENT_FOR
    unanswered = Match.objects.filter(status=MatchStatus.EXPIRED, mentor_reply=Reply.NONE, ended_at__gt=since)
    requests = MentorRequest.objects.filter(status=RequestStatus.EXPIRED, closed_at__gt=since)
    return {
        mentor
        for rows in (unanswered, requests)
        for mentor in rows.filter(mentor__program=cohort.program_id).order_by().values_list("mentor", flat=True)
    }


def silent_mentees(cohort: Cohort) -> set[int]:
    """Return the mentees who let their last proposal pass without a word; the coordinator asks them, no machine.

    Who has signed up again since has said a word.
    """
    last: dict[int, bool] = {}
    answered = cohort.matches.known_to_mentees().exclude(ended_at__lt=F("mentee__enrolled_at"))
    answered = answered.order_by("proposed_at", "pk")
    for mentee, status, reply in answered.values_list("mentee", "status", "mentee_reply"):
        last[mentee] = status == MatchStatus.EXPIRED and reply == Reply.NONE
    return {mentee for mentee, silent in last.items() if silent}


def asked_before(mentees: list[int]) -> frozenset[tuple[int, int]]:
    """Return (mentee's user, mentor's user) of pairs that were proposed, asked for or held back since the sign-up."""
    asked = Q(held_back_at__isnull=False) | ~Q(status=MatchStatus.DRAFT)
    matches = not_again(Match.objects.filter(asked, mentee__in=mentees))
    said_no = MentorRequest.objects.filter(mentee__in=mentees, status__in=REFUSED)
    return in_users(matches, said_no.exclude(closed_at__lt=F("mentee__enrolled_at")))


def refused_lately(mentee: Mentee, *, now: datetime) -> frozenset[tuple[int, int]]:
    """Return (mentee's user, mentor's user) of those of whom one said no, or nothing, within the last thirty days."""
    since = now - SILENT_FOR
    matches = mentee.matches.filter(status__in=[MatchStatus.DECLINED, MatchStatus.EXPIRED], ended_at__gt=since)
    return in_users(matches, mentee.requests.filter(status__in=REFUSED, closed_at__gt=since))


def in_users(matches: QuerySet[Match], questions: QuerySet[MentorRequest]) -> frozenset[tuple[int, int]]:
    """Return (mentee's user, mentor's user) of each."""
    users = ("mentee__user_id", "mentor__user_id")
    return frozenset(pair for rows in (matches, questions) for pair in rows.order_by().values_list(*users))
