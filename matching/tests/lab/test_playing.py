"""Playing with the weights, and asking what one pair costs: asked in a request, answered in the background."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from matching import tasks
from matching.fit.terms import Terms
from matching.lab.outcomes import Outcome
from matching.lab.what_if import trials
from matching.models import Scenario, ScenarioStatus, Trial, TrialKind, TrialStatus
from matching.tests.lab.conftest import Contest
from matching.tests.lab.test_lab_pages import initial, place
from people.models import User
from pool.tests.pages import text, title

pytestmark = pytest.mark.django_db


def played(contest: Contest, coordinator: User, now: datetime, **changes: object) -> dict[str, Any]:
    """Try other options, as the page and the worker do; return the answer."""
    options = Terms.of(contest.scenario).but(**changes)
    trial = trials.ask(contest.scenario, TrialKind.PLAY, options.values(), by=coordinator, now=now)
    trials.answer(trial.pk, trial.number)
    trial.refresh_from_db()
    assert trial.status == TrialStatus.READY
    return dict(trial.answer or {})


def test_m05_a_trial_says_what_would_come_out_and_changes_nothing(
    contest: Contest, coordinator: User, now: datetime
) -> None:
    before = Outcome.of_scenario(contest.scenario)

    answer = played(contest, coordinator, now, preference=0, weights={**contest.scenario.weights, "ranking": "off"})

    assert answer["figures"]["matched"] == 2
    assert answer["figures"]["mentees"] == 3
    assert Outcome.of_scenario(contest.scenario) == before
    assert Scenario.objects.count() == 1


def test_the_same_options_lead_to_what_the_scenario_has(contest: Contest, coordinator: User, now: datetime) -> None:
    answer = played(contest, coordinator, now)

    present = Outcome.of_scenario(contest.scenario)
    assert (answer["changed"], answer["who"]) == (0, [])
    assert answer["figures"]["total"] == present.figures()["total"] == contest.scenario.total


def test_only_the_last_question_of_a_person_is_answered(contest: Contest, coordinator: User, now: datetime) -> None:
    first = trials.ask(contest.scenario, TrialKind.PLAY, Terms(preference=50).values(), by=coordinator, now=now)
    number = first.number
    second = trials.ask(contest.scenario, TrialKind.PLAY, Terms(preference=200).values(), by=coordinator, now=now)

    trials.answer(first.pk, number)
    assert Trial.objects.get().status == TrialStatus.QUEUED
    tasks.answer_trial(second.pk, second.number)

    trial = Trial.objects.get()
    assert (trial.status, trial.asked["preference"], trial.number) == (TrialStatus.READY, 200, 2)
    tasks.answer_trial(second.pk, second.number)  # may run twice


def test_the_page_asks_waits_and_shows(client: Client, contest: Contest) -> None:
    url = place("play", contest.scenario.pk)
    fields = initial(client, url)
    assert "This is the scenario as it is" in text(client.get(url))

    response = client.post(url, {**fields, "preference": 0})
    assert response.headers["Location"] == f"{url}#answer"
    assert "Being calculated" in text(client.get(url))
    trial = Trial.objects.get()
    tasks.answer_trial(trial.pk, trial.number)

    page = text(client.get(url))
    assert ("Solved in" in page, "Being calculated" in page) == (True, False)
    assert initial(client, url)["preference"] == 0
    assert initial(client, f"{url}?again")["preference"] == 100


def test_a_moved_slider_gets_only_the_answer_back(client: Client, contest: Contest) -> None:
    url = place("play", contest.scenario.pk)
    fields = initial(client, url)

    part = client.post(url, {**fields, "preference": 300}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert f'hx-get="{place("played", contest.scenario.pk)}"' in part
    trial = Trial.objects.get()
    tasks.answer_trial(trial.pk, trial.number)

    done = client.get(place("played", contest.scenario.pk)).content.decode()
    assert ("hx-get" in done, "total points" in done) == (False, True)
    wrong = client.post(url, {**fields, "preference": 900}, headers={"HX-Request": "true"})
    assert "something is out of range" in text(wrong)
    assert title(client.post(url, {**fields, "preference": 900})).startswith("Error:")


def test_what_was_tried_is_kept_by_name_and_run(client: Client, contest: Contest) -> None:
    pk = contest.scenario.pk
    client.post(place("play", pk), {**initial(client, place("play", pk)), "preference": 250})

    taken = client.post(place("keep", pk), {"name": contest.scenario.name})
    assert (taken.status_code, "Choose another name" in text(taken)) == (400, True)
    assert client.post(place("keep", pk), {"name": ""}).status_code == 400
    response = client.post(place("keep", pk), {"name": "Own choice first"})

    kept = Scenario.objects.get(name="Own choice first")
    assert response.headers["Location"] == place("change", kept.pk)
    assert (kept.preference, kept.status) == (250, ScenarioStatus.QUEUED)


def test_a_question_that_cannot_be_answered_says_so(client: Client, contest: Contest) -> None:
    trial = trials.ask(
        contest.scenario,
        TrialKind.PLAY,
        {"nonsense": 1},
        by=contest.scenario.created_by,
        now=contest.scenario.created_at,
    )
    with pytest.raises(TypeError):
        trials.answer(trial.pk, trial.number)

    assert "could not be calculated" in text(client.get(place("played", contest.scenario.pk)))
