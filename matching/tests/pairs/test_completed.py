"""Who has completed is not waiting: not on the lists, not for an offer, and not on their home page (H-19)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from matching.desk_items import desk_items
from matching.models import Match, MatchStatus
from matching.pairs import relationships
from matching.pairs.waiting import offers
from matching.tests.factories import MatchFactory, running_cohort
from matching.todo import todos_for
from people.tests.factories import UserFactory
from pool.joining import mentees
from pool.models import Mentee, MenteeStatus
from pool.tests.factories import MenteeFactory, MentorFactory, TopicFactory
from pool.tests.pages import text
from programs.models import Cohort
from programs.tests.factories import CohortFactory, ProgramFactory
from web.todo import TodoState

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def complete(match: Match, *, now: datetime) -> Match:
    """Complete it, and return the row with its people."""
    return relationships.complete(match, by=None, now=now)


class TestCompletedIsNotWaiting:
    """H-19."""

    def test_h19_who_completed_is_not_waiting(self, now: datetime) -> None:
        match = complete(MatchFactory.create(active=True), now=now)

        assert Mentee.objects.get(pk=match.mentee_id).status == MenteeStatus.COMPLETED
        assert not Mentee.objects.waiting().exists()

    def test_h19_who_completed_is_offered_nobody_not_even_where_offers_go_out_by_themselves(
        self, now: datetime
    ) -> None:
        cohort = running_cohort(offers_at_once=True)
        topic = TopicFactory.create()
        match = MatchFactory.create(active=True, cohort=cohort)
        match.mentee.topics.add(topic)
        MentorFactory.create(program=cohort.program, topics=[topic])

        complete(match, now=now)

        assert offers.offer_places(cohort, now=now) == 0
        assert not Match.objects.open().exists()

    def test_the_place_of_the_mentor_goes_to_somebody_who_waits(self, now: datetime) -> None:
        cohort = running_cohort(offers_at_once=True)
        topic = TopicFactory.create()
        match = MatchFactory.create(active=True, cohort=cohort)
        match.mentor.topics.add(topic)
        waiting = MenteeFactory.create(cohort=cohort, topics=[topic])

        complete(match, now=now)
        offers.offer_places(cohort, now=now)

        assert Match.objects.get(status=MatchStatus.PROPOSED).mentee == waiting

    def test_h19_the_home_page_says_completed_and_nothing_of_waiting(self, now: datetime) -> None:
        match = complete(MatchFactory.create(active=True, cohort=running_cohort()), now=now)

        tasks = todos_for(match.mentee.user, now=now + WEEK)

        assert [(task.state, task.title, task.besides) for task in tasks] == [
            (TodoState.DONE, f"Your mentoring with {match.mentor.user.name} was completed on 3 March 2026", None)
        ]
        assert todos_for(match.mentee.user, now=now + 5 * WEEK) == []

    @pytest.mark.parametrize("where", ["same cohort", "another cohort"])
    def test_h19_the_home_page_leads_to_signing_up_again_where_that_is_possible(
        self, where: str, now: datetime
    ) -> None:
        own = CohortFactory.create(enrol_until=None, status="enrolling" if where == "same cohort" else "closed")
        match = complete(MatchFactory.create(active=True, cohort=own), now=now)
        open_one = own if where == "same cohort" else CohortFactory.create(program=own.program, enrol_until=None)

        [task] = todos_for(match.mentee.user, now=now)

        assert task.besides == ("Sign up again", reverse("pool:sign_up", args=[open_one.pk]))

    @pytest.mark.parametrize("side", ["mentor", "mentee"])
    def test_h19_the_home_page_of_both_says_ended_and_from_when(self, side: str, now: datetime) -> None:
        match = MatchFactory.create(active=True, cohort=CohortFactory.create(status="closed"))
        relationships.end_early(match, by=match.mentee.user, now=now)
        user = getattr(match, side).user

        said = [task.title for task in todos_for(user, now=now) if task.key.startswith("matching.match")]

        assert said == [f"Your mentoring with {match.other(user).name} ended on 3 March 2026"]

    def test_h19_signing_up_again_is_not_offered_to_somebody_who_has(self, now: datetime) -> None:
        match = complete(MatchFactory.create(active=True, cohort=CohortFactory.create(status="closed")), now=now)
        other = CohortFactory.create(program=match.cohort.program, enrol_until=None)
        MenteeFactory.create(cohort=other, user=match.mentee.user)

        tasks = todos_for(match.mentee.user, now=now)

        assert [task.besides for task in tasks if task.state == TodoState.DONE] == [None]

    def test_h19_who_signs_up_again_waits_again(self, client: Client, cohort: Cohort) -> None:
        now = datetime.now().astimezone()
        match = complete(MatchFactory.create(active=True, cohort=cohort), now=now)
        match.mentee.topics.add(TopicFactory.create())
        client.force_login(match.mentee.user)

        begun = client.post(reverse("pool:sign_up", args=[cohort.pk]))
        assert (begun.status_code, Mentee.objects.get().status) == (302, MenteeStatus.DRAFT)
        mentees.sign_up(match.mentee, by=match.mentee.user, now=now + WEEK)

        assert list(Mentee.objects.waiting()) == [match.mentee]

    def test_h19_the_page_of_the_sign_up_says_completed_and_leads_on(self, client: Client, cohort: Cohort) -> None:
        match = complete(MatchFactory.create(active=True, cohort=cohort), now=datetime.now().astimezone())
        client.force_login(match.mentee.user)

        page = text(client.get(reverse("pool:mentee", args=[match.mentee_id])))

        assert ("You are not waiting for a match" in page, "Sign up again" in page) == (True, True)
        assert "is looking for a mentor" not in page

    def test_h19_the_desk_counts_nobody_who_has_completed(self, now: datetime) -> None:
        coordinator = UserFactory.create()
        program = ProgramFactory.create(coordinator=coordinator)
        cohort = CohortFactory.create(program=program, status="running")
        complete(MatchFactory.create(active=True, cohort=cohort), now=now)

        assert "matching.alone" not in {item.key for item in desk_items(coordinator, now=now)}

    def test_who_ended_early_waits_as_before(self, now: datetime) -> None:
        match = MatchFactory.create(active=True)

        relationships.end_early(match, by=match.mentee.user, now=now)

        assert list(Mentee.objects.waiting()) == [match.mentee]
