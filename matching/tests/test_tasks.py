"""Background work: what is due stands in the database, and every task may run twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from matching import tasks
from matching.lab import scenarios
from matching.models import MatchStatus, Scenario, ScenarioStatus
from matching.tests.factories import MatchFactory, ScenarioFactory
from notifications.models import Message
from pool.tests.factories import MenteeFactory, MentorFactory

pytestmark = pytest.mark.django_db


def test_a_queued_scenario_is_worked_out_once() -> None:
    scenario = ScenarioFactory.create(status=ScenarioStatus.QUEUED)
    MenteeFactory.create(cohort=scenario.cohort)
    MentorFactory.create(program=scenario.cohort.program)

    tasks.run_scenario(scenario.pk)
    first = scenario.matches.get()
    tasks.run_scenario(scenario.pk)

    assert Scenario.objects.get().status == ScenarioStatus.READY
    assert scenario.matches.get() == first


def test_a_scenario_that_is_gone_is_no_error() -> None:
    tasks.run_scenario(0)


def test_a_run_that_breaks_off_says_so_to_the_coordinator() -> None:
    scenario = ScenarioFactory.create(status=ScenarioStatus.QUEUED, weights={"topics": "unheard of"})

    with pytest.raises(ValueError, match="unheard of"):
        tasks.run_scenario(scenario.pk)

    scenario.refresh_from_db()
    assert scenario.status == ScenarioStatus.FAILED


@pytest.mark.parametrize("status", [ScenarioStatus.READY, ScenarioStatus.PUBLISHED])
def test_of_two_runs_of_a_scenario_one_that_breaks_off_undoes_nothing(status: ScenarioStatus) -> None:
    scenario = ScenarioFactory.create(status=status)

    scenarios.fail_scenario(scenario, now=timezone.now())

    scenario.refresh_from_db()
    assert scenario.status == status


def test_the_sweep_reminds_lapses_and_finds_forgotten_scenarios() -> None:
    now = timezone.now()
    reminded = MatchFactory.create(proposed=True, proposed_at=now - timedelta(days=4), reply_by=now + timedelta(days=3))
    lapsed = MatchFactory.create(proposed=True, proposed_at=now - timedelta(days=8), reply_by=now - timedelta(hours=1))
    forgotten = ScenarioFactory.create(status=ScenarioStatus.QUEUED, created_at=now - timedelta(hours=1))

    for _ in range(2):
        tasks.settle_proposals()

    for row in (reminded, lapsed, forgotten):
        row.refresh_from_db()
    assert (reminded.status, lapsed.status, forgotten.status) == (
        MatchStatus.PROPOSED,
        MatchStatus.EXPIRED,
        ScenarioStatus.READY,
    )
    assert Message.objects.filter(kind="matching.answer_reminder", subject_id=str(reminded.pk)).count() == 2
    assert Message.objects.filter(kind="matching.not_going_ahead", subject_id=str(lapsed.pk)).count() == 2
