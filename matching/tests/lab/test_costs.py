"""“Why not this mentor?”: a bound at once, the exact cost by asking the engine."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest
from django.test import Client

from matching import tasks
from matching.errors import MatchingError
from matching.fit.criteria import UNIT
from matching.lab import drafts, scenarios
from matching.lab.outcomes import Outcome
from matching.lab.runs import stored_of
from matching.lab.what_if.costs import Loses, best_mentors, bounds, lifted, work_out
from matching.models import Match, Scenario, Trial
from matching.templatetags.lab import cost_in_words
from matching.tests.lab.conftest import Contest
from matching.tests.lab.test_lab_pages import place
from people.models import User
from pool.models import Mentor
from pool.tests.factories import MenteeFactory, MentorFactory
from pool.tests.pages import text
from programs.models import Cohort

pytestmark = pytest.mark.django_db


@pytest.fixture
def alike(cohort: Cohort, coordinator: User, now: datetime) -> Scenario:
    """Return a scenario that has run, in which everybody fits everybody alike."""
    for _ in range(9):
        MentorFactory.create(program=cohort.program)
        MenteeFactory.create(cohort=cohort)
    scenario = scenarios.create_scenario(cohort, name="Alike", by=coordinator, now=now)
    return scenarios.run_scenario(scenario, now=now)


def another(scenario: Scenario, match: Match) -> Mentor:
    """Return a mentor whom somebody else has in this scenario."""
    return scenario.matches.exclude(pk=match.pk).with_people().order_by("pk")[0].mentor


def test_m09_the_exact_cost_says_who_moves_as_working_out_again_does(
    alike: Scenario, coordinator: User, now: datetime
) -> None:
    """Where all pairs are alike many answers are best; both keep whatever can be kept."""
    match = alike.matches.with_people().order_by("pk")[0]
    mentor = another(alike, match)
    cost = work_out(alike, {"mentee": match.mentee_id, "mentor": mentor.pk}, now=now)

    change = drafts.assign(alike, mentee=match.mentee, mentor=mentor, reason="Asked", by=coordinator, now=now)
    then = scenarios.run_scenario(Scenario.objects.get(pk=alike.pk), now=now)

    change.refresh_from_db()
    assert (change.moved, change.matched) == (cost["moved_in_all"], -cost["fewer"]) == (1, 0)
    now_of = dict(then.matches.values_list("mentee", "mentor"))
    assert all(now_of[mentee] == after for mentee, _before, after in cost["moved"])


def test_m09_the_exact_cost_moves_nobody_who_was_locked_since_the_run(
    alike: Scenario, coordinator: User, now: datetime
) -> None:
    match, kept, *_others = alike.matches.with_people().order_by("pk")
    drafts.lock(kept, reason="Agreed", by=coordinator, now=now)

    cost = work_out(alike, {"mentee": match.mentee_id, "mentor": kept.mentor_id}, now=now)
    assert not cost["eligible"]

    drafts.unlock(kept, reason="Not any more", by=coordinator, now=now)
    assert work_out(alike, {"mentee": match.mentee_id, "mentor": kept.mentor_id}, now=now)["eligible"]


def test_m09_prices_bound_nothing_once_a_lock_of_the_run_is_lifted(
    roomy: Contest, coordinator: User, now: datetime
) -> None:
    """Third Thea holds the wanted place by a lock; without it Keen Kay’s having it gains points."""
    drafts.assign(roomy.scenario, mentee=roomy.third, mentor=roomy.wanted, reason="Asked", by=coordinator, now=now)
    scenario = scenarios.run_scenario(Scenario.objects.get(pk=roomy.scenario.pk), now=now)
    stored = stored_of(scenario)
    assert stored is not None
    assert not lifted(scenario, stored)

    drafts.unlock(scenario.matches.get(mentee=roomy.third), reason="Not any more", by=coordinator, now=now)

    assert lifted(scenario, stored)
    everybody = list(stored.mentors)
    assert any(bound.at_least for bound in bounds(stored, roomy.keen.pk, everybody))
    assert not any(bound.at_least for bound in bounds(stored, roomy.keen.pk, everybody, loose=True))


@pytest.fixture
def roomy(contest: Contest, now: datetime) -> Contest:
    """Return the contest with a place for everybody: only points are at stake."""
    Mentor.objects.filter(pk=contest.other.pk).update(capacity=3)
    MentorFactory.create(program=contest.scenario.cohort.program, user__name="Mia Middling", channels=["chat"])
    contest.scenario = scenarios.run_scenario(Scenario.objects.get(pk=contest.scenario.pk), now=now)
    return contest


def test_m09_the_bound_is_never_above_the_exact_cost(roomy: Contest, now: datetime) -> None:
    stored = stored_of(roomy.scenario)
    assert stored is not None

    for mentee in (roomy.keen, roomy.second, roomy.third):
        for bound in bounds(stored, mentee.pk, best_mentors(stored, mentee.pk)):
            cost = work_out(roomy.scenario, {"mentee": mentee.pk, "mentor": bound.mentor}, now=now)
            assert cost["eligible"]
            assert (bound.loses, cost["fewer"]) == (Loses.POINTS, 0)
            assert bound.at_least <= cost["others"] - cost["own"] + 1  # each is rounded to whole points


def test_m09_the_exact_cost_is_what_the_whole_loses_when_the_pair_is_forced(
    roomy: Contest, coordinator: object, now: datetime
) -> None:
    before = roomy.scenario.total
    cost = work_out(roomy.scenario, {"mentee": roomy.third.pk, "mentor": roomy.wanted.pk}, now=now)
    roomy.scenario.held.create(mentee=roomy.third, mentor=roomy.wanted, hold="locked")

    forced = scenarios.run_scenario(Scenario.objects.get(pk=roomy.scenario.pk), now=now)

    assert abs((before - forced.total) - (cost["others"] - cost["own"])) <= 1
    assert cost["moved_in_all"] == len(cost["moved"]) >= 1


def test_m09_the_exact_cost_counts_poor_and_weak_matches_as_a_run_with_the_pair_does(
    roomy: Contest, coordinator: object, now: datetime
) -> None:
    keen = roomy.scenario.matches.get(mentee=roomy.keen).score
    Scenario.objects.filter(pk=roomy.scenario.pk).update(poor=keen - 20, weak=keen)
    lined = scenarios.run_scenario(Scenario.objects.get(pk=roomy.scenario.pk), now=now)
    before = Outcome.of_scenario(lined).figures(poor=lined.poor, weak=lined.weak)

    cost = work_out(lined, {"mentee": roomy.third.pk, "mentor": roomy.wanted.pk}, now=now)

    lined.held.create(mentee=roomy.third, mentor=roomy.wanted, hold="locked")
    forced = scenarios.run_scenario(Scenario.objects.get(pk=lined.pk), now=now)
    then = Outcome.of_scenario(forced).figures(poor=lined.poor, weak=lined.weak)
    assert (cost["poor"], cost["weak"]) == (then["poor"] - before["poor"], then["weak"] - before["weak"])
    assert (cost["poor"], cost["weak"]) != (0, 0)


def test_m09_without_lines_no_match_counts_as_poor(roomy: Contest, now: datetime) -> None:
    cost = work_out(roomy.scenario, {"mentee": roomy.third.pk, "mentor": roomy.wanted.pk}, now=now)

    assert (cost["poor"], cost["weak"]) == (None, None)


def test_m09_where_somebody_would_have_nobody_the_bound_says_so(contest: Contest, now: datetime) -> None:
    """Three for two places: whoever is left out, one of the two with a mentor stands behind each place."""
    stored = stored_of(contest.scenario)
    assert stored is not None
    left = contest.scenario.unmatched.get().mentee_id

    cost = work_out(contest.scenario, {"mentee": left, "mentor": contest.other.pk}, now=now)

    assert (cost["fewer"], cost["own"] > 0) == (0, True)
    assert {bound.loses for bound in bounds(stored, left, [contest.other.pk, contest.wanted.pk])} == {Loses.POINTS}


def test_without_a_proof_nothing_is_bounded(contest: Contest) -> None:
    stored = stored_of(contest.scenario)
    assert stored is not None
    object.__setattr__(stored.solution, "certified", False)

    assert all(one.at_least == 0 for one in bounds(stored, contest.keen.pk, [contest.other.pk]))
    object.__setattr__(stored.solution, "certified", True)
    assert np.all(stored.problem.scores_for(0) <= 100 * UNIT)


def test_people_who_were_not_in_the_run_are_refused(contest: Contest, now: datetime) -> None:
    with pytest.raises(MatchingError):
        work_out(contest.scenario, {"mentee": contest.keen.pk, "mentor": MentorFactory.create().pk}, now=now)


@pytest.mark.parametrize(
    ("cost", "words"),
    [
        ({"own": 4, "others": 12, "fewer": 0}, "This mentee gains 4 points. All others together lose 12 points."),
        ({"own": 1, "others": 0, "fewer": 0}, "This mentee gains 1 point. The others lose nothing."),
        ({"own": -3, "others": -2, "fewer": 0}, "This mentee loses 3 points. All others together gain 2 points."),
        (
            {"own": 0, "others": 60, "fewer": 1},
            "For this mentee the score stays the same. All others together lose 60 points. 1 fewer person would have a mentor.",
        ),
        (
            {"own": 0, "others": 4, "fewer": 0, "poor": 1, "weak": -2},
            (
                "For this mentee the score stays the same. All others together lose 4 points. "
                "There would be 1 more poor match. There would be 2 fewer weak matches."
            ),
        ),
        (
            {"own": 4, "others": 0, "fewer": 0, "poor": 0, "weak": 1},
            "This mentee gains 4 points. The others lose nothing. There would be 1 more weak match.",
        ),
        (
            {"own": 4, "others": 0, "fewer": 0, "poor": 0, "weak": 0},
            (
                "This mentee gains 4 points. The others lose nothing. "
                "There would be as many poor and weak matches as now."
            ),
        ),
        (
            {"own": 4, "others": 0, "fewer": 0, "poor": None, "weak": None},
            "This mentee gains 4 points. The others lose nothing.",
        ),
    ],
)
def test_m09_a_cost_is_said_in_words(cost: dict[str, int | None], words: str) -> None:
    assert cost_in_words(cost) == words


def test_m09_the_page_shows_the_bound_then_the_cost_then_pairs_them(client: Client, roomy: Contest) -> None:
    page = f"{place('assign', roomy.scenario.pk, roomy.third.pk)}?mentor={roomy.wanted.pk}"
    assert "Calculate the exact cost" in text(client.get(page))

    asked = client.post(place("cost", roomy.scenario.pk, roomy.third.pk), {"mentor": roomy.wanted.pk})
    assert asked.headers["Location"] == f"{page}#cost"
    assert "Being calculated" in text(client.get(page))
    trial = Trial.objects.get()
    tasks.answer_trial(trial.pk, trial.number)

    shown = text(client.get(page))
    assert "This mentee gains" in shown
    assert "Pair them at this cost" in shown
    part = client.get(place("cost", roomy.scenario.pk, roomy.third.pk)).content.decode()
    assert ("<html" not in part, "Keen Kay" in part) == (True, True)


def test_a_cost_asked_for_another_mentee_is_not_shown(client: Client, roomy: Contest) -> None:
    client.post(place("cost", roomy.scenario.pk, roomy.third.pk), {"mentor": roomy.wanted.pk})

    assert client.get(place("cost", roomy.scenario.pk, roomy.second.pk)).status_code == 302
