"""Scenarios: run, look, change by hand, publish."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matching.errors import MatchingError
from matching.fit.criteria import words_of
from matching.fit.without_a_mentor import why_without
from matching.lab import scenarios
from matching.models import MatchStatus, Scenario, ScenarioStatus, Stage
from matching.tests.factories import MatchFactory, ScenarioFactory
from people.models import User
from people.tests.factories import UserFactory
from pool.models import MenteeStatus, NotWith, Preference
from pool.tests.factories import MenteeFactory, MentorFactory, TopicFactory
from programs.models import Cohort
from programs.tests.factories import CohortFactory, ProgramFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(coordinator: User) -> Cohort:
    """Return an open cohort with its coordinator."""
    found: Cohort = CohortFactory.create(program=ProgramFactory.create(coordinator=coordinator))
    return found


@pytest.fixture
def scenario(cohort: Cohort, coordinator: User, now: datetime) -> Scenario:
    """Return a scenario that has not run."""
    return scenarios.create_scenario(cohort, name="First", by=coordinator, now=now)


def pairs(scenario: Scenario) -> set[tuple[str, str]]:
    """Return (mentee, mentor) of the drafts."""
    return {(str(match.mentee), str(match.mentor)) for match in scenario.matches.filter(status=MatchStatus.DRAFT)}


def test_a_run_pairs_people_and_says_why(cohort: Cohort, scenario: Scenario, now: datetime) -> None:
    topic = TopicFactory.create(name="Planning")
    mentee = MenteeFactory.create(cohort=cohort, topics=[topic])
    mentor = MentorFactory.create(program=cohort.program, topics=[topic])

    done = scenarios.run_scenario(scenario, now=now)

    match = done.matches.get()
    assert (match.mentee, match.mentor, match.status) == (mentee, mentor, MatchStatus.DRAFT)
    assert match.score == sum(reason["points"] for reason in match.reasons) == done.total
    assert words_of(match.reasons[0]) == "The wanted topic is offered: Planning."
    assert (done.status, done.mentees, done.places, done.matched) == (ScenarioStatus.READY, 1, 1, 1)


def test_m04_everybody_left_out_has_a_reason(cohort: Cohort, scenario: Scenario, now: datetime) -> None:
    MentorFactory.create(program=cohort.program)
    MenteeFactory.create(cohort=cohort)
    MenteeFactory.create(cohort=cohort)
    MenteeFactory.create(cohort=cohort, languages=["fr"])

    done = scenarios.run_scenario(scenario, now=now)

    assert done.matched == 1
    assert sorted((left.code, why_without(left.code, left.details)) for left in done.unmatched.all()) == [
        ("language", "The rule “Common language” alone leaves no mentor. Without it, 1 would be possible."),
        ("places", "1 mentor would be possible, but has no place left. 2 mentees compete for 1 place."),
    ]


def test_a_private_rule_is_never_named_as_the_reason(cohort: Cohort, scenario: Scenario, now: datetime) -> None:
    mentee, mentor = MenteeFactory.create(cohort=cohort), MentorFactory.create(program=cohort.program)
    NotWith.objects.create(user=mentor.user, other=mentee.user, created_at=now)

    done = scenarios.run_scenario(scenario, now=now)

    [left] = done.unmatched.all()
    assert (left.code, left.details) == ("rules", {})
    assert why_without(left.code, left.details) == "The rules together leave no mentor."


def test_without_mentors_the_reason_says_so(cohort: Cohort, scenario: Scenario, now: datetime) -> None:
    MenteeFactory.create(cohort=cohort)

    assert scenarios.run_scenario(scenario, now=now).unmatched.get().code == "no_mentors"


def test_running_again_replaces_the_drafts(cohort: Cohort, scenario: Scenario, now: datetime) -> None:
    MenteeFactory.create(cohort=cohort)
    MentorFactory.create(program=cohort.program, capacity=2)
    scenarios.run_scenario(scenario, now=now)
    MenteeFactory.create(cohort=cohort)

    again = scenarios.run_scenario(scenario, now=now)

    assert again.matched == again.matches.count() == 2


def test_who_has_a_match_or_has_withdrawn_is_not_matched_again(
    cohort: Cohort, scenario: Scenario, now: datetime
) -> None:
    MentorFactory.create(program=cohort.program, capacity=5)
    MatchFactory.create(cohort=cohort, proposed=True)
    MenteeFactory.create(cohort=cohort, status=MenteeStatus.WITHDRAWN)
    MenteeFactory.create(cohort=cohort, user=UserFactory.create(left_on=now.date()))
    waiting = MenteeFactory.create(cohort=cohort)

    done = scenarios.run_scenario(scenario, now=now)

    assert [match.mentee for match in done.matches.all()] == [waiting]


def test_running_matches_take_places(cohort: Cohort, scenario: Scenario, now: datetime) -> None:
    busy = MentorFactory.create(program=cohort.program, capacity=1)
    MatchFactory.create(cohort=CohortFactory.create(program=cohort.program), mentor=busy, active=True)
    MenteeFactory.create(cohort=cohort)

    done = scenarios.run_scenario(scenario, now=now)

    assert (done.places, done.matched) == (0, 0)
    assert done.unmatched.get().code == "places"


def test_weights_decide_who_gets_whom(cohort: Cohort, coordinator: User, now: datetime) -> None:
    planning = TopicFactory.create()
    expert = MentorFactory.create(program=cohort.program, topics=[planning])
    favourite = MentorFactory.create(program=cohort.program)
    mentee = MenteeFactory.create(cohort=cohort, topics=[planning])
    Preference.objects.create(mentee=mentee, mentor=favourite, rank=1)

    by_topic = scenarios.create_scenario(cohort, name="By topic", weights={"ranking": "off"}, by=coordinator, now=now)
    by_choice = scenarios.create_scenario(cohort, name="By choice", weights={"topics": "off"}, by=coordinator, now=now)

    assert scenarios.run_scenario(by_topic, now=now).matches.get().mentor == expert
    assert scenarios.run_scenario(by_choice, now=now).matches.get().mentor == favourite


@pytest.mark.parametrize("weights", [{"age": "high"}, {"topics": "huge"}])
def test_unknown_weights_are_refused(weights: dict[str, str], cohort: Cohort, coordinator: User, now: datetime) -> None:
    with pytest.raises(MatchingError):
        scenarios.create_scenario(cohort, name="Odd", weights=weights, by=coordinator, now=now)


def test_a_name_is_used_once_in_a_cohort(scenario: Scenario, cohort: Cohort, coordinator: User, now: datetime) -> None:
    with pytest.raises(MatchingError, match="name"):
        scenarios.create_scenario(cohort, name=scenario.name, by=coordinator, now=now)


def test_only_a_coordinator_of_the_program_runs_its_matching(cohort: Cohort, now: datetime) -> None:
    stranger = UserFactory.create()
    ProgramFactory.create(coordinator=stranger)

    with pytest.raises(PermissionDenied):
        scenarios.create_scenario(cohort, name="Mine", by=stranger, now=now)


def test_m14_a_run_tells_each_stage_as_it_begins(now: datetime) -> None:
    scenario = ScenarioFactory.create(status=ScenarioStatus.QUEUED)
    MenteeFactory.create(cohort=scenario.cohort)
    MentorFactory.create(program=scenario.cohort.program)

    with CaptureQueriesContext(connection) as captured:
        scenarios.run_scenario(scenario, now=now)

    begun = [query["sql"] for query in captured if query["sql"].startswith('UPDATE "matching_scenario" SET "stage"')]
    told = [stage for sql in begun for stage in Stage.values if f"'{stage}'" in sql]
    assert told == [Stage.READING, Stage.SCORING, Stage.SOLVING, Stage.CHECKING, Stage.SAVING]
    assert Scenario.objects.get().stage == Stage.WAITING
