"""Scenarios side by side."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from matching.lab import scenarios
from matching.lab.what_if.comparison import Blocking, compare
from matching.models import Scenario
from matching.tests.factories import ScenarioFactory
from matching.tests.lab.conftest import Contest
from matching.tests.lab.test_lab_pages import place
from people.models import User
from pool.models import Mentor
from pool.tests.factories import MenteeFactory
from pool.tests.pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def without_choice(contest: Contest, coordinator: User, now: datetime) -> Scenario:
    """Return a second scenario in which rankings do not count, and the third mentee must have the wanted mentor."""
    scenario = scenarios.create_scenario(
        contest.scenario.cohort, name="Two", weights={"ranking": "off"}, by=coordinator, now=now
    )
    scenario.held.create(mentee=contest.third, mentor=contest.wanted, hold="locked")
    return scenarios.run_scenario(scenario, now=now)


def test_figures_changes_and_spread_of_two_scenarios(contest: Contest, without_choice: Scenario) -> None:
    found = compare([contest.scenario, without_choice])

    assert [side.figures["matched"] for side in found.sides] == [2, 2]
    assert [side.unmatched for side in found.sides] == [1, 1]
    assert [side.figures["first_choices"] for side in found.sides] == [1, 0]
    assert [side.reasons["places"] for side in found.sides] == [1, 1]
    assert {contest.keen.pk, contest.third.pk} <= set(found.changes)
    assert [(group.mentees, group.matched) for group in found.spread["level"]] == [(3, [2, 2])]


def test_m05_a_mentee_who_would_rather_have_a_mentor_with_a_lower_score_blocks(
    contest: Contest, without_choice: Scenario
) -> None:
    second = contest.second.preferences
    second.create(mentor=contest.other, rank=1)

    one, two = (side.blocking for side in compare([contest.scenario, without_choice]).sides)

    assert one is not None
    assert Blocking(contest.keen.pk, contest.wanted.pk, 1, free=False) not in one
    Mentor.objects.filter(pk=contest.wanted.pk).update(capacity=3)
    assert two is not None


def test_m05_a_free_place_at_a_ranked_mentor_blocks(contest: Contest, coordinator: User, now: datetime) -> None:
    Mentor.objects.filter(pk=contest.wanted.pk).update(capacity=3)
    scenario = scenarios.create_scenario(
        contest.scenario.cohort, name="Held back", weights={"ranking": "off"}, by=coordinator, now=now
    )
    scenario.held.create(mentee=contest.keen, mentor=contest.other, hold="locked")
    done = scenarios.run_scenario(scenario, now=now)

    (side,) = compare([done]).sides

    assert side.blocking == [Blocking(contest.keen.pk, contest.wanted.pk, 1, free=True)]


def test_the_page_marks_the_better_figure_and_prints(
    client: Client, contest: Contest, without_choice: Scenario
) -> None:
    response = client.get(f"{place('compare', contest.scenario.pk)}?with={without_choice.pk}&with=x")

    page = text(response)
    assert "Got their first choice 1 – best 0" in page
    assert "mentees do not get the same mentor" in page
    assert "Wanda Wanted" in page
    assert response.content.decode().count('class="lab-bars"') == 3


def test_three_are_the_most(client: Client, contest: Contest, without_choice: Scenario) -> None:
    more = ScenarioFactory.create_batch(2, cohort=contest.scenario.cohort)
    query = "&".join(f"with={one.pk}" for one in [without_choice, *more])

    assert len(client.get(f"{place('compare', contest.scenario.pk)}?{query}").context["found"].sides) == 3


def test_without_another_scenario_the_page_says_how_to_get_one(client: Client, contest: Contest) -> None:
    assert "Nothing to compare with yet" in text(client.get(place("compare", contest.scenario.pk)))


def test_people_who_joined_later_do_not_count_as_changed(contest: Contest, coordinator: User, now: datetime) -> None:
    late = MenteeFactory.create(cohort=contest.scenario.cohort)
    second = scenarios.create_scenario(contest.scenario.cohort, name="Later", by=coordinator, now=now)

    assert late.pk not in compare([contest.scenario, scenarios.run_scenario(second, now=now)]).changes
