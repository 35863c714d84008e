"""The waiting list as somebody on it sees it: position, an honest reason, what happens next."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from matching.models import Match, Unmatched
from matching.pairs import proposals
from matching.pairs.waiting.waiting_list import place_of
from matching.tests.factories import MatchFactory, ScenarioFactory
from people.tests.factories import UserFactory
from pool.models import Mentee, NotWith
from pool.tests.factories import APPLIED, MenteeFactory, MentorFactory
from pool.tests.pages import text
from programs.models import Cohort
from programs.models.cohort import CohortStatus
from programs.tests.factories import CohortFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort() -> Cohort:
    """Return a cohort whose pairs have begun."""
    running: Cohort = CohortFactory.create(status=CohortStatus.RUNNING)
    return running


def waits(cohort: Cohort, day: int) -> Mentee:
    """Return somebody who signed up on a day."""
    mentee: Mentee = MenteeFactory.create(cohort=cohort, enrolled_at=APPLIED + timedelta(days=day))
    return mentee


def left_out(mentee: Mentee, code: str, now: datetime) -> None:
    """Note that the matching found nobody."""
    scenario = ScenarioFactory.create(cohort=mentee.cohort, status="published", published_at=now)
    Unmatched.objects.create(scenario=scenario, mentee=mentee, code=code)


def test_the_order_is_that_of_signing_up(cohort: Cohort) -> None:
    second, first, third = waits(cohort, 2), waits(cohort, 1), waits(cohort, 2)
    MatchFactory.create(confirmed=True, cohort=cohort)

    found = [place_of(mentee) for mentee in (first, second, third)]

    assert [(place.number, place.of) for place in found if place] == [(1, 3), (2, 3), (3, 3)]


def test_there_is_no_line_before_the_matching_and_after_a_match(cohort: Cohort) -> None:
    matched = MatchFactory.create(confirmed=True, cohort=cohort).mentee

    assert place_of(matched) is None
    assert place_of(MenteeFactory.create()) is None
    assert place_of(MenteeFactory.create(cohort=cohort, draft=True)) is None


@pytest.mark.parametrize(
    ("code", "free", "reason"),
    [
        ("places", False, "Every mentor in the pool has as many mentees as they want."),
        ("places", True, "The mentors who fit you have as many mentees as they want."),
        ("level", True, "the rules of the program do not allow a match with you"),
        ("by_hand", True, "The coordinator is looking for a mentor for you personally."),
        ("changed", True, "something changed before you were both asked"),
        (None, True, "There is no suitable place for you yet."),
    ],
)
def test_the_reason_is_honest(cohort: Cohort, code: str | None, free: bool, reason: str, now: datetime) -> None:
    mentee = waits(cohort, 1)
    if free:
        MentorFactory.create(program=cohort.program)
    if code:
        left_out(mentee, code, now)

    place = place_of(mentee)

    assert place
    assert reason in place.reason
    assert "coordinator looks at it" in place.next


def test_p21_a_private_wish_is_never_the_reason(cohort: Cohort, now: datetime) -> None:
    mentee, mentor = waits(cohort, 1), MentorFactory.create(program=cohort.program)
    plain = place_of(mentee)
    NotWith.objects.create(user=mentor.user, other=mentee.user, created_at=now)

    assert place_of(mentee) == plain


def test_p22_a_proposal_of_which_only_the_mentor_knows_changes_no_place(cohort: Cohort, now: datetime) -> None:
    first, second = waits(cohort, 1), waits(cohort, 2)
    mentor = MentorFactory.create(program=cohort.program, capacity=2)
    before = [place_of(first), place_of(second)]
    match = MatchFactory.create(draft=True, cohort=cohort, mentee=first, mentor=mentor)
    proposals.propose(match, staged=True, now=now)

    assert [place_of(first), place_of(second)] == before
    proposals.accept_match(match, by=mentor.user, now=now)
    assert place_of(first) is None


def test_somebody_who_let_a_proposal_pass_reads_why_they_are_not_in_line(cohort: Cohort, now: datetime) -> None:
    match = MatchFactory.create(proposed=True, cohort=cohort)
    proposals.lapse_unanswered(now=now + timedelta(days=9))

    place = place_of(Mentee.objects.get(pk=match.mentee_id))

    assert place
    assert (place.number, "write to the coordinator" in place.next) == (0, True)


def test_the_page_shows_it_to_the_person_alone(cohort: Cohort, client: Client) -> None:
    waits(cohort, 1)
    mentee = waits(cohort, 2)
    url = reverse("pool:mentee", args=[mentee.pk])
    client.force_login(mentee.user)

    page = text(client.get(url))

    assert "You are number 2 of 2 on the waiting list" in page
    assert "When a suitable place opens up" in page
    client.force_login(UserFactory.create())
    assert client.get(url).status_code == 404
    assert Match.objects.count() == 0
