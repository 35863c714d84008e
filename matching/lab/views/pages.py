"""What the pages of a scenario share: the head with its tabs, and reading what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from matching.lab.runs import last_run
from matching.models import MatchStatus, Scenario, ScenarioStatus, Stage
from people.desk.pages import desk_page, row_of
from people.reader import reader

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.template.response import TemplateResponse


@dataclass(frozen=True)
class ScenarioTab:
    """One page of a scenario."""

    key: str
    label: str
    url: str
    count: int | None = None


def place(name: str, *args: object) -> str:
    """Return the address of a page of the lab."""
    return reverse(f"admin:matching_scenario_{name}", args=args)


def scenarios_of(request: HttpRequest) -> QuerySet[Scenario]:
    """Return the scenarios that the reader manages, with the cohort and its program, which every page names."""
    return Scenario.objects.managed_by(reader(request)).select_related("cohort__program")


def fetch(request: HttpRequest, pk: object) -> Scenario:
    """Return one of them, or answer 404."""
    return row_of(scenarios_of(request), pk)


def page(request: HttpRequest, template: str, title: str, status: int = 200, **context: Any) -> TemplateResponse:  # noqa: ANN401 - whatever a page shows
    """Show a page of the lab that is about no scenario."""
    return desk_page(request, Scenario, template, title, status, folder="lab", **context)


def lab_page(
    request: HttpRequest,
    template: str,
    title: str,
    status: int = 200,
    *,
    scenario: Scenario,
    tab: str,
    **context: Any,  # noqa: ANN401 - as above
) -> TemplateResponse:
    """Show a page under the scenario's head."""
    working = scenario.status == ScenarioStatus.QUEUED
    run = last_run(scenario)
    return page(
        request,
        template,
        title,
        status,
        scenario=scenario,
        tab=tab,
        tabs=[] if working or scenario.status == ScenarioStatus.FAILED else tabs_of(scenario, asked=run is not None),
        working=working,
        run=run,
        drafts=scenario.status == ScenarioStatus.READY,
        stages=Stage.choices,
        **context,
    )


def part(request: HttpRequest, template: str, **context: Any) -> HttpResponse:  # noqa: ANN401 - as above
    """Show a part of a page, for htmx."""
    return render(request, f"matching/lab/{template}.html", context)


def tabs_of(scenario: Scenario, *, asked: bool) -> list[ScenarioTab]:
    """Return the pages of a scenario that has run; without a stored run, those that need none."""
    drafts = scenario.status == ScenarioStatus.READY
    pairs = scenario.matches.exclude(status=MatchStatus.DRAFT).count() if not drafts else scenario.matched
    tabs = [
        ScenarioTab("overview", _("Overview"), place("change", scenario.pk)),
        ScenarioTab("pairs", _("Pairs"), place("pairs", scenario.pk), pairs),
        ScenarioTab("left", _("Not matched"), place("left", scenario.pk), scenario.unmatched.count()),
        ScenarioTab("compare", _("Compare"), place("compare", scenario.pk)),
    ]
    if drafts and asked:
        tabs[3:3] = [
            ScenarioTab("play", _("Try weights"), place("play", scenario.pk)),
            ScenarioTab("curves", _("Curves"), place("curves", scenario.pk)),
        ]
    return tabs
