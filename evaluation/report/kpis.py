"""Measured values of a program's goals, as a coordinator records them (P-04, P-35)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from evaluation.errors import EvaluationError
from evaluation.models import KpiReading
from people import audit, policy
from programs.models import Goal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from decimal import Decimal

    from people.models import User


@transaction.atomic
def record_reading(goal: Goal, *, value: Decimal | float, read_on: date, by: User, now: datetime) -> KpiReading:
    """Record what was measured on a day. The newest day counts, and of one day the last record."""
    policy.require(by, policy.Action.MANAGE_PROGRAM, goal.program)
    if read_on > now.date():
        raise EvaluationError(_("A value cannot be measured in the future."), field="read_on")
    reading = KpiReading.objects.create(goal=goal, value=value, read_on=read_on, recorded_by=by, recorded_at=now)
    audit.record("kpi.recorded", reading, by=by, now=now, goal=goal.pk)
    return reading


@dataclass(frozen=True)
class GoalState:
    """A goal with its newest value. `way` is how far from baseline to target, 0 to 1; None without a value."""

    goal: Goal
    reading: KpiReading | None

    @property
    def way(self) -> float | None:
        """How much of the way is done; going backwards counts as none, going past the target as all."""
        if self.reading is None:
            return None
        distance = self.goal.target - self.goal.baseline
        if not distance:
            return 1.0 if self.reading.value >= self.goal.target else 0.0
        return min(1.0, max(0.0, float((self.reading.value - self.goal.baseline) / distance)))


def goal_states(program_ids: Iterable[int]) -> list[GoalState]:
    """Return the goals of the programs with their newest values, in two queries."""
    goals = Goal.objects.filter(program__in=list(program_ids)).select_related("program")
    newest = {
        reading.goal_id: reading
        for reading in KpiReading.objects.filter(goal__in=goals)
        .order_by("goal_id", "-read_on", "-pk")
        .distinct("goal_id")
    }
    return [GoalState(goal, newest.get(goal.pk)) for goal in goals]
