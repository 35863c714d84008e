"""Playing with the weights: what would come out, and who would get someone else, before anything is kept."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypedDict

from matching.fit.facts import read_roster
from matching.fit.question import answer
from matching.fit.terms import Terms, terms_of
from matching.lab.outcomes import Figures, Outcome
from matching.lab.runs import last_run, stored_of
from matching.lab.scenarios import create_scenario, queue_scenario
from pool.models import Mentee

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from matching.fit.facts import Roster
    from matching.models import Scenario, Trial
    from people.models import User

# How many of those who would get someone else are named.
NAMED = 60


class Played(TypedDict):
    """What a trial answers. `who` is (mentee, mentor now or 0, mentor then or 0, points then), by pk.

    figures: by the weights that are tried; beside, was: by those of the scenario, what is tried and what is there
    """

    figures: Figures
    beside: Figures
    was: Figures
    changed: int
    who: list[tuple[int, int, int, int]]
    seconds: float
    certified: bool


def work_out(scenario: Scenario, asked: Mapping[str, Any], *, now: datetime) -> Played:
    """Answer other options for the people of the scenario's last run."""
    options = Terms.read(asked)
    answered = answer(people_of(scenario, now=now), terms_of(scenario, options), checked=False)
    then, present = Outcome.of_answer(answered), Outcome.of_scenario(scenario)
    changed = then.changed(present)
    return Played(
        figures=then.figures(poor=options.poor, weak=options.weak),
        beside=measured(scenario, then).figures(),
        was=measured(scenario, present).figures(),
        changed=len(changed),
        who=[
            (pk, present.mentor_of.get(pk, 0), then.mentor_of.get(pk, 0), then.points.get(pk, 0))
            for pk in changed[:NAMED]
        ],
        seconds=answered.solution.seconds,
        certified=answered.solution.certified,
    )


def measured(scenario: Scenario, outcome: Outcome) -> Outcome:
    """Count points by the scenario's present weights, so that all settings are held against one yardstick."""
    stored = stored_of(scenario)
    return outcome if stored is None else outcome.measured_by(stored)


def people_of(scenario: Scenario, *, now: datetime) -> Roster:
    """Return the people of the scenario's last run, read once for all the questions that follow it."""
    run = last_run(scenario)
    return _people(scenario, None if run is None else run.finished_at, now if run is None else run.finished_at)


@lru_cache(maxsize=2)
def _people(scenario: Scenario, _run: datetime | None, now: datetime) -> Roster:
    """Read them. A scenario is the same one by its number; the time of its run makes a new run another question."""
    known = scenario.matches.values("mentee").union(scenario.unmatched.values("mentee"))
    mentees = Mentee.objects.waiting().filter(cohort=scenario.cohort_id, pk__in=known)
    return read_roster(scenario.cohort, mentees, now=now)


def keep(trial: Trial, *, name: str, by: User, now: datetime) -> Scenario:
    """Make a scenario of what was tried, and have it worked out."""
    scenario = create_scenario(trial.scenario.cohort, name=name, options=Terms.read(trial.asked), by=by, now=now)
    return queue_scenario(scenario, by=by, now=now)
