"""Before a matching the pool page says whom the rules leave without any mentor: who, why, what to do (M-04, M-10)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matching.lab.left_out.by_rules import left_by_rules, left_in
from matching.models import HeldPair
from matching.tests.factories import MatchFactory, ScenarioFactory
from notifications.transport.delivery import deliver_due
from people.models import User
from people.policy import Role
from people.tests.factories import LevelFactory, UserFactory
from pool.models import Mentee, Mentor, NotWith
from pool.tests.factories import MenteeFactory, MentorFactory, TopicFactory
from pool.tests.pages import text
from programs.models import Cohort, Program
from programs.tests.factories import (
    CohortFactory,
    GuidelinesFactory,
    MembershipFactory,
    TrainingFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort() -> Cohort:
    """Return a cohort that enrols, with one mentor in the pool."""
    cohort = CohortFactory.create(enrol_until=None)
    if not cohort.program.guidelines.exists():
        GuidelinesFactory.create(program=cohort.program)
    MentorFactory.create(program=cohort.program, user__name="Otto Other")
    return cohort


def coordinator_of(cohort: Cohort) -> User:
    user = UserFactory.create(is_staff=True)
    MembershipFactory.create(program=cohort.program, user=user, role=Role.COORDINATOR)
    return user


def why(mentee: Mentee, now: datetime) -> list[str]:
    """Return what is said of a mentee."""
    [found] = [one for one in left_by_rules(mentee.cohort, now=now).left if one.mentee == mentee]
    return found.why


def test_m10_somebody_with_a_possible_mentor_is_not_named_even_if_places_are_few(cohort: Cohort, now: datetime) -> None:
    MenteeFactory.create_batch(3, cohort=cohort)
    MatchFactory.create(mentor=Mentor.objects.get(), active=True)

    assert left_in(cohort.program, now=now) == []


def test_m10_no_common_language_is_said_in_plain_words(cohort: Cohort, now: datetime) -> None:
    mentee = MenteeFactory.create(cohort=cohort, languages=["fi"])

    [found] = left_in(cohort.program, now=now)

    assert (found.mentees, found.waiting, found.mentors) == ([mentee.pk], 1, 1)
    assert found.left[0].why == ["No mentor speaks one of the languages that they named."]
    assert found.left[0].without == [("Common language", 1)]


def test_m10_a_level_that_fits_nobody(cohort: Cohort, now: datetime) -> None:
    low, _middle, high = (LevelFactory.create(rank=rank) for rank in (901, 902, 903))
    User.objects.filter(name="Otto Other").update(level=high)
    mentee = MenteeFactory.create(cohort=cohort, user__level=low)

    assert why(mentee, now) == ["No mentor is on a suitable level for them in this kind of program."]


def test_m10_the_own_reporting_line(cohort: Cohort, now: datetime) -> None:
    mentee = MenteeFactory.create(cohort=cohort, user__supervisor=User.objects.get(name="Otto Other"))

    assert why(mentee, now) == ["Every mentor is above or below them in their own reporting line."]


def test_m10_training_that_nobody_has_done(now: datetime) -> None:
    guidelines = GuidelinesFactory.create(training_required=True)
    cohort = CohortFactory.create(program=guidelines.program, guidelines=guidelines)
    TrainingFactory.create(program=cohort.program)
    MentorFactory.create(program=cohort.program)
    mentee = MenteeFactory.create(cohort=cohort)

    assert why(mentee, now) == ["No mentor has done the required training yet."]


def test_m10_guidelines_that_somebody_does_not_meet_any_more(cohort: Cohort, now: datetime) -> None:
    assert cohort.guidelines is not None
    cohort.guidelines.mentee_levels.add(LevelFactory.create())
    mentee = MenteeFactory.create(cohort=cohort)

    assert why(mentee, now)[0].startswith("They do not meet what the guidelines ask of mentees")


def test_m10_rules_that_do_it_together_are_named_and_what_each_would_open(cohort: Cohort, now: datetime) -> None:
    mentee = MenteeFactory.create(cohort=cohort, languages=["fi"])
    MentorFactory.create(program=cohort.program, user__supervisor=mentee.user, languages=["fi"])

    [found] = left_by_rules(cohort, now=now).left

    assert found.why == [
        "No single rule is the cause, but together these leave no mentor: “Own reporting line”, “Common language”."
    ]
    assert dict(found.without) == {"Own reporting line": 1, "Common language": 1}


def test_e23_what_was_said_in_confidence_is_never_named(cohort: Cohort, now: datetime) -> None:
    mentee = MenteeFactory.create(cohort=cohort)
    NotWith.objects.create(user=mentee.user, other=User.objects.get(name="Otto Other"), created_at=now)

    [found] = left_by_rules(cohort, now=now).left

    assert (found.why, found.without) == (["The rules together leave no mentor."], [])


def test_an_empty_pool_says_so(now: datetime) -> None:
    mentee = MenteeFactory.create()

    assert why(mentee, now) == ["There is nobody in the mentor pool yet."]


def test_l02_who_has_left_or_has_a_match_is_not_named(cohort: Cohort, now: datetime) -> None:
    MenteeFactory.create(cohort=cohort, languages=["fi"], user__left_on=now.date())
    matched = MenteeFactory.create(cohort=cohort, languages=["fi"])
    MatchFactory.create(cohort=cohort, mentee=matched, mentor=Mentor.objects.get())

    assert left_in(cohort.program, now=now) == []


def test_m10_the_pool_page_says_who_why_and_what_to_do(cohort: Cohort, client: Client, now: datetime) -> None:
    topic = TopicFactory.create()
    mentee = MenteeFactory.create(cohort=cohort, user__name="Mia", languages=["fi"], topics=[topic])
    MentorFactory.create(user__name="Emil Expert", user__languages=["fi"], languages=["fi"], topics=[topic])
    report = MentorFactory.create(user__supervisor=mentee.user, languages=["fi"], topics=[topic]).user
    client.force_login(coordinator_of(cohort))
    pool = reverse("admin:matching_scenario_coverage")

    page = text(client.get(pool))

    assert "Without any possible mentor" in page
    assert "Mia No mentor speaks one of the languages that they named." in page
    assert "Without the rule “Common language”, 1 mentor would be possible." in page
    assert "Emil Expert" in page
    assert "Could mentor Mia" in page
    assert report.name not in page
    invite = reverse(
        "admin:matching_scenario_invite_to_pool", args=[cohort.pk, User.objects.get(name="Emil Expert").pk]
    )
    assert "Emil Expert is asked by email." in text(client.post(invite, follow=True))
    refused = reverse("admin:matching_scenario_invite_to_pool", args=[cohort.pk, report.pk])
    assert "The rules allow" in text(client.post(refused, follow=True))
    deliver_due(now=now.replace(year=2027))
    assert [one.to for one in mail.outbox] == [[User.objects.get(name="Emil Expert").email]]


def test_m10_the_page_is_quiet_where_everybody_has_a_possible_mentor(cohort: Cohort, client: Client) -> None:
    MenteeFactory.create(cohort=cohort)
    client.force_login(coordinator_of(cohort))

    assert "Without any possible mentor" not in text(client.get(reverse("admin:matching_scenario_coverage")))


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.COMMITTEE, None])
def test_e03_only_coordinators_of_the_program_invite(cohort: Cohort, role: Role | None, client: Client) -> None:
    user = UserFactory.create(is_staff=True)
    if role:
        MembershipFactory.create(program=cohort.program, user=user, role=role)
    client.force_login(user)
    invite = reverse("admin:matching_scenario_invite_to_pool", args=[cohort.pk, UserFactory.create().pk])

    assert client.post(invite).status_code == 404


def test_f05_the_page_asks_as_often_for_one_mentee_as_for_thirty(cohort: Cohort, client: Client) -> None:
    client.force_login(coordinator_of(cohort))
    pool = reverse("admin:matching_scenario_coverage")
    counts = []
    for more in (1, 29):
        topic = TopicFactory.create()
        MenteeFactory.create_batch(more, cohort=cohort, languages=["fi"], topics=[topic])
        MentorFactory.create_batch(more, languages=["fi"], user__languages=["fi"], topics=[topic])
        client.get(pool)
        with CaptureQueriesContext(connection) as queries:
            client.get(pool)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_f05_the_page_asks_as_often_for_three_cohorts_as_for_one_and_little(client: Client, now: datetime) -> None:
    """Each cohort has its own rules, a published scenario with a pair ruled out by hand, and colleagues who could help."""
    program = GuidelinesFactory.create().program
    MentorFactory.create_batch(2, program=program)
    coordinator = UserFactory.create(is_staff=True)
    MembershipFactory.create(program=program, user=coordinator, role=Role.COORDINATOR)
    client.force_login(coordinator)
    pool = reverse("admin:matching_scenario_coverage")
    counts = []
    for number in range(3):
        cohort_that_leaves_two(program, number, now)
        client.get(pool)
        with CaptureQueriesContext(connection) as queries:
            page = text(client.get(pool))
        assert [f"Zoe {one}" in page for one in range(3)] == [one <= number for one in range(3)]
        assert page.count("Could mentor") == number + 1
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2] <= 45


def cohort_that_leaves_two(program: Program, number: int, now: datetime) -> None:
    """Make a cohort in which two mentees speak what no mentor speaks; a colleague could help."""
    guidelines = GuidelinesFactory.create(
        program=program, version=number + 2, status="superseded", training_required=True
    )
    guidelines.mentee_levels.set(LevelFactory.create_batch(2))
    cohort = CohortFactory.create(program=program, guidelines=guidelines)
    topic = TopicFactory.create()
    scenario = ScenarioFactory.create(cohort=cohort, published_at=now, status="published")
    for name in ("Zoe", "Zach"):
        mentee = MenteeFactory.create(cohort=cohort, user__name=f"{name} {number}", languages=["fi"], topics=[topic])
        HeldPair.objects.create(
            scenario=scenario, mentee=mentee, mentor=program.mentors.order_by("pk")[0], hold="forbidden"
        )
    User.objects.filter(menteeships__cohort=cohort).update(level=guidelines.mentee_levels.first())
    MentorFactory.create(languages=["fi"], user__languages=["fi"], topics=[topic])
