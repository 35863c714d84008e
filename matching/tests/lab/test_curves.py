"""Curves: the weight of the own choice, and the bonus for keeping pairs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from matching import tasks
from matching.lab import scenarios
from matching.lab.what_if.curves import BONUSES, FACTORS
from matching.models import Scenario
from matching.tests.lab.conftest import Contest
from matching.tests.lab.test_lab_pages import place
from people.models import User
from pool.tests.factories import MenteeFactory, MentorFactory
from pool.tests.pages import text

pytestmark = pytest.mark.django_db


def drawn(contest: Contest, client: Client) -> dict[str, Any]:
    """Have the curves worked out, as the page and the worker do."""
    client.post(place("draw", contest.scenario.pk))
    tasks.draw_curves(contest.scenario.pk)
    return dict(Scenario.objects.get(pk=contest.scenario.pk).curves or {})


def test_m05_the_curve_holds_every_factor_and_the_present_one(client: Client, contest: Contest) -> None:
    Scenario.objects.filter(pk=contest.scenario.pk).update(preference=120)

    rows = drawn(contest, client)["preference"]

    assert [row["value"] for row in rows] == sorted({*FACTORS, 120})
    assert {row["matched"] for row in rows} == {2}
    assert rows[-1]["first"] == 100.0
    firsts = [row["first"] for row in rows]
    assert firsts == sorted(firsts)


def test_m12_the_more_a_kept_pair_is_worth_the_fewer_change(
    client: Client, contest: Contest, coordinator: User, now: datetime
) -> None:
    cohort = contest.scenario.cohort
    for _ in range(5):
        MentorFactory.create(program=cohort.program, topics=contest.wanted.topics.all())
        MenteeFactory.create(cohort=cohort, topics=contest.wanted.topics.all())
    first = scenarios.create_scenario(cohort, name="Before", weights={"topics": "off"}, by=coordinator, now=now)
    scenarios.run_scenario(first, now=now)
    Scenario.objects.filter(pk=contest.scenario.pk).update(keep_from=first)
    scenarios.run_scenario(Scenario.objects.get(pk=contest.scenario.pk), now=now)

    found = drawn(contest, client)

    assert found["earlier"] == "Before"
    assert [row["value"] for row in found["keep"]] == sorted({*BONUSES, 5})
    changed, totals = [row["changed"] for row in found["keep"]], [row["total"] for row in found["keep"]]
    assert changed == sorted(changed, reverse=True)
    assert totals[0] == max(totals)


def test_the_page_waits_draws_marks_the_present_and_leads_on(client: Client, contest: Contest) -> None:
    url = place("curves", contest.scenario.pk)
    assert "Calculate the curves" in text(client.get(url))
    client.post(place("draw", contest.scenario.pk))
    assert "data-look-again" in client.get(url).content.decode()
    tasks.draw_curves(contest.scenario.pk)

    page = client.get(url).content.decode()

    assert page.count('<svg role="group"') == 4
    assert page.count("lab-now") == 4
    add = reverse("admin:matching_scenario_add")
    link = f"{add}?cohort={contest.scenario.cohort_id}&amp;from={contest.scenario.pk}&amp;preference=300"
    assert link in page
    assert client.get(link.replace("&amp;", "&")).context["form"]["preference"].value() == 300
    assert "There is no earlier answer" in text(client.get(url))


def test_a_curve_that_breaks_off_says_so(client: Client, contest: Contest) -> None:
    Scenario.objects.filter(pk=contest.scenario.pk).update(weights={"topics": "nonsense"})

    with pytest.raises(ValueError, match="nonsense"):
        drawn(contest, client)

    assert "This did not work" in text(client.get(place("curves", contest.scenario.pk)))


def test_a_scenario_that_is_gone_is_left_alone() -> None:
    tasks.draw_curves(12345)
