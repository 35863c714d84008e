"""The matching lab: every page of a scenario in four forms, and a coordinator's way through it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from matching.fit.terms import Terms
from matching.lab import scenarios
from matching.lab.what_if import curves, trials
from matching.models import Match, MatchStatus, Origin, Reply, Scenario, Trial
from people.tests.factories import DepartmentFactory, LevelFactory, SiteFactory, UserFactory
from pool.models import Mentee, Mentor, Topic
from pool.tests.factories import MenteeFactory, MentorFactory
from programs.tests.factories import CohortFactory, ProgramFactory

if TYPE_CHECKING:
    from mentoring.tests.browser.person import Visitor
    from people.models import User
    from programs.models import Cohort

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TOPICS = ("Planning a project", "Writing clearly", "Reading a balance sheet", "Leading a team", "Working with data")
FIRST = ("Amara", "Bo", "Chiara", "Dmitri", "Ewa", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Katja", "Luis")
LAST = ("Adler", "Brandt", "Costa", "Dahl", "Eriksen", "Fischer", "Greco", "Haas", "Ivanov", "Jansen")


@pytest.fixture
def coordinator(transactional_db: None) -> User:
    """Return a coordinator."""
    person = UserFactory.create(name="Paula Brandt")
    ProgramFactory.create(coordinator=person, name="Peers across the house")
    person.refresh_from_db()
    return person


@pytest.fixture
def cohort(coordinator: User) -> Cohort:
    """Return a cohort with more mentees than places, spread over sites, departments and levels."""
    chance = random.Random(7)  # noqa: S311 - the same people in every run
    program = coordinator.memberships.get().program
    cohort = CohortFactory.create(program=program, name="Spring 2027", enrol_until=None)
    topics = [Topic.objects.get_or_create(name=name, defaults={"group": "Working together"})[0] for name in TOPICS]
    sites = [SiteFactory.create(name=name) for name in ("Berlin", "Lisbon", "Gdańsk")]
    departments = [DepartmentFactory.create(name=name) for name in ("Engineering", "Finance", "People", "Sales")]
    levels = [LevelFactory.create(name=name) for name in ("Specialist", "Senior specialist")]
    names = [f"{first} {last}" for last in LAST for first in FIRST]
    chance.shuffle(names)

    def place() -> dict[str, object]:
        return {
            "user__name": names.pop(),
            "user__site": chance.choice(sites),
            "user__department": chance.choice(departments),
            "user__level": chance.choice(levels),
            "topics": chance.sample(topics, 2),
        }

    pool = [MentorFactory.create(program=program, capacity=chance.choice((1, 1, 2)), **place()) for _ in range(18)]
    for number in range(30):
        mentee = MenteeFactory.create(cohort=cohort, languages=["fr"] if number in {3, 4} else ["en"], **place())
        for rank, mentor in enumerate(chance.sample(pool[:8], 3), start=1):
            mentee.preferences.create(mentor=mentor, rank=rank)
    return cohort


def work(scenario: Scenario) -> Scenario:
    """Do what the worker does."""
    return scenarios.run_scenario(Scenario.objects.get(pk=scenario.pk), now=timezone.now())


def address(name: str, *args: object) -> str:
    """Return the address of a page of the lab."""
    return reverse(f"admin:matching_scenario_{name}", args=args)


def test_a_coordinator_tries_compares_changes_and_publishes(
    visitor: Visitor, coordinator: User, cohort: Cohort
) -> None:
    now = timezone.now()
    visitor.become(coordinator)
    visitor.page.set_viewport_size({"width": 1360, "height": 900})
    visitor.open(f"{reverse('admin:matching_scenario_add')}?cohort={cohort.pk}")
    visitor.fill("Name", "As usual")
    visitor.press("Save and run")
    visitor.sees("Being calculated")
    first = work(Scenario.objects.get(name="As usual"))
    visitor.sees("The weakest pairs")
    options = Terms.of(first).but(preference=300, poor=30, weak=55, keep_from=first.pk)
    second = scenarios.create_scenario(cohort, name="Own choice first", options=options, by=coordinator, now=now)
    work(scenarios.queue_scenario(second, by=coordinator, now=now))

    visitor.open(address("change", second.pk), address("pairs", second.pk), address("left", second.pk))
    visitor.open(address("compare", second.pk))
    visitor.sees("Blocking pairs among ranked choices")
    visitor.open(address("curves", second.pk))
    visitor.press("Calculate the curves")
    curves.draw_curves(Scenario.objects.get(pk=second.pk), now=now)
    visitor.sees("How firmly earlier pairs stay together")
    visitor.arrive()

    visitor.open(address("play", second.pk))
    visitor.page.get_by_label("Weight of the own choice").fill("50")
    visitor.page.get_by_role("status").get_by_text("Being calculated").wait_for()
    trial = Trial.objects.get()
    trials.answer(trial.pk, trial.number)
    visitor.page.get_by_text("Solved in").wait_for()
    visitor.inspection.look_at(visitor.page, "answered")

    pair = swap(visitor, second)
    visitor.open(address("publish", second.pk))
    visitor.press("Publish and send the emails")
    visitor.page.get_by_text("Published. Both people").wait_for()
    assert not second.matches.filter(status="draft").exists()
    assert Mentee.objects.waiting().filter(cohort=cohort).count() == second.unmatched.count()
    decline(visitor, pair)
    assert visitor.inspection.findings == [], visitor.inspection.report()


def swap(visitor: Visitor, scenario: Scenario) -> Match:
    """Give a mentee another mentor by hand, having seen what it costs the others; return the pair."""
    match = scenario.matches.order_by("score").first()
    assert match is not None
    visitor.open(address("assign", scenario.pk, match.mentee_id))
    visitor.page.get_by_role("region", name="Why not someone else?").get_by_role("link").first.click()
    visitor.arrive()
    visitor.page.get_by_role("button", name="Calculate the exact cost").click()
    visitor.page.get_by_role("status").get_by_text("Being calculated").wait_for()
    trial = Trial.objects.get(kind="pair")
    mentor = Mentor.objects.get(pk=trial.asked["mentor"])
    trials.answer(trial.pk, trial.number)
    trial.refresh_from_db()
    visitor.page.get_by_role("button", name="Pair them at this cost").wait_for()
    visitor.inspection.look_at(visitor.page, "cost")
    visitor.fill(f"Why {mentor}?", "They have agreed on it")
    visitor.press("Pair them at this cost")
    scenario = work(scenario)
    change = scenario.changes.get()
    assert change.reason == "They have agreed on it"
    assert (change.matched, change.moved) == (-(trial.answer or {})["fewer"], (trial.answer or {})["moved_in_all"])
    visitor.open(address("pairs", scenario.pk))
    visitor.sees("They have agreed on it")
    pair = scenario.matches.get(mentee=match.mentee_id)
    assert pair.mentor == mentor
    visitor.open(address("assign", scenario.pk, pair.mentee_id))
    visitor.page.get_by_text("Locked", exact=True).wait_for()
    return pair


def decline(visitor: Visitor, pair: Match) -> None:
    """The mentee says no without a reason, and the next choice is asked: someone who has joined the pool since."""
    level = pair.mentee.user.level
    MentorFactory.create(program=pair.cohort.program, user__level=level, topics=list(pair.mentee.topics.all()))
    visitor.become(pair.mentee.user)
    visitor.open(reverse("matching:match", args=[pair.pk]))
    visitor.follow("No")
    visitor.press("No, I decline")
    following = Match.objects.get(mentee=pair.mentee_id, status=MatchStatus.PROPOSED)
    assert following.mentor_id != pair.mentor_id
    assert following.origin == Origin.NEXT_CHOICE
    visitor.become(following.mentor.user)
    visitor.open("/", reverse("matching:match", args=[following.pk]))
    visitor.press("Yes")
    following.refresh_from_db()
    assert following.mentor_reply == Reply.ACCEPTED


def test_printed_the_comparison_shows_everything_and_no_buttons(
    visitor: Visitor, coordinator: User, cohort: Cohort
) -> None:
    now = timezone.now()
    made = [scenarios.create_scenario(cohort, name=name, by=coordinator, now=now) for name in ("One", "Two")]
    for scenario in made:
        work(scenario)
    visitor.become(coordinator)
    visitor.page.set_viewport_size({"width": 1360, "height": 900})
    visitor.open(address("compare", made[0].pk))

    visitor.page.emulate_media(media="print")

    assert not visitor.page.get_by_role("button", name="Compare").is_visible()
    assert visitor.page.get_by_role("heading", name="Figures").is_visible()
