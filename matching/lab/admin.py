"""Scenarios on the desk: a list, and the matching lab behind each row (P-20 to P-22, E-12)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from matching.lab.views.compare import Comparing
from matching.lab.views.curve_pages import Curving
from matching.lab.views.mentee import Deciding
from matching.lab.views.pair_pages import Looking
from matching.lab.views.play import Playing
from matching.lab.views.pool_gaps import Covering
from matching.lab.views.publish import Publishing
from matching.lab.views.scenario_pages import Making
from matching.lab.views.unmatched import Helping
from matching.models import Scenario
from people.desk.pages import LABELS, day


@admin.register(Scenario)
class ScenarioAdmin(  # type: ignore[misc] # the theme's mixin and Django's class declare one method apart
    Making, Looking, Deciding, Helping, Playing, Curving, Comparing, Publishing, Covering
):
    """A scenario is created on one page, and looked at and changed on others."""

    list_display = ("name", "cohort", "state", "result", "created")
    list_filter = (("cohort", admin.RelatedOnlyFieldListFilter), "status")
    list_select_related = ("cohort__program",)
    search_fields: ClassVar[list[str]] = ["name"]
    ordering = ("-created_at",)

    @display(description=gettext_lazy("state"), label=LABELS, ordering="status")  # type: ignore[arg-type] # the library says str
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
