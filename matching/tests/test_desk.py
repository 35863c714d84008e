"""The coordinators' pages: applications, the pool, topics, what needs doing."""

from __future__ import annotations

from datetime import date, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matching.desk_items import desk_items
from matching.lab.left_out.coverage import coverage_of
from matching.models import MatchStatus
from matching.tests.factories import MatchFactory, ScenarioFactory
from people.models import AuditEvent, User
from people.tests.factories import UserFactory
from pool.models import Mentor, MentorStatus, Topic
from pool.tests.factories import MenteeFactory, MentorFactory, TopicFactory
from pool.tests.pages import text
from programs.models import Cohort
from programs.tests.factories import CohortFactory, ProgramFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client: Client) -> User:
    """Return a coordinator who is signed in."""
    user = UserFactory.create()
    ProgramFactory.create(coordinator=user)
    user.refresh_from_db()
    client.force_login(user)
    return user


@pytest.fixture
def cohort(coordinator: User) -> Cohort:
    """Return an open cohort of the coordinator's program."""
    return CohortFactory.create(program=coordinator.memberships.get().program, enrol_until=None)


class TestMentors:
    """Applications, the pool, its gaps."""

    def test_the_list_opens_on_applications_that_wait(self, client: Client, cohort: Cohort) -> None:
        MentorFactory.create(applied=True, program=cohort.program, user=UserFactory.create(name="Wanda Waits"))
        MentorFactory.create(program=cohort.program, user=UserFactory.create(name="Paula Pool"))
        url = reverse("admin:pool_mentor_changelist")

        assert ("Wanda Waits" in text(client.get(url)), "Paula Pool" in text(client.get(url))) == (True, False)
        assert "Paula Pool" in text(client.get(f"{url}?state=accepted"))
        assert "Wanda Waits" in text(client.get(f"{url}?state=all"))

    def test_an_application_is_read_and_accepted(self, client: Client, cohort: Cohort) -> None:
        mentor = MentorFactory.create(applied=True, program=cohort.program, offers="How to plan")

        assert "How to plan" in text(client.get(reverse("admin:pool_mentor_change", args=[mentor.pk])))
        client.post(reverse("admin:pool_mentor_accept", args=[mentor.pk]), {"reason": "Welcome"})

        mentor.refresh_from_db()
        assert (mentor.status, mentor.decision_reason) == (MentorStatus.ACCEPTED, "Welcome")

    def test_d30_not_accepting_needs_a_reason(self, client: Client, cohort: Cohort) -> None:
        mentor = MentorFactory.create(applied=True, program=cohort.program)
        url = reverse("admin:pool_mentor_decline", args=[mentor.pk])

        refused = client.post(url, {"reason": ""})
        assert (refused.status_code, "Write a reason" in text(refused)) == (400, True)
        client.post(url, {"reason": "Let us talk."})

        assert Mentor.objects.get().status == MentorStatus.DECLINED

    def test_several_are_accepted_at_once_and_counted(self, client: Client, cohort: Cohort) -> None:
        mentors = [MentorFactory.create(applied=True, program=cohort.program) for _ in range(2)]

        response = client.post(
            reverse("admin:pool_mentor_changelist"),
            {"action": "accept_selected", "_selected_action": [mentor.pk for mentor in mentors]},
            follow=True,
        )

        assert "2 mentors accepted. We’ve let them know by email." in text(response)
        assert set(Mentor.objects.values_list("status", flat=True)) == {MentorStatus.ACCEPTED}

    def test_p15_topics_with_too_few_places_are_shown(self, client: Client, cohort: Cohort) -> None:
        chess, go = TopicFactory.create(name="Chess"), TopicFactory.create(name="Go")
        for _ in range(2):
            MenteeFactory.create(cohort=cohort, topics=[chess, go])
        MentorFactory.create(program=cohort.program, topics=[chess], capacity=2)
        busy = MentorFactory.create(program=cohort.program, topics=[go], capacity=1)
        MatchFactory.create(cohort=cohort, mentor=busy, active=True)

        coverage = coverage_of(cohort.program, on=date(2026, 3, 3))

        assert [(row.topic, row.wanted, row.mentors, row.places, row.missing) for row in coverage.gaps] == [
            (go, 2, 1, 0, 2)
        ]
        assert (coverage.waiting, coverage.mentors, coverage.places) == (2, 2, 2)
        assert "2 places missing" in text(client.get(reverse("admin:matching_scenario_coverage")))

    def test_l02_who_has_left_is_counted_neither_as_mentor_nor_as_waiting(self, cohort: Cohort) -> None:
        MentorFactory.create(program=cohort.program, user__left_on=date(2026, 3, 2))
        MenteeFactory.create(cohort=cohort, user__left_on=date(2026, 3, 2))

        coverage = coverage_of(cohort.program, on=date(2026, 3, 3))

        assert (coverage.waiting, coverage.mentors, coverage.places) == (0, 0, 0)

    def test_a_list_of_three_costs_no_more_queries_than_a_list_of_one(self, client: Client, cohort: Cohort) -> None:
        def queries(url: str) -> int:
            with CaptureQueriesContext(connection) as captured:
                assert client.get(url).status_code == 200
            return len(captured)

        urls = [
            reverse(f"admin:{model}_changelist") + "?state=all"
            for model in ("pool_mentor", "pool_mentee", "matching_match")
        ]
        urls += [reverse("admin:pool_topic_changelist"), reverse("admin:matching_scenario_coverage")]

        def more() -> None:
            topic = TopicFactory.create()
            MatchFactory.create(cohort=cohort, active=True)
            MentorFactory.create(applied=True, program=cohort.program, topics=[topic])
            MenteeFactory.create(cohort=cohort, topics=[topic])

        more()
        for url in urls:
            client.get(url)
        one = [queries(url) for url in urls]
        more()
        more()
        assert [queries(url) for url in urls] == one


def test_a_relationship_is_ended_for_two_people_after_a_page_that_says_what_happens(
    client: Client, cohort: Cohort
) -> None:
    match = MatchFactory.create(active=True, cohort=cohort)
    url = reverse("admin:matching_match_end", args=[match.pk])

    assert "Both get a neutral email" in text(client.get(url))
    client.post(url)

    match.refresh_from_db()
    assert match.status == MatchStatus.ENDED
    assert client.get(url).status_code == 302


class TestTopics:
    """The list of topics."""

    def test_e32_a_coordinator_reads_the_topics_of_all_programs_and_changes_none(
        self, client: Client, coordinator: User
    ) -> None:
        topic = TopicFactory.create()
        page = reverse("admin:pool_topic_change", args=[topic.pk])

        assert client.get(page).status_code == 200
        assert client.post(page, {"name": "Sailing", "group": "More"}).status_code == 403
        assert client.get(reverse("admin:pool_topic_add")).status_code == 403

    def test_an_administrator_adds_a_topic_and_takes_one_out_of_the_forms(self, client: Client) -> None:
        client.force_login(UserFactory.create(is_staff=True, is_organization_administrator=True))
        client.post(reverse("admin:pool_topic_add"), {"name": "Sailing", "group": "More", "is_active": "on"})
        topic = Topic.objects.get(name="Sailing")
        client.post(reverse("admin:pool_topic_change", args=[topic.pk]), {"name": "Sailing", "group": "More"})

        topic.refresh_from_db()
        assert not topic.is_active
        deeds = AuditEvent.objects.filter(object_type="pool.topic").order_by("pk").values_list("action", flat=True)
        assert list(deeds) == ["topic.added", "topic.changed"]

    def test_a_new_installation_has_topics_to_start_with(self) -> None:
        Topic.objects.all().delete()
        first_topics = import_module("pool.migrations.0003_first_topics")

        first_topics.add_topics(apps, None)

        assert Topic.objects.offered().count() > 20


def test_the_desk_says_what_needs_doing(coordinator: User, cohort: Cohort, now: datetime) -> None:
    MentorFactory.create(applied=True, program=cohort.program)
    running = CohortFactory.create(program=cohort.program, status="running")
    MenteeFactory.create(cohort=running, topics=[TopicFactory.create()])
    ScenarioFactory.create(cohort=running, matched=3)
    MatchFactory.create(proposed=True, cohort=running, proposed_at=now.replace(day=1, month=2))
    # Another program's work is not shown.
    MentorFactory.create(applied=True)

    with CaptureQueriesContext(connection) as captured:
        items = desk_items(coordinator, now=now)

    assert {item.key: item.count for item in items} == {
        "matching.applications": 1,
        "matching.alone": 1,
        "matching.ready": 1,
        "matching.silent": 1,
        "matching.topics": 1,
    }
    assert len(captured) <= 8
    assert desk_items(UserFactory.create(), now=now) == []
