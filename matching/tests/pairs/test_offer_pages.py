"""Offers and questions on the coordinators' desk: seen by those who run the program, and by nobody else."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matching.desk_items import desk_items
from matching.models import Match, MatchStatus, Origin
from matching.pairs import proposals
from matching.tests.factories import MatchFactory, MentorRequestFactory
from people.models import User
from people.tests.factories import UserFactory
from pool.tests.factories import MenteeFactory, MentorFactory
from pool.tests.pages import text
from programs.models import Cohort
from programs.tests.factories import CohortFactory, ProgramFactory

pytestmark = pytest.mark.django_db

OFFERS = "admin:matching_match_offers"


@pytest.fixture
def cohort(client: Client, coordinator: User) -> Cohort:
    """Return a cohort that is always on, whose coordinator is signed in."""
    program = ProgramFactory.create(coordinator=coordinator)
    coordinator.refresh_from_db()
    client.force_login(coordinator)
    always: Cohort = CohortFactory.create(program=program, always_on=True, enrol_until=None)
    return always


def offer(cohort: Cohort, **given: object) -> Match:
    """Return a draft that waits for the coordinator."""
    match: Match = MatchFactory.create(draft=True, cohort=cohort, scenario=None, origin=Origin.OFFER, **given)
    return match


def test_m13_an_offer_is_read_and_sent(client: Client, cohort: Cohort) -> None:
    match = offer(cohort, mentee_user=UserFactory.create(name="Nora Newcomer"))

    page = text(client.get(reverse(OFFERS)))
    assert ("Nora Newcomer" in page, "Offers 2 of the 3 wanted topics: Feedback and Planning." in page) == (True, True)
    client.post(reverse("admin:matching_match_send", args=[match.pk]))

    match.refresh_from_db()
    assert match.status == MatchStatus.PROPOSED
    assert "No place offers" in text(client.get(reverse(OFFERS)))


def test_e37_offers_have_pages_and_ask_as_often_for_many_as_for_few(client: Client, cohort: Cohort) -> None:
    offer(cohort)
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(OFFERS))
    mentor = MentorFactory.create(program=cohort.program)
    for _ in range(26):
        offer(cohort, mentor=mentor)

    with CaptureQueriesContext(connection) as many:
        first = client.get(reverse(OFFERS))

    assert first.content.decode().count("<article") == 25
    assert "Page 1 of 2" in text(first)
    assert client.get(reverse(OFFERS), {"page": 2}).content.decode().count("<article") == 2
    assert len(many) <= len(few)


def test_m13_an_offer_is_held_back(client: Client, cohort: Cohort) -> None:
    match = offer(cohort)

    client.post(reverse("admin:matching_match_hold_back", args=[match.pk]))

    match.refresh_from_db()
    assert match.held_back_at is not None
    assert "No place offers" in text(client.get(reverse(OFFERS)))


def test_what_cannot_be_sent_any_more_says_why(client: Client, cohort: Cohort) -> None:
    match = offer(cohort)
    MatchFactory.create(confirmed=True, cohort=cohort, mentor=match.mentor)

    client.post(reverse("admin:matching_match_send", args=[match.pk]))

    assert "no longer has a free place" in text(client.get(reverse(OFFERS)))


def test_e03_a_coordinator_of_another_program_sees_and_changes_nothing(client: Client, cohort: Cohort) -> None:
    match = offer(cohort, mentee_user=UserFactory.create(name="Nora Newcomer"))
    asked = MentorRequestFactory.create(mentee=match.mentee)
    stranger = UserFactory.create()
    ProgramFactory.create(coordinator=stranger)
    client.force_login(User.objects.get(pk=stranger.pk))

    assert "Nora" not in text(client.get(reverse(OFFERS)))
    for name in ("send", "hold_back"):
        assert client.post(reverse(f"admin:matching_match_{name}", args=[match.pk])).status_code == 404
    assert "Nora" not in text(client.get(reverse("admin:matching_mentorrequest_changelist")))
    page = client.get(reverse("admin:matching_mentorrequest_change", args=[asked.pk]), follow=True)
    assert "Nora" not in text(page)
    client.force_login(UserFactory.create())
    assert client.get(reverse(OFFERS)).status_code == 302


def test_get_changes_nothing(client: Client, cohort: Cohort) -> None:
    match = offer(cohort)

    for name in ("send", "hold_back"):
        assert client.get(reverse(f"admin:matching_match_{name}", args=[match.pk])).status_code == 405


def test_questions_are_listed_with_their_reasons(client: Client, cohort: Cohort) -> None:
    mentor = MentorFactory.create(program=cohort.program, user=UserFactory.create(name="Amara Okafor"))
    asked = MentorRequestFactory.create(mentee=MenteeFactory.create(cohort=cohort), mentor=mentor)

    assert "Amara Okafor" in text(client.get(reverse("admin:matching_mentorrequest_changelist")))
    page = text(client.get(reverse("admin:matching_mentorrequest_change", args=[asked.pk])))
    assert ("72 of 100" in page, "30 of 40" in page) == (True, True)


def test_the_desk_names_offers_and_questions(cohort: Cohort, coordinator: User, now: datetime) -> None:
    offer(cohort)
    offer(cohort, held_back_at=now)
    MentorRequestFactory.create(mentee=MenteeFactory.create(cohort=cohort))

    found = {item.key: item.count for item in desk_items(coordinator, now=now)}

    assert (found["matching.offers"], found["matching.questions"]) == (1, 1)


def test_the_desk_says_whose_turn_it_is(client: Client, cohort: Cohort, now: datetime) -> None:
    match = proposals.propose(MatchFactory.create(draft=True, cohort=cohort), staged=True, now=now)

    assert "Not asked yet" in text(client.get(reverse("admin:matching_match_changelist")))
    assert "Not asked yet: the mentor comes first" in text(
        client.get(reverse("admin:matching_match_change", args=[match.pk]))
    )


@pytest.mark.parametrize("page", [OFFERS, "admin:matching_mentorrequest_changelist"])
def test_three_rows_cost_no_more_queries_than_one(client: Client, cohort: Cohort, page: str) -> None:
    def make(count: int) -> None:
        for _ in range(count):
            MentorRequestFactory.create(mentee=offer(cohort).mentee)

    def queries() -> int:
        client.get(reverse(page))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(page))
        return len(captured)

    make(1)
    one = queries()
    make(2)

    assert queries() == one
