"""Builds the demo: a peer program in week 7, a reverse program that is matching, an onboarding program that is open."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from evaluation.report import reports
from matching.lab import scenarios
from mentoring.demo import texts
from mentoring.demo.changes import ask_a_deputy, change_agreements
from mentoring.demo.clock import Clock
from mentoring.demo.life import Life
from mentoring.demo.participants import Crowd
from mentoring.demo.programs import ProgramPlan, Team, found, set_goal, working_day
from mentoring.demo.staff import Staff, employ
from pool.joining import mentors as applying
from pool.models import Mentor
from programs.guideline_versions import guidelines
from programs.models import Cohort, Guidelines
from programs.models.program import Format
from programs.upkeep import enrolment

if TYPE_CHECKING:
    from collections.abc import Callable


WEEK_NOW = 7


def build(*, seed: int, now: datetime, say: Callable[[str], None], size: int = 300) -> Staff:
    """Build everything up to `now` and return who is who."""
    monday = (now - timedelta(days=now.weekday())).date()
    starts_on = monday - timedelta(weeks=WEEK_NOW - 1)
    clock = Clock(working_day(starts_on - timedelta(weeks=9)).astimezone(UTC))
    say(f"Inventing {size} people and importing them as a directory file")
    staff = employ(seed=seed, today=now.date(), size=size, now=clock.now)
    crowd = Crowd(seed, clock)

    say("A peer program: committee, guidelines, enrolment, matching")
    life = Life()
    clock.after = life.go_on
    peer = open_peer_program(staff, clock, starts_on)
    enrol_peers(staff, crowd, peer)
    match_everybody(peer, staff.team, clock, at=working_day(starts_on - timedelta(days=11)))
    clock.at(working_day(starts_on))

    say("A reverse program and an onboarding program, while the pairs of the first one meet")
    clock.at(working_day(now.date() - timedelta(days=33)))
    reverse = open_reverse_program(staff, clock, now)
    enrol_reverse(staff, crowd, reverse)
    clock.at(working_day(now.date() - timedelta(days=19)))
    onboarding = open_onboarding_program(staff, clock, now)
    enrol_newcomers(staff, crowd, onboarding)

    say(f"{WEEK_NOW} weeks of meetings, reminders and surveys")
    clock.at(now - timedelta(days=4))
    try_scenarios(reverse, staff.team, clock)
    clock.at(now - timedelta(days=3))
    apply_late(staff, crowd, peer)
    ask_committee_again(onboarding, staff.team, clock)
    life.write_late(clock.at(now - timedelta(hours=4)))
    ask_a_deputy(peer, coordinator=staff.team.coordinator, now=clock.now)
    change_agreements(peer, life, clock.now)
    clock.at(now - timedelta(hours=2))
    reports.make_report(peer, by=staff.team.coordinator, now=clock.now)
    clock.sweep()
    return staff


def open_peer_program(staff: Staff, clock: Clock, starts_on: date) -> Cohort:
    """Found the peer program, whose guidelines came back once from the committee."""
    plan = ProgramPlan(
        name="Peer Mentoring", format=Format.PEER,
        purpose="Colleagues pass on what you won’t find in any manual: how we work, decide and learn here.",
        business="Know-how stays when people move on, and new leads come from our own teams.",
        employee="You get one hour a week with a colleague who has done what you want to learn.",
        cohort="Autumn 2026", starts_on=starts_on, ends_on=starts_on + timedelta(days=182),
        rules={"mentee_min_tenure_months": 3, "mentor_min_tenure_months": 12, "length_months": 6},
    )  # fmt: skip
    cohort = found(plan, staff.team, clock, returned_once=texts.REMARKS)
    due = clock.now.date() + timedelta(days=270)
    program = cohort.program
    for goal in (
        ("More people stay", "Staff who leave within a year", "14", "10"),
        ("Lead roles are filled from inside", "Share of lead roles filled by our own people", "45", "60"),
    ):
        set_goal(program, *goal, due, clock=clock)
    return cohort


def enrol_peers(staff: Staff, crowd: Crowd, cohort: Cohort) -> None:
    """Nineteen mentors apply and are accepted; sixteen mentees sign up and rank some of them."""
    mentors: list[Mentor] = []
    for user in staff.take(19, levels=(2, 3, 4), tenure_months=14):
        mentor = crowd.apply(cohort, user, capacity=1 if len(mentors) % 6 else 2)
        mentors.append(applying.accept(mentor, by=staff.team.coordinator, now=crowd.clock.minutes(15)))
        if len(mentors) % 4 == 0:
            crowd.clock.at(crowd.clock.now + timedelta(days=1))
    for number, user in enumerate(staff.take(16, levels=(1, 2, 3), tenure_months=5)):
        crowd.sign_up(cohort, user, wish_for=crowd.random.sample(mentors, 3) if number % 3 else ())
        if number % 4 == 0:
            crowd.clock.at(crowd.clock.now + timedelta(days=1))


def match_everybody(cohort: Cohort, team: Team, clock: Clock, *, at: datetime) -> None:
    """Run the matching and publish it."""
    clock.at(at)
    enrolment.start_matching(cohort, by=team.coordinator, now=clock.now)
    scenario = scenarios.create_scenario(cohort, name="Balanced", by=team.coordinator, now=clock.minutes(3))
    scenario = scenarios.run_scenario(scenario, now=clock.minutes(1))
    scenarios.publish(scenario, by=team.coordinator, now=clock.minutes(30))


def open_reverse_program(staff: Staff, clock: Clock, now: datetime) -> Cohort:
    """Found the reverse program."""
    plan = ProgramPlan(
        name="Reverse Mentoring", format=Format.REVERSE,
        purpose="Senior leaders learn from colleagues who see our products and tools with fresh eyes.",
        business="Decisions are made with today’s habits of customers and staff in view.",
        employee="Juniors are heard by those who decide; seniors learn without losing face.",
        cohort="Winter 2026", starts_on=now.date() + timedelta(days=13), ends_on=now.date() + timedelta(days=135),
        rules={"length_months": 4, "frequency": "fortnightly", "meeting_minutes": 45},
    )  # fmt: skip
    return found(plan, staff.team, clock)


def enrol_reverse(staff: Staff, crowd: Crowd, cohort: Cohort) -> None:
    """Juniors apply as mentors, seniors sign up to learn."""
    mentors = []
    for user in staff.take(12, levels=(1, 2), tenure_months=4):
        mentors.append(
            applying.accept(crowd.apply(cohort, user), by=staff.team.coordinator, now=crowd.clock.minutes(10))
        )
        crowd.clock.at(crowd.clock.now + timedelta(hours=7))
    for user in staff.take(10, levels=(4, 5, 6), tenure_months=6):
        crowd.sign_up(cohort, user, wish_for=crowd.random.sample(mentors, 2))
        crowd.clock.at(crowd.clock.now + timedelta(hours=9))


def try_scenarios(cohort: Cohort, team: Team, clock: Clock) -> None:
    """Two trial runs stand ready to compare."""
    enrolment.start_matching(cohort, by=team.coordinator, now=clock.now)
    for name, weights in (("Balanced", None), ("Wishes first", {"ranking": "high", "topics": "medium"})):
        scenario = scenarios.create_scenario(
            cohort, name=name, weights=weights, by=team.coordinator, now=clock.minutes(4)
        )
        scenarios.run_scenario(scenario, now=clock.minutes(1))


def open_onboarding_program(staff: Staff, clock: Clock, now: datetime) -> Cohort:
    """Found the onboarding program: always on, with buddies."""
    plan = ProgramPlan(
        name="First 90 Days", format=Format.ONBOARDING,
        purpose="Every new colleague has a buddy as first point of contact.",
        business="People who feel at home in the first weeks stay and get productive sooner.",
        employee="You have someone to ask what you would not ask your boss.",
        cohort="All year", starts_on=now.date() - timedelta(days=14), ends_on=None, always_on=True,
        rules={"length_months": 3, "frequency": "onboarding", "meeting_minutes": 30, "mentee_max_tenure_months": 4},
    )  # fmt: skip
    return found(plan, staff.team, clock)


def enrol_newcomers(staff: Staff, crowd: Crowd, cohort: Cohort) -> None:
    """Buddies stand ready, the first newcomers sign up."""
    for user in staff.take(8, levels=(2, 3), tenure_months=12):
        applying.accept(crowd.apply(cohort, user, capacity=2), by=staff.team.coordinator, now=crowd.clock.minutes(10))
    for user in staff.newcomers(5):
        crowd.sign_up(cohort, user)
        crowd.clock.at(crowd.clock.now + timedelta(hours=20))


def apply_late(staff: Staff, crowd: Crowd, cohort: Cohort) -> None:
    """Three applications wait for the coordinator, one person has only begun."""
    *sent, begun = staff.take(4, levels=(3, 4), tenure_months=14)
    for user in sent:
        crowd.apply(cohort, user)
    applying.begin_application(cohort.program, user=begun, now=crowd.clock.minutes(5))
    staff.notable["begun"] = begun


def ask_committee_again(cohort: Cohort, team: Team, clock: Clock) -> None:
    """The next version of the onboarding guidelines waits for the committee."""
    version: Guidelines = guidelines.write_guidelines(
        cohort.program, by=team.coordinator, now=clock.minutes(20), mentee_max_tenure_months=6
    )
    guidelines.send_to_committee(version, by=team.coordinator, now=clock.minutes(10))
