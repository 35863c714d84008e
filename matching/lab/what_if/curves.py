"""What the two factors of a scenario would change: the weight of people's own choices, and the bonus for keeping pairs.

Both are worked out in the background, with the people read once, and stored on the scenario (M-05, M-12).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from django.db import transaction

from matching.fit.question import answer
from matching.fit.terms import Terms, pairs_of, terms_of
from matching.lab.outcomes import Outcome
from matching.lab.what_if.playing import measured, people_of
from matching.models import Scenario, ScenarioStatus
from notifications.waking import wake
from people import policy
from people.policy import Action

if TYPE_CHECKING:
    from datetime import datetime

    from matching.fit.facts import Roster
    from people.models import User

FACTORS = (0, 25, 50, 75, 100, 150, 200, 300, 400)
# 0 is worked out to be seen; a scenario has 1 at least.
BONUSES = (0, 1, 2, 3, 5, 10, 15, 20, 30)


class Factor(TypedDict):
    """One weight of the own choice, in percent. The shares are of the mentees who ranked someone, in percent."""

    value: int
    matched: int
    total: int
    first: float
    ranked: float


class Bonus(TypedDict):
    """One bonus in points, and how many mentees would get someone else than before."""

    value: int
    changed: int
    total: int
    matched: int


@transaction.atomic
def queue_curves(scenario: Scenario, *, by: User, now: datetime) -> None:
    """Have the curves worked out."""
    policy.require(by, Action.RUN_MATCHING, scenario)
    Scenario.objects.filter(pk=scenario.pk).update(curves={"state": "queued", "asked_at": now.isoformat()})
    wake("matching.tasks.draw_curves", scenario.pk)


def draw_curves(scenario: Scenario, *, now: datetime) -> None:
    """Work out both curves and store them."""
    rows = Scenario.objects.filter(pk=scenario.pk)
    try:
        people, earlier = people_of(scenario, now=now), earlier_of(scenario)
        curves = {
            "state": "ready",
            "preference": [_factor(scenario, people, value) for value in around(FACTORS, scenario.preference)],
            "keep": _bonuses(scenario, people, earlier) if earlier else [],
            "earlier": earlier.name if earlier else "",
        }
    except Exception:
        rows.update(curves={"state": "failed"})
        raise
    rows.update(curves=curves)


def around(values: tuple[int, ...], present: int) -> list[int]:
    """Put the present setting among the values, so that it can be marked."""
    return sorted({*values, present})


def earlier_of(scenario: Scenario) -> Scenario | None:
    """Return the scenario whose pairs would be kept: the chosen one, or else the latest other answer of the cohort."""
    if scenario.keep_from_id:
        return scenario.keep_from
    others = Scenario.objects.filter(cohort=scenario.cohort_id).exclude(pk=scenario.pk)
    return others.filter(status__in=[ScenarioStatus.READY, ScenarioStatus.PUBLISHED], matched__gt=0).first()


def _factor(scenario: Scenario, people: Roster, value: int) -> Factor:
    outcome = Outcome.of_answer(answer(people, terms_of(scenario, Terms.of(scenario).but(preference=value))))
    figures = measured(scenario, outcome).figures()
    choosers = figures["choosers"] or 1
    return Factor(
        value=value,
        matched=figures["matched"],
        total=figures["total"],
        first=round(100 * figures["first_choices"] / choosers, 1),
        ranked=round(100 * figures["ranked_choices"] / choosers, 1),
    )


def _bonuses(scenario: Scenario, people: Roster, earlier: Scenario) -> list[Bonus]:
    before, keep = Outcome.of_scenario(earlier), pairs_of(earlier)
    present = terms_of(scenario)
    outcomes = []
    for value in around(BONUSES, scenario.keep_bonus):
        then = Outcome.of_answer(answer(people, present.but(keep_bonus=value, keep=keep)))
        figures = measured(scenario, then).figures()
        outcomes.append(
            Bonus(value=value, changed=len(then.changed(before)), total=figures["total"], matched=figures["matched"])
        )
    return outcomes
