"""Inviting colleagues to the mentor pool who could help those whom a run left out (M-10, P-15).

Who could: people who offer a wanted topic in another program, and people of the departments that mentees wish for, as far
as the rules allow them for one of these mentees. Nothing else is known of somebody who has not applied, and nothing else
is used (E-10).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from django.db import transaction
from django.db.models import Count, Q, prefetch_related_objects
from django.utils.translation import gettext as _

from matching.errors import MatchingError
from matching.fit.facts import read_roster
from matching.fit.terms import Terms
from matching.lab.left_out import colleagues
from matching.lab.left_out.colleagues import Search
from notifications.models import Message
from people import audit, policy
from people.models import User
from people.policy import Action
from pool import emails
from pool.models import Mentee, Mentor, MentorStatus
from pool.models.entry_rules import guidelines_for_joining, guidelines_of
from pool.models.topics import Wish
from programs.guideline_versions.eligibility import mentor_problems, read_rules
from web.fields.texts import paragraph

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from matching.fit.facts import MenteeFacts, Roster
    from programs.models import Cohort, Program

    Mask = NDArray[np.bool_]

SHOWN = 8
# So many colleagues are held against the rules, those who offer most of what is wanted first.
LOOKED_AT = 400
USUAL = Terms()


@dataclass(frozen=True)
class Candidate:
    """Somebody who could be asked: the wanted topics that they offer elsewhere, whom they could mentor, whether asked.

    could_help: mentees (pks), as many as the rules allow and as look for something that this colleague has
    """

    person: User
    topics: list[str]
    wanted_department: bool
    could_help: list[int]
    invited: bool


def who_could(
    cohort: Cohort, mentees: Collection[int], *, topic: int | None = None, terms: Terms = USUAL, now: datetime
) -> list[Candidate]:
    """Return the colleagues who could help most of these mentees, by the rules of the matching.

    topic: only people who offer this one
    terms: what the scenario asks for; rules that are switched off there forbid nobody
    """
    roster = read_roster(cohort, Mentee.objects.filter(pk__in=list(mentees)), now=now)
    search = Search(cohort, roster, terms, guidelines_for_joining(cohort.program))
    return who_could_in([search], topic=topic, now=now)[0]


def who_could_in(searches: Sequence[Search], *, topic: int | None = None, now: datetime) -> list[list[Candidate]]:
    """Return the same for each of these cohorts of one program, in as many queries as for one."""
    program, first, guidelines = searches[0].cohort.program, searches[0].roster, searches[0].guidelines
    if guidelines is None:
        return [[] for _search in searches]
    read_rules([guidelines])
    everybody = [mentee for one in searches for mentee in one.roster.mentees]
    wanted = frozenset().union(*(one.topics for one in everybody))
    only = None if topic is None else frozenset({first.meanings.get(topic, topic)})
    topics = {pk for pk, meaning in first.meanings.items() if meaning in (wanted if only is None else only)}
    people = _who_has_something(
        program, everybody, topics, with_departments=only is None, most=LOOKED_AT * len(searches), now=now
    )
    fit = [not mentor_problems(guidelines, person, on=now.date(), nominated=True) for person in people]
    rosters = colleagues.with_colleagues(searches, people, now=now)
    users = colleagues.ruled_out_by_hand(searches)
    names = {pk: first.topic_names[pk] for pk in topics}
    found = [
        _candidates(
            roster, colleagues.allowed(roster, one.terms, users) & np.array(fit, dtype=bool), people, names, only
        )
        for one, roster in zip(searches, rosters, strict=True)
    ]
    invited = invited_to(program, {one.person.pk for some in found for one in some})
    return [[replace(one, invited=one.person.pk in invited) for one in some] for some in found]


def _candidates(
    roster: Roster, allowed: Mask, people: Sequence[User], names: Mapping[int, str], only: frozenset[int] | None
) -> list[Candidate]:
    """Return the few of these colleagues who could help most on one roster. names: of the topics that are looked for."""
    found: list[Candidate] = []
    seekers = {mentee.user for mentee in roster.mentees}
    for column, person in enumerate(people):
        facts = roster.mentors[column]
        helped = [
            mentee
            for row, mentee in enumerate(roster.mentees)
            if allowed[row, column] and colleagues.helps(facts, mentee, topics=only)
        ]
        if helped and person.pk not in seekers:
            offered = {names[t.pk] for m in person.mentorships.all() for t in m.topics.all() if t.pk in names}
            near = any(one.department_wish == Wish.SAME and one.department == facts.department for one in helped)
            found.append(Candidate(person, sorted(offered), near, [one.pk for one in helped], invited=False))
    return sorted(found, key=lambda one: -len(one.could_help))[:SHOWN]


def _who_has_something(
    program: Program,
    mentees: Sequence[MenteeFacts],
    topics: set[int],
    *,
    with_departments: bool,
    most: int,
    now: datetime,
) -> list[User]:
    """Return colleagues outside the pool who offer one of these topics or work in a wished department."""
    same = {one.department for one in mentees if one.department_wish == Wish.SAME and one.department is not None}
    departments = same if with_departments else set()
    gone = [MentorStatus.WITHDRAWN, MentorStatus.DECLINED]
    here = Mentor.objects.filter(program=program).exclude(status__in=gone)
    offers = Count(
        "mentorships__topics",
        filter=Q(mentorships__status=MentorStatus.ACCEPTED, mentorships__topics__in=topics),
        distinct=True,
    )
    return list(
        User.objects.employed(now.date())
        .filter(is_active=True)
        .exclude(pk__in=here.values("user"))
        .annotate(offered=offers)
        .filter(Q(offered__gt=0) | Q(department__in=departments))
        .select_related("department", "site", "level")
        .prefetch_related(colleagues.elsewhere())
        .order_by("-offered", "name", "pk")[:most]
    )


def could_mentor(cohort: Cohort, mentees: Collection[int], user: User, *, terms: Terms = USUAL, now: datetime) -> bool:
    """Say whether the rules allow a colleague for one of these mentees at least, as they would be in the pool."""
    prefetch_related_objects([user], colleagues.elsewhere())
    roster = read_roster(cohort, Mentee.objects.filter(pk__in=list(mentees)), now=now)
    search = Search(cohort, roster, terms, guidelines_for_joining(cohort.program))
    [roster] = colleagues.with_colleagues([search], [user], now=now)
    return bool(colleagues.allowed(roster, terms, colleagues.ruled_out_by_hand([search])).any())


def invited_to(program: Program, people: Collection[int]) -> set[int]:
    """Return who of these was invited to a program's pool before."""
    asked = Message.objects.filter(kind="pool.mentor_wanted", subject_id=str(program.pk), recipient__in=people)
    return set(asked.values_list("recipient", flat=True))


@transaction.atomic
def invite_to_pool(
    cohort: Cohort, *, mentees: Collection[int], user: User, terms: Terms = USUAL, by: User, now: datetime
) -> None:
    """Ask somebody by mail whether they would like to be a mentor; once for each program. They apply, or not.

    mentees: who is without a mentor. Nobody is asked whom the rules would give none of them.
    """
    program = cohort.program
    policy.require(by, Action.RUN_MATCHING, program)
    if Mentor.objects.in_pool().filter(program=program, user=user).exists():
        raise MatchingError(_("%(name)s is in the mentor pool already.") % {"name": user})
    if not user.is_here(now):
        raise MatchingError(_("%(name)s has left or cannot sign in at present.") % {"name": user})
    if invited_to(program, [user.pk]):
        raise MatchingError(_("%(name)s has already been asked.") % {"name": user})
    if problems := mentor_problems(guidelines_of(program), user, on=now.date(), nominated=True):
        raise MatchingError(paragraph(*problems))
    if not could_mentor(cohort, mentees, user, terms=terms, now=now):
        raise MatchingError(
            _("The rules allow %(name)s as a mentor for none of those who are without one.") % {"name": user}
        )
    audit.record("mentor.invited", program, by=by, now=now, person=user.pk)
    emails.mentor_wanted(program, recipient=user, now=now)
