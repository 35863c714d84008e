"""Two or three scenarios side by side, on the screen and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from matching.lab.left_out.reasons import label_of
from matching.lab.views.pages import fetch, lab_page, scenarios_of
from matching.lab.views.pair_pages import PLACES
from matching.lab.what_if.comparison import ComparedScenario, ScenarioComparison, compare
from matching.models import ScenarioStatus
from pool.models import Mentee, Mentor

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MOST = 3
A_PAGE = 40
LISTED = 12


@require_safe
def side_by_side(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a scenario beside one or two others of its cohort."""
    scenario = fetch(request, pk)
    done = scenarios_of(request).filter(
        cohort=scenario.cohort_id, status__in=[ScenarioStatus.READY, ScenarioStatus.PUBLISHED]
    )
    others = list(done.exclude(pk=scenario.pk).select_related("cohort__program", "keep_from"))
    wanted = {value for value in request.GET.getlist("with") if value.isdecimal()}
    chosen = [one for one in others if str(one.pk) in wanted][: MOST - 1]
    if not wanted and others:
        chosen = others[:1]
    found = compare([scenario, *chosen]) if chosen else None
    page = Paginator(found.changes if found else [], A_PAGE).get_page(request.GET.get("page"))
    return lab_page(
        request,
        "compare",
        _("Compare scenarios"),
        scenario=scenario,
        tab="compare",
        others=others,
        chosen={one.pk for one in chosen},
        found=found,
        names=[str(side.scenario) for side in found.sides] if found else [],
        page_obj=page,
        **(tables_of(found, list(page)) if found else {}),
    )


def tables_of(found: ScenarioComparison, changes: list[int]) -> dict[str, Any]:
    """Return the rows of the tables, with names: figures, reasons, blocking pairs, who changes, spread."""
    sides = found.sides
    codes = sorted({code for side in sides for code in side.reasons})
    blocking = [(side, (side.blocking or [])[:LISTED]) for side in sides]
    mentees = {one.mentee for _side, rows in blocking for one in rows} | set(changes)
    mentors = {one.mentor for _side, rows in blocking for one in rows}
    mentors |= {pk for side in sides for one in changes if (pk := side.outcome.mentor_of.get(one))}
    people = Mentee.objects.select_related("user").in_bulk(mentees)
    pool = Mentor.objects.select_related("user").in_bulk(mentors)
    return {
        "figures": figures_of(sides),
        "reasons": [(label_of(code), [side.reasons[code] for side in sides]) for code in codes],
        "blocking": [
            (side, [(people.get(one.mentee), pool.get(one.mentor), one) for one in rows]) for side, rows in blocking
        ],
        "rows": [
            (
                people.get(one),
                [(pool.get(side.outcome.mentor_of.get(one, 0)), side.outcome.points.get(one)) for side in sides],
            )
            for one in changes
        ],
        "spread": [(PLACES[part], found.spread[part]) for part in PLACES],
    }


def figures_of(sides: list[ComparedScenario]) -> list[tuple[str, list[tuple[Any, bool]]]]:
    """Return the figures as rows: words, and a value for each scenario with whether it is the best.

    Points of scenarios with other weights are other scales. They are compared by the weights of the first.
    """

    def row(label: str, values: list[Any], better: str = "more") -> tuple[str, list[tuple[Any, bool]]]:
        return label, marked(values, better)

    first = sides[0].scenario
    rows = [
        row(_("Matched"), [side.figures["matched"] for side in sides]),
        row(_("Not matched"), [side.unmatched for side in sides], "fewer"),
        row(_("Got their first choice"), [side.figures["first_choices"] for side in sides]),
        row(_("Got one of their choices"), [side.figures["ranked_choices"] for side in sides]),
    ]
    blocking = [None if side.blocking is None else len(side.blocking) for side in sides]
    rows.append(row(_("Blocking pairs"), blocking, "fewer"))
    by_first = {"total": _("Total points"), "average": _("Average score"), "weakest": _("Weakest score")}
    for key, label in by_first.items():
        label_of_row = _("%(figure)s, by the weights of “%(name)s”") % {"figure": label, "name": first}
        rows.append(row(label_of_row, [side.beside[key] for side in sides]))  # type: ignore[literal-required]
    for key, label in by_first.items():
        label_of_row = _("%(figure)s, each by its own weights") % {"figure": label}
        rows.append(row(label_of_row, [side.figures[key] for side in sides], "neither"))  # type: ignore[literal-required]
    if any(side.scenario.weak for side in sides):
        rows.append(row(_("Poor matches, by its own thresholds"), [side.figures["poor"] for side in sides], "neither"))
        rows.append(row(_("Weak matches, by its own thresholds"), [side.figures["weak"] for side in sides], "neither"))
    return rows


def marked(values: list[Any], better: str) -> list[tuple[Any, bool]]:
    """Return (value, whether it is the best) for each; nobody is best where all are equal."""
    known = [value for value in values if value is not None]
    if better == "neither" or len(set(known)) < 2:  # noqa: PLR2004 - all alike
        return [(value, False) for value in values]
    best = max(known) if better == "more" else min(known)
    return [(value, value == best) for value in values]
