"""What the pages of a scenario share: the head with its tabs, and reading what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from matching.lab.runs import last_run
from matching.models import MatchStatus, Scenario, ScenarioStatus, Stage
from people.desk.pages import PageAdmin
from people.policy import Action

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


class LabAdmin(PageAdmin[Scenario]):
    """A page of a scenario."""

    change_action = Action.RUN_MATCHING
    add_action = Action.RUN_MATCHING

    def get_queryset(self, request: HttpRequest) -> QuerySet[Scenario]:
        """Bring along the cohort and its program, which every page names."""
        return super().get_queryset(request).select_related("cohort__program")

    def lab_page(
        self,
        request: HttpRequest,
        template: str,
        title: str,
        status: int = 200,
        *,
        scenario: Scenario,
        tab: str,
        **context: Any,  # noqa: ANN401 - whatever a page shows
    ) -> TemplateResponse:
        """Show a page under the scenario's head."""
        working = scenario.status == ScenarioStatus.QUEUED
        run = last_run(scenario)
        return self.page(
            request,
            template,
            title,
            status,
            scenario=scenario,
            tab=tab,
            tabs=[]
            if working or scenario.status == ScenarioStatus.FAILED
            else tabs_of(scenario, asked=run is not None),
            working=working,
            run=run,
            drafts=scenario.status == ScenarioStatus.READY,
            stages=Stage.choices,
            **context,
        )

    def part(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:  # noqa: ANN401 - as above
        """Show a part of a page, for htmx."""
        return render(request, f"matching/desk/{template}.html", context)


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
            ScenarioTab("play", _("Play"), place("play", scenario.pk)),
            ScenarioTab("curves", _("Curves"), place("curves", scenario.pk)),
        ]
    return tabs
