"""Publishing a scenario: what goes out, what stays behind."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from matching.errors import MatchingError
from matching.fit.without_a_mentor import why_without
from matching.lab import scenarios
from matching.lab.publishing import sample_mails
from matching.models import Match, MatchStatus, ScenarioStatus
from matching.tests.factories import MatchFactory, ScenarioFactory
from notifications.models import Message
from people.models import User
from people.tests.factories import UserFactory
from pool.models import MenteeStatus
from programs.models import Cohort
from programs.models.cohort import CohortStatus
from programs.tests.factories import CohortFactory, ProgramFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(coordinator: User) -> Cohort:
    """Return an open cohort with its coordinator."""
    found: Cohort = CohortFactory.create(program=ProgramFactory.create(coordinator=coordinator))
    return found


def test_both_people_of_each_pair_are_asked(cohort: Cohort, coordinator: User, now: datetime) -> None:
    scenario = ScenarioFactory.create(cohort=cohort)
    match = MatchFactory.create(draft=True, cohort=cohort, scenario=scenario)

    published = scenarios.publish(scenario, by=coordinator, now=now)

    match.refresh_from_db()
    assert (published.status, published.published_at) == (ScenarioStatus.PUBLISHED, now)
    assert (match.status, match.proposed_at, match.reply_by) == (MatchStatus.PROPOSED, now, now + timedelta(days=7))
    asked = Message.objects.filter(kind="matching.match_proposed").values_list("recipient", flat=True)
    assert set(asked) == {match.mentor.user_id, match.mentee.user_id}


def test_the_cohort_goes_on_unless_it_is_always_on(cohort: Cohort, coordinator: User, now: datetime) -> None:
    scenario = ScenarioFactory.create(cohort=cohort)
    MatchFactory.create(draft=True, cohort=cohort, scenario=scenario)
    standing = CohortFactory.create(program=cohort.program, always_on=True)
    second = ScenarioFactory.create(cohort=standing)
    MatchFactory.create(draft=True, cohort=standing, scenario=second)

    scenarios.publish(scenario, by=coordinator, now=now)
    scenarios.publish(second, by=coordinator, now=now)

    cohort.refresh_from_db()
    standing.refresh_from_db()
    assert (cohort.status, standing.status) == (CohortStatus.RUNNING, CohortStatus.ENROLLING)


def test_drafts_that_do_not_hold_any_more_stay_behind_with_a_reason(
    cohort: Cohort, coordinator: User, now: datetime
) -> None:
    scenario = ScenarioFactory.create(cohort=cohort)
    good, gone, full, left = (MatchFactory.create(draft=True, cohort=cohort, scenario=scenario) for _ in range(4))
    gone.mentee.status = MenteeStatus.WITHDRAWN
    gone.mentee.save()
    MatchFactory.create(cohort=cohort, mentor=full.mentor, active=True)
    User.objects.filter(pk=left.mentor.user_id).update(left_on=now.date())

    plan = scenarios.preview(scenario, now=now)
    scenarios.publish(scenario, by=coordinator, now=now)

    assert (plan.pairs, plan.mails, len(plan.left_out)) == ([good], 2, 3)
    assert list(Match.objects.filter(status=MatchStatus.PROPOSED)) == [good]
    assert {left.mentee_id: why_without(left.code, left.details) for left in scenario.unmatched.all()} == {
        gone.mentee_id: "The mentee has a match already, or has withdrawn.",
        full.mentee_id: "The mentor no longer has a free place.",
        left.mentee_id: "The mentor is no longer in the pool.",
    }


def test_a_scenario_is_published_once(cohort: Cohort, coordinator: User, now: datetime) -> None:
    scenario = ScenarioFactory.create(cohort=cohort)
    MatchFactory.create(draft=True, cohort=cohort, scenario=scenario)
    scenarios.publish(scenario, by=coordinator, now=now)

    with pytest.raises(MatchingError):
        scenarios.publish(scenario, by=coordinator, now=now)


def test_an_empty_scenario_is_not_published(cohort: Cohort, coordinator: User, now: datetime) -> None:
    with pytest.raises(MatchingError, match="no pair"):
        scenarios.publish(ScenarioFactory.create(cohort=cohort), by=coordinator, now=now)


def test_a_coordinator_of_another_program_cannot_publish(cohort: Cohort, now: datetime) -> None:
    stranger = UserFactory.create()
    ProgramFactory.create(coordinator=stranger)

    with pytest.raises(PermissionDenied):
        scenarios.publish(ScenarioFactory.create(cohort=cohort), by=stranger, now=now)


class TestSome:
    """Publishing some of the drafts, and the mentor first."""

    def test_only_the_chosen_pairs_go_out_and_the_rest_stays_as_drafts(
        self, cohort: Cohort, coordinator: User, now: datetime
    ) -> None:
        scenario = ScenarioFactory.create(cohort=cohort)
        one, two = (MatchFactory.create(draft=True, cohort=cohort, scenario=scenario) for _ in range(2))

        part = scenarios.publish(scenario, matches=[one.pk], by=coordinator, now=now)

        assert (part.status, part.published_at) == (ScenarioStatus.READY, now)
        assert Match.objects.get(pk=one.pk).status == MatchStatus.PROPOSED
        assert Match.objects.get(pk=two.pk).status == MatchStatus.DRAFT
        whole = scenarios.publish(scenario, matches=[two.pk], by=coordinator, now=now + timedelta(days=1))
        assert (whole.status, whole.published_at) == (ScenarioStatus.PUBLISHED, now)

    def test_m13_a_scenario_that_is_half_published_runs_again_for_the_others(
        self, cohort: Cohort, coordinator: User, now: datetime
    ) -> None:
        scenario = ScenarioFactory.create(cohort=cohort)
        one, two = (MatchFactory.create(draft=True, cohort=cohort, scenario=scenario) for _ in range(2))
        scenarios.publish(scenario, matches=[one.pk], by=coordinator, now=now)

        again = scenarios.run_scenario(scenario, now=now)

        assert [match.mentee for match in again.matches.filter(status=MatchStatus.DRAFT)] == [two.mentee]
        assert Match.objects.get(pk=one.pk).status == MatchStatus.PROPOSED

    def test_another_scenario_s_pairs_are_not_published(self, cohort: Cohort, coordinator: User, now: datetime) -> None:
        scenario, other = ScenarioFactory.create(cohort=cohort), ScenarioFactory.create(cohort=cohort)
        match = MatchFactory.create(draft=True, cohort=cohort, scenario=other)

        with pytest.raises(MatchingError, match="no pair"):
            scenarios.publish(scenario, matches=[match.pk], by=coordinator, now=now)

    def test_the_mentor_is_asked_first_where_wanted(self, cohort: Cohort, coordinator: User, now: datetime) -> None:
        scenario = ScenarioFactory.create(cohort=cohort)
        match = MatchFactory.create(draft=True, cohort=cohort, scenario=scenario)

        scenarios.publish(scenario, staged=True, by=coordinator, now=now)

        asked = Message.objects.filter(kind="matching.match_proposed").values_list("recipient", flat=True)
        assert list(asked) == [match.mentor.user_id]

    def test_looking_at_the_mails_sends_and_changes_nothing(self, cohort: Cohort, now: datetime) -> None:
        match = MatchFactory.create(draft=True, cohort=cohort, scenario=ScenarioFactory.create(cohort=cohort))

        mails = sample_mails(match, staged=False, now=now)

        assert [mail.to for mail in mails] == [[match.mentor.user.email], [match.mentee.user.email]]
        assert (match.status, match.proposed_at) == (MatchStatus.DRAFT, None)
        assert not Message.objects.exists()
