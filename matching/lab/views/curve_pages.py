"""The curves: what the weight of the own choice and the bonus for keeping pairs would change (M-05, M-12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from matching.lab.views.pages import fetch, lab_page, place
from matching.lab.what_if import curves
from people.reader import reader
from web.charts import Curve, Setting

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from matching.models import Scenario


@require_safe
def curve_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show them, or how to get them."""
    scenario = fetch(request, pk)
    stored = scenario.curves or {}
    return lab_page(
        request,
        "curves",
        _("Curves of %s") % scenario.name,
        scenario=scenario,
        tab="curves",
        state=stored.get("state", ""),
        stored=stored,
        preference=preference_curves(scenario, stored) if stored.get("preference") else [],
        keep=keep_curves(scenario, stored) if stored.get("keep") else [],
        preference_rows=[(row, again(scenario, preference=row["value"])) for row in stored.get("preference", [])],
        keep_rows=[(row, keeping(scenario, row["value"]) if row["value"] else "") for row in stored.get("keep", [])],
    )


def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Have them worked out."""
    scenario = fetch(request, pk)
    if request.method == "POST":
        curves.queue_curves(scenario, by=reader(request), now=timezone.now())
    return redirect(place("curves", pk))


def again(scenario: Scenario, **changes: int) -> str:
    """Return the address where a scenario like this one is made, with one option changed."""
    query = urlencode({"cohort": scenario.cohort_id, "from": scenario.pk, **changes})
    return f"{reverse('admin:matching_scenario_add')}?{query}"


def keeping(scenario: Scenario, bonus: int) -> str:
    """Return the address where a scenario is made that keeps the earlier pairs with this bonus."""
    earlier = curves.earlier_of(scenario)
    return again(scenario, keep_bonus=bonus, **({"keep_from": earlier.pk} if earlier else {}))


def preference_curves(scenario: Scenario, stored: dict[str, Any]) -> list[Curve]:
    """Return one curve for each figure over the weight of the own choice."""
    labels = {
        "first": (_("Got their first choice"), " %"),
        "ranked": (_("Got one of their choices"), " %"),
        "total": (_("Total points"), ""),
        "matched": (_("Matched"), ""),
    }
    return [
        Curve(
            label,
            unit,
            _("weight of the own choice, percent"),
            [Setting(row["value"], row[key], again(scenario, preference=row["value"])) for row in stored["preference"]],
            scenario.preference,
        )
        for key, (label, unit) in labels.items()
    ]


def keep_curves(scenario: Scenario, stored: dict[str, Any]) -> list[Curve]:
    """Return one curve for each figure over the bonus for keeping pairs."""
    labels = {"changed": _("Mentees who get someone else"), "total": _("Total points")}
    return [
        Curve(
            label,
            "",
            _("bonus for keeping a pair, points"),
            [
                Setting(row["value"], row[key], keeping(scenario, row["value"]) if row["value"] else "")
                for row in stored["keep"]
            ],
            scenario.keep_bonus,
        )
        for key, label in labels.items()
    ]
