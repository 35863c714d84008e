"""Scenarios on the desk: a list, and the matching lab behind each row (P-20 to P-22, E-12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from matching.lab.views import (
    compare,
    curve_pages,
    mentee,
    pair_pages,
    play,
    pool_gaps,
    publish,
    scenario_pages,
    unmatched,
)
from matching.models import Scenario
from people.desk.base import DeskAdmin
from people.desk.pages import LABELS, day
from people.policy import Action
from people.reader import reader
from programs.models import Program

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

PERSON = "<int:pk>/mentee/<int:mentee>/"
# Where each page stands, what it shows or does, and its name after `matching_scenario_`.
PAGES = (
    ("<int:pk>/run/", scenario_pages.run, "run"),
    ("<int:pk>/pairs/", pair_pages.pairs, "pairs"),
    (PERSON, mentee.person, "assign"),
    (f"{PERSON}cost/", mentee.cost, "cost"),
    (f"{PERSON}pair/", mentee.pair, "pair"),
    (f"{PERSON}lock/", mentee.lock, "lock"),
    (f"{PERSON}unlock/", mentee.unlock, "unlock"),
    (f"{PERSON}forbid/", mentee.forbid, "forbid"),
    ("<int:pk>/held/<int:held>/allow/", mentee.allow, "allow"),
    ("<int:pk>/left/", unmatched.left, "left"),
    ("<int:pk>/left/ask/<int:mentor>/", unmatched.ask, "ask"),
    ("<int:pk>/left/without/<slug:rule>/", unmatched.without, "without"),
    ("<int:pk>/left/invite/<int:user>/", unmatched.invite, "invite"),
    ("<int:pk>/play/", play.play, "play"),
    ("<int:pk>/play/answer/", play.played, "played"),
    ("<int:pk>/play/keep/", play.keep, "keep"),
    ("<int:pk>/curves/", curve_pages.curve_page, "curves"),
    ("<int:pk>/curves/draw/", curve_pages.draw, "draw"),
    ("<int:pk>/compare/", compare.side_by_side, "compare"),
    ("<int:pk>/publish/", publish.publish, "publish"),
    ("coverage/", pool_gaps.coverage, "coverage"),
    ("coverage/<int:pk>/invite/<int:user>/", pool_gaps.invite_to_pool, "invite_to_pool"),
)


@admin.register(Scenario)
class ScenarioAdmin(DeskAdmin[Scenario]):
    """The list of scenarios. Each is created on one page, and looked at and changed on others (PAGES)."""

    change_action = Action.RUN_MATCHING
    add_action = Action.RUN_MATCHING
    list_display = ("name", "cohort", "state", "result", "created")
    list_filter = (("cohort", admin.RelatedOnlyFieldListFilter), "status")
    list_select_related = ("cohort__program",)
    search_fields: ClassVar[list[str]] = ["name"]
    ordering = ("-created_at",)

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of the lab."""
        wrap = self.admin_site.admin_view
        own = [path(route, wrap(view), name=f"matching_scenario_{name}") for route, view, name in PAGES]
        return [*own, *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Open to everyone who runs the matching of some program."""
        if not super().has_add_permission(request):
            return False
        return Program.objects.where_allowed(reader(request), Action.RUN_MATCHING).exists()

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return scenario_pages.new(request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return pair_pages.overview(request, object_id)

    @display(description=gettext_lazy("status"), label=LABELS, ordering="status")  # type: ignore[arg-type] # the library says str
    def state(self, scenario: Scenario) -> tuple[str, str]:
        """Where the run stands."""
        return scenario.status, scenario.get_status_display()

    @admin.display(description=gettext_lazy("matched"))
    def result(self, scenario: Scenario) -> str:
        """How many of how many."""
        if scenario.finished_at is None:
            return "–"
        return _("%(matched)d of %(mentees)d") % {"matched": scenario.matched, "mentees": scenario.mentees}

    @admin.display(description=gettext_lazy("created"), ordering="created_at")
    def created(self, scenario: Scenario) -> str:
        return day(scenario.created_at)
