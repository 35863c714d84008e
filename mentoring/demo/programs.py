"""Founds a program and brings it to open enrolment, as coordinators and committees do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from people.models import User
from people.policy import Role
from programs.guideline_versions import guidelines
from programs.models import Approval, Cohort, Goal, Guidelines, Program
from programs.upkeep import committee, enrolment, founding, keeping

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentoring.demo.clock import Clock


@dataclass(frozen=True)
class ProgramPlan:
    """What a program is for and when it happens."""

    name: str
    format: str
    purpose: str
    business: str
    employee: str
    cohort: str
    starts_on: date
    ends_on: date | None
    always_on: bool = False
    rules: dict[str, object] | None = None


@dataclass(frozen=True)
class Team:
    """Who runs the programs of the demo."""

    administrator: User
    coordinator: User
    facilitator: User
    committee: Sequence[User]


def found(plan: ProgramPlan, team: Team, clock: Clock, *, returned_once: str = "") -> Cohort:
    """Found the program, write its guidelines, have them approved, and open enrolment of its first cohort."""
    by = team.coordinator
    # Anyone who coordinates no program yet cannot found one: the administrator founds the first and hands it over.
    founder = by if by.is_staff else team.administrator
    program = founding.found_program(
        name=plan.name, format=plan.format, purpose=plan.purpose, business_reason=plan.business,
        employee_reason=plan.employee, by=founder, now=clock.minutes(5),
    )  # fmt: skip
    if founder != by:
        committee.add_member(program, user=by, role=Role.COORDINATOR, by=founder, now=clock.minutes(2))
        by.refresh_from_db()
    committee.add_member(program, user=team.facilitator, role=Role.FACILITATOR, by=by, now=clock.minutes(2))
    for member in team.committee:
        committee.add_member(program, user=member, role=Role.COMMITTEE, by=by, now=clock.minutes(2))
    version = guidelines.write_guidelines(program, by=by, now=clock.minutes(30), **(plan.rules or {}))
    guidelines.send_to_committee(version, by=by, now=clock.minutes(20))
    if returned_once:
        send_back(version, team.committee[-1], returned_once, clock)
        guidelines.revise(version, by=by, now=clock.minutes(40))
        guidelines.send_to_committee(version, by=by, now=clock.minutes(5))
    approve(version, team.committee[:2], clock)
    cohort = enrolment.plan_cohort(
        program, name=plan.cohort, starts_on=plan.starts_on, ends_on=plan.ends_on, always_on=plan.always_on,
        enrol_until=None if plan.always_on else plan.starts_on - timedelta(days=14), by=by, now=clock.minutes(10),
    )  # fmt: skip
    return enrolment.open_enrolment(cohort, by=by, now=clock.minutes(5))


def asked(version: Guidelines, member: User) -> Approval:
    """The newest question that a member was asked about a version."""
    return Approval.objects.filter(guidelines=version, member=member).order_by("-round").first() or Approval()


def send_back(version: Guidelines, member: User, remarks: str, clock: Clock) -> None:
    """A member asks for a change, a day later."""
    clock.at(clock.now + timedelta(days=1))
    guidelines.ask_for_changes(asked(version, member), remarks=remarks, by=member, now=clock.now)


def approve(version: Guidelines, members: Sequence[User], clock: Clock) -> None:
    """Members approve, one a day."""
    for member in members:
        clock.at(clock.now + timedelta(days=1, minutes=25))
        guidelines.approve(asked(version, member), by=member, now=clock.now)


def set_goal(
    program: Program, statement: str, kpi: str, baseline: str, target: str, due_on: date, *, clock: Clock
) -> Goal:
    """Write down a measurable goal."""
    goal = Goal(program=program, statement=statement, kpi=kpi, baseline=baseline, target=target, due_on=due_on)
    return keeping.add(goal, by=program.created_by, now=clock.minutes(2))


def working_day(day: date, hour: int = 9) -> datetime:
    """A morning on or after the day that is not a weekend, in the organisation's zone."""
    while day.weekday() > 4:  # noqa: PLR2004 - Friday
        day += timedelta(days=1)
    return datetime(day.year, day.month, day.day, hour, 7, tzinfo=timezone.get_default_timezone())
