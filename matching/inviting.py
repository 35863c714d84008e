"""Inviting colleagues to the mentor pool who could help those whom a run left out (M-10, P-15).

Who could: people who offer a wanted topic in another program, and people of the departments that mentees wish for, as far
as the rules allow them for one of these mentees. Nothing else is known of somebody who has not applied, and nothing else
is used (E-10).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Prefetch, Q, prefetch_related_objects
from django.utils.translation import gettext as _

from matching import colleagues, emails
from matching.errors import MatchingError
from matching.joining import guidelines_of
from matching.models import Mentee, Mentor, MentorStatus
from matching.models.topics import Wish
from matching.reading import TopicList
from matching.roster import read_roster
from matching.solving import Terms
from notifications.models import Message
from people import audit, policy
from people.models import User
from people.policy import Action
from programs.eligibility import mentor_problems

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from matching.roster import MenteeFacts
    from programs.models import Cohort, Guidelines, Program

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
    program, listed = cohort.program, TopicList()
    roster = read_roster(cohort, Mentee.objects.filter(pk__in=list(mentees)), now=now)
    wanted = frozenset().union(*(one.topics for one in roster.mentees))
    only = None if topic is None else frozenset({listed.meaning.get(topic, topic)})
    topics = {pk for pk, meaning in listed.meaning.items() if meaning in (wanted if only is None else only)}
    people = _who_has_something(program, roster.mentees, topics, with_departments=only is None, now=now)
    roster = colleagues.with_colleagues(roster, cohort, people, now=now)
    allowed = colleagues.allowed(roster, terms)
    guidelines = _with_rules(program)
    found: list[Candidate] = []
    for column, person in enumerate(people):
        facts = roster.mentors[column]
        helped = [
            mentee
            for row, mentee in enumerate(roster.mentees)
            if allowed[row, column] and colleagues.helps(facts, mentee, topics=only)
        ]
        if helped and not mentor_problems(guidelines, person, on=now.date(), nominated=True):
            names = {t.name for m in person.mentorships.all() for t in m.topics.all() if t.pk in topics}
            near = any(one.department_wish == Wish.SAME and one.department == facts.department for one in helped)
            found.append(Candidate(person, sorted(names), near, [one.pk for one in helped], invited=False))
    found.sort(key=lambda one: -len(one.could_help))
    shown = found[:SHOWN]
    invited = invited_to(program, [one.person for one in shown])
    return [
        Candidate(one.person, one.topics, one.wanted_department, one.could_help, one.person.pk in invited)
        for one in shown
    ]


def _who_has_something(
    program: Program, mentees: Sequence[MenteeFacts], topics: set[int], *, with_departments: bool, now: datetime
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
        .exclude(pk__in=[one.user for one in mentees])
        .annotate(offered=offers)
        .filter(Q(offered__gt=0) | Q(department__in=departments))
        .select_related("department", "site", "level")
        .prefetch_related(Prefetch("mentorships", Mentor.objects.in_pool().prefetch_related("topics")))
        .order_by("-offered", "name", "pk")[:LOOKED_AT]
    )


def _with_rules(program: Program) -> Guidelines:
    """Return the guidelines that somebody who applies now is held to, with their rules on the directory's data."""
    guidelines = guidelines_of(program)
    prefetch_related_objects([guidelines], *(field.name for field in guidelines._meta.many_to_many))
    return guidelines


def could_mentor(cohort: Cohort, mentees: Collection[int], user: User, *, terms: Terms = USUAL, now: datetime) -> bool:
    """Say whether the rules allow a colleague for one of these mentees at least, as they would be in the pool."""
    roster = read_roster(cohort, Mentee.objects.filter(pk__in=list(mentees)), now=now)
    roster = colleagues.with_colleagues(roster, cohort, [user], now=now)
    return bool(colleagues.allowed(roster, terms).any())


def invited_to(program: Program, people: Collection[User]) -> set[int]:
    """Return who of these was invited to a program's pool before."""
    asked = Message.objects.filter(kind="matching.mentor_wanted", subject_id=str(program.pk), recipient__in=people)
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
    if invited_to(program, [user]):
        raise MatchingError(_("%(name)s has been asked already.") % {"name": user})
    if problems := mentor_problems(guidelines_of(program), user, on=now.date(), nominated=True):
        raise MatchingError(" ".join(problems))
    if not could_mentor(cohort, mentees, user, terms=terms, now=now):
        raise MatchingError(
            _("The rules allow %(name)s as a mentor for none of those who are without one.") % {"name": user}
        )
    audit.record("mentor.invited", program, by=by, now=now, person=user.pk)
    emails.mentor_wanted(program, recipient=user, now=now)
