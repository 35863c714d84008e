"""Which runs of a scenario are kept: the last one, and those whose pairs were published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from matching import engine
from matching.lab import scenarios
from matching.lab.proof import prove
from matching.lab.runs import stored_of
from matching.lab.what_if import costs
from matching.models import MatchingRun, Scenario
from matching.tests.lab.conftest import Contest
from people.models import User
from pool.tests.factories import MentorFactory

pytestmark = pytest.mark.django_db


def again(contest: Contest, now: datetime) -> MatchingRun:
    """Work out the scenario again, and return the new run."""
    scenarios.run_scenario(Scenario.objects.get(pk=contest.scenario.pk), now=now)
    return contest.scenario.runs.latest("finished_at")


def test_a_new_run_replaces_the_one_before_it_and_no_other_scenarios(
    contest: Contest, coordinator: User, now: datetime
) -> None:
    other = scenarios.create_scenario(contest.scenario.cohort, name="Two", by=coordinator, now=now)
    beside = scenarios.run_scenario(other, now=now).runs.get()

    last = again(contest, now + timedelta(hours=1))

    assert set(MatchingRun.objects.all()) == {beside, last}


def test_m02_a_run_whose_pairs_were_published_stays_and_can_be_checked(
    contest: Contest, coordinator: User, now: datetime
) -> None:
    first = contest.scenario.runs.get()
    chosen = contest.scenario.matches.get(mentee=contest.keen)
    scenarios.publish(contest.scenario, matches=[chosen.pk], by=coordinator, now=now)

    second, third = (again(contest, now + timedelta(hours=hours)) for hours in (1, 2))

    assert set(contest.scenario.runs.all()) == {first, third}
    assert not MatchingRun.objects.filter(pk=second.pk).exists()
    prove(MatchingRun.objects.get(pk=first.pk))


def test_a_question_under_way_is_answered_though_its_run_goes(contest: Contest, now: datetime) -> None:
    stored = stored_of(contest.scenario)
    assert stored is not None

    again(contest, now + timedelta(hours=1))

    row, column = stored.row_of[contest.third.pk], stored.column_of[contest.wanted.pk]
    assert engine.why_not(stored.problem, stored.solution, row, column).eligible


def test_a_question_whose_run_goes_before_it_is_read_is_asked_of_the_next_run(contest: Contest, now: datetime) -> None:
    """Another worker finishes a run between finding the last one and reading it."""
    MentorFactory.create(program=contest.scenario.cohort.program)
    before = contest.scenario.runs.get()
    seen: list[str] = []

    def overtake(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:  # noqa: ANN401 - Django's own signature
        if not seen and sql.startswith("SELECT") and '"matching_matchingrun"."problem"' in sql:
            seen.append(sql)
            again(contest, now + timedelta(hours=1))
        return execute(sql, *rest)

    with connection.execute_wrapper(overtake):
        cost = costs.work_out(contest.scenario, {"mentee": contest.third.pk, "mentor": contest.wanted.pk}, now=now)

    assert seen
    assert not MatchingRun.objects.filter(pk=before.pk).exists()
    assert cost["eligible"]
