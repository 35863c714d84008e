"""Mentees and mentors of a cohort with what became of their sign-ups and proposals, for comparing groups (E-13).

Read by work data alone: department, site and level. What is read here names nobody and is never shown or kept; see
`evaluation.report.comparing` for what is.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from evaluation.figures.enrolment import day_of
from matching.models import Match, MatchStatus, MentorRequest, Reply
from matching.models.match_status import Origin
from matching.models.mentor_request import RequestStatus
from pool.models import Mentee, MenteeStatus, Mentor, MentorStatus

if TYPE_CHECKING:
    from datetime import date

    from programs.models import Cohort

WORK = ("user__department__name", "user__site__name", "user__level__name")
BY = ("department", "site", "level")
# How a question of a mentee ended, as far as the mentor answered or let the time pass.
ANSWERED = {RequestStatus.ACCEPTED: True, RequestStatus.DECLINED: False, RequestStatus.EXPIRED: False}

Answer = tuple[bool, datetime]


@dataclass
class CountedParticipant:
    """One person on one side. An answer is a yes, or not: a no and no answer in time are not told apart.

    Mentors stand in a pool, for all cohorts of the program, and are not said to wait.
    """

    work: dict[str, str]
    joined_at: datetime
    is_mentee: bool
    stays: bool
    matched_at: datetime | None = None
    own: list[Answer] = field(default_factory=list)
    other: list[Answer] = field(default_factory=list)

    @property
    def waits(self) -> bool:
        """Whether this is someone who waits for a match, or did until they had one."""
        return self.is_mentee and (self.stays or self.matched_at is not None)

    def days_waited(self, on: date) -> int:
        """Days from the sign-up to the first confirmed match, or so far."""
        end = day_of(self.matched_at) if self.matched_at else on
        return max(0, (end - day_of(self.joined_at)).days)


Side = dict[int, CountedParticipant]


def sides(cohort: Cohort) -> tuple[Side, Side]:
    """Return the cohort's mentees and the program's mentors by id, in four queries."""
    mentees = {
        pk: CountedParticipant(
            dict(zip(BY, work, strict=True)), joined_at, is_mentee=True, stays=status == MenteeStatus.ENROLLED
        )
        for pk, status, joined_at, *work in Mentee.objects.filter(cohort=cohort, enrolled_at__isnull=False)
        .exclude(status=MenteeStatus.DRAFT)
        .values_list("pk", "status", "enrolled_at", *WORK)
    }
    mentors = {
        pk: CountedParticipant(
            dict(zip(BY, work, strict=True)), joined_at, is_mentee=False, stays=status == MentorStatus.ACCEPTED
        )
        for pk, status, joined_at, *work in Mentor.objects.filter(program=cohort.program_id, applied_at__isnull=False)
        .exclude(status=MentorStatus.DRAFT)
        .values_list("pk", "status", "applied_at", *WORK)
    }
    by_mentee, by_mentor = proposals(cohort)
    questions(cohort, by_mentee=by_mentee, by_mentor=by_mentor)
    for side, matches in ((mentees, by_mentee), (mentors, by_mentor)):
        for pk, person in side.items():
            became = matches[pk]
            person.own, person.other = became.own, became.other
            person.matched_at = min(became.confirmed, default=None)
    return mentees, mentors


@dataclass
class Became:
    """What became of one person's proposals."""

    own: list[Answer] = field(default_factory=list)
    other: list[Answer] = field(default_factory=list)
    confirmed: list[datetime] = field(default_factory=list)


def proposals(cohort: Cohort) -> tuple[dict[int, Became], dict[int, Became]]:
    """Read every proposal, by mentee and by mentor. What a mentee asked for is counted as a question."""
    by_mentee: dict[int, Became] = defaultdict(Became)
    by_mentor: dict[int, Became] = defaultdict(Became)
    for match in Match.objects.filter(cohort=cohort, proposed_at__isnull=False):
        mentee, mentor = by_mentee[match.mentee_id], by_mentor[match.mentor_id]
        if match.confirmed_at:
            mentee.confirmed.append(match.confirmed_at)
            mentor.confirmed.append(match.confirmed_at)
        if match.origin == Origin.ASKED:
            continue
        if reply := answer(match, match.mentee_reply, match.mentee_replied_at, asked=match.mentee_knows):
            mentee.own.append(reply)
            mentor.other.append(reply)
        if reply := answer(match, match.mentor_reply, match.mentor_replied_at, asked=True):
            mentor.own.append(reply)
            mentee.other.append(reply)
    return by_mentee, by_mentor


def answer(match: Match, reply: str, replied_at: datetime | None, *, asked: bool) -> Answer | None:
    """What one of the two said; nothing while they can still answer, or if it ended before they did."""
    if reply != Reply.NONE and replied_at:
        return reply == Reply.ACCEPTED, replied_at
    if asked and match.status == MatchStatus.EXPIRED and match.ended_at:
        return False, match.ended_at
    return None


def questions(cohort: Cohort, *, by_mentee: dict[int, Became], by_mentor: dict[int, Became]) -> None:
    """Add what mentors said where mentees choose themselves."""
    rows = MentorRequest.objects.filter(mentee__cohort=cohort, status__in=ANSWERED)
    for mentee, mentor, status, closed_at in rows.values_list("mentee_id", "mentor_id", "status", "closed_at"):
        if closed_at is None:
            continue
        reply = (ANSWERED[RequestStatus(status)], closed_at)
        by_mentor[mentor].own.append(reply)
        by_mentee[mentee].other.append(reply)
