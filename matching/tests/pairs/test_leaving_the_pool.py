"""Who leaves the pool lets go of what is open, and ends a relationship first (P-16, P-22)."""

from __future__ import annotations

from datetime import datetime

import pytest

from matching.models import Match, MatchStatus
from matching.tests.factories import MatchFactory
from pool.errors import PoolError
from pool.joining import mentees, mentors
from pool.tests.factories import MentorFactory

pytestmark = pytest.mark.django_db


def test_a_mentor_with_a_mentee_does_not_just_leave(now: datetime) -> None:
    match = MatchFactory.create(active=True)

    with pytest.raises(PoolError, match="End the relationship first"):
        mentors.withdraw_mentor(match.mentor, by=match.mentor.user, now=now)


def test_a_mentor_who_leaves_takes_open_proposals_back_and_the_next_choice_is_asked(now: datetime) -> None:
    match = MatchFactory.create(proposed=True)
    other = MentorFactory.create(program=match.cohort.program)

    mentors.withdraw_mentor(match.mentor, by=match.mentor.user, now=now)

    match.refresh_from_db()
    assert match.status == MatchStatus.DECLINED
    assert Match.objects.get(status=MatchStatus.PROPOSED).mentor == other


def test_when_a_mentee_leaves_the_open_proposal_is_declined_and_nobody_else_is_proposed(now: datetime) -> None:
    match = MatchFactory.create(proposed=True)
    MentorFactory.create(program=match.cohort.program)

    mentees.withdraw_mentee(match.mentee, by=match.mentee.user, now=now)

    match.refresh_from_db()
    assert match.status == MatchStatus.DECLINED
    assert not Match.objects.filter(status=MatchStatus.PROPOSED).exists()


def test_a_mentee_ends_a_relationship_before_leaving(now: datetime) -> None:
    match = MatchFactory.create(active=True)

    with pytest.raises(PoolError, match="End the relationship first"):
        mentees.withdraw_mentee(match.mentee, by=match.mentee.user, now=now)
