"""P-04, P-35: goals and what is measured of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluation.errors import EvaluationError
from evaluation.report.kpis import goal_states, record_reading
from evaluation.tests.factories import KpiReadingFactory, coordinator_of
from people.models import AuditEvent
from people.tests.factories import UserFactory
from programs.tests.factories import GoalFactory

pytestmark = pytest.mark.django_db


def test_p04_a_coordinator_records_a_value(now: datetime) -> None:
    goal = GoalFactory.create()
    by = coordinator_of(goal.program)
    reading = record_reading(goal, value=Decimal("81.5"), read_on=now.date(), by=by, now=now)
    assert (reading.value, reading.recorded_by) == (Decimal("81.5"), by)
    assert AuditEvent.objects.get(action="kpi.recorded").details == {"goal": goal.pk}


def test_nobody_else_records_values(now: datetime) -> None:
    with pytest.raises(PermissionDenied):
        record_reading(GoalFactory.create(), value=80, read_on=now.date(), by=UserFactory.create(), now=now)


def test_nothing_is_measured_in_the_future(now: datetime) -> None:
    goal = GoalFactory.create()
    with pytest.raises(EvaluationError, match="future"):
        record_reading(goal, value=80, read_on=now.date() + timedelta(days=1), by=coordinator_of(goal.program), now=now)


@pytest.mark.parametrize(
    ("baseline", "target", "value", "way"),
    [
        (78, 88, 83, 0.5),
        (78, 88, 90, 1),
        (78, 88, 70, 0),
        (30, 20, 25, 0.5),
        (30, 20, 32, 0),
        (5, 5, 5, 1),
        (5, 5, 4, 0),
    ],
)
def test_p04_the_way_to_the_target_is_counted_from_the_baseline(
    baseline: int, target: int, value: int, way: float
) -> None:
    goal = GoalFactory.create(baseline=baseline, target=target)
    KpiReadingFactory.create(goal=goal, value=value)
    goal.refresh_from_db()
    assert goal_states([goal.program_id])[0].way == way


def test_the_newest_day_counts_and_of_one_day_the_last_record(now: datetime) -> None:
    goal = GoalFactory.create()
    KpiReadingFactory.create(goal=goal, value=80, read_on=now.date())
    KpiReadingFactory.create(goal=goal, value=82, read_on=now.date())
    KpiReadingFactory.create(goal=goal, value=99, read_on=now.date() - timedelta(days=1))
    state = goal_states([goal.program_id])[0]
    assert state.reading is not None
    assert state.reading.value == 82


def test_a_goal_without_a_value_has_come_no_way() -> None:
    assert goal_states([GoalFactory.create().program_id])[0].way is None


def test_goals_cost_two_queries_however_many_there_are() -> None:
    goals = [KpiReadingFactory.create().goal for _ in range(3)]
    for some in (goals[:1], goals):
        with CaptureQueriesContext(connection) as queries:
            assert len(goal_states([goal.program_id for goal in some])) == len(some)
        assert len(queries) == 2
