"""Inviting colleagues to the mentor pool who could help those whom a run left out (M-10, P-15).

Who could: people who offer a wanted topic in another program, and people of the departments that mentees wish for.
Nothing else is known of somebody who has not applied, and nothing else is used (E-10).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext as _

from matching import emails
from matching.errors import MatchingError
from matching.joining import guidelines_of
from matching.models import Mentee, Mentor, MentorStatus
from matching.models.topics import Wish
from notifications.models import Message
from people import audit, policy
from people.models import User
from people.policy import Action
from programs.eligibility import mentor_problems

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from programs.models import Cohort, Program

SHOWN = 8


@dataclass(frozen=True)
class Candidate:
    """Somebody who could be asked: the wanted topics that they offer elsewhere, and whether they were asked already."""

    person: User
    topics: list[str]
    wanted_department: bool
    invited: bool


def who_could(cohort: Cohort, mentees: Collection[int], *, topic: int | None = None, now: datetime) -> list[Candidate]:
    """Return the people who could help these mentees most, those who offer wanted topics first.

    topic: only people who offer this one
    """
    program, on = cohort.program, now.date()
    left = Mentee.objects.filter(pk__in=mentees)
    topics = {topic} if topic else set(left.filter(topics__isnull=False).values_list("topics", flat=True))
    same = left.filter(department_wish=Wish.SAME, user__department__isnull=False)
    departments = set() if topic else set(same.values_list("user__department", flat=True))
    gone = [MentorStatus.WITHDRAWN, MentorStatus.DECLINED]
    here = Mentor.objects.filter(program=program).exclude(status__in=gone)
    offers = Count(
        "mentorships__topics",
        filter=Q(mentorships__status=MentorStatus.ACCEPTED, mentorships__topics__in=topics),
        distinct=True,
    )
    people = (
        User.objects.employed(on)
        .filter(is_active=True)
        .exclude(pk__in=here.values("user"))
        .exclude(pk__in=left.values("user"))
        .annotate(offered=offers)
        .filter(Q(offered__gt=0) | Q(department__in=departments))
        .select_related("department", "site", "level")
        .prefetch_related(Prefetch("mentorships", Mentor.objects.in_pool().prefetch_related("topics")))
        .order_by("-offered", "name", "pk")
    )
    guidelines = guidelines_of(program)
    able = [one for one in people[: 4 * SHOWN] if not mentor_problems(guidelines, one, on=on, nominated=True)][:SHOWN]
    invited = invited_to(program, able)
    return [
        Candidate(
            person=person,
            topics=sorted({t.name for m in person.mentorships.all() for t in m.topics.all() if t.pk in topics}),
            wanted_department=person.department_id in departments,
            invited=person.pk in invited,
        )
        for person in able
    ]


def invited_to(program: Program, people: Collection[User]) -> set[int]:
    """Return who of these was invited to a program's pool before."""
    asked = Message.objects.filter(kind="matching.mentor_wanted", subject_id=str(program.pk), recipient__in=people)
    return set(asked.values_list("recipient", flat=True))


@transaction.atomic
def invite_to_pool(program: Program, *, user: User, by: User, now: datetime) -> None:
    """Ask somebody by mail whether they would like to be a mentor; once for each program. They apply, or not."""
    policy.require(by, Action.RUN_MATCHING, program)
    if Mentor.objects.in_pool().filter(program=program, user=user).exists():
        raise MatchingError(_("%(name)s is in the mentor pool already.") % {"name": user})
    if not user.is_employed(now.date()):
        raise MatchingError(_("According to the directory %(name)s has left.") % {"name": user})
    if invited_to(program, [user]):
        raise MatchingError(_("%(name)s has been asked already.") % {"name": user})
    audit.record("mentor.invited", program, by=by, now=now, person=user.pk)
    emails.mentor_wanted(program, recipient=user, now=now)
