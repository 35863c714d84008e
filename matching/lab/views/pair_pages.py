"""What came out: the overview of a scenario, and its pairs, filtered, sorted and page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from matching.fit.criteria import CRITERIA
from matching.fit.rules import RULES
from matching.lab.left_out.reasons import label_of
from matching.lab.outcomes import Outcome, reasons_of
from matching.lab.views.pages import fetch, lab_page
from matching.models import Hold, Match, MatchStatus, Origin
from matching.models.match import names
from matching.models.scenario import Importance
from web.fields.texts import searched

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from matching.models import Scenario

A_PAGE = 50
WEAKEST = 8
PLACES = {
    "site": gettext_lazy("Site"),
    "department": gettext_lazy("Department"),
    "level": gettext_lazy("Level"),
}
# What is said of a pair: the long texts of its people and its program are not.
SHOWN = (
    "status", "origin", "score", "reasons", *names(),
    "mentor__user__department__name", "mentee__user__department__name",
)  # fmt: skip
CHANGE = ("deed", "reason", "made_at", "made_by__name", "matched", "total", "moved")
SORTS = {
    "weakest": (gettext_lazy("The weakest first"), ("score", "mentee__user__name", "pk")),
    "strongest": (gettext_lazy("The strongest first"), ("-score", "mentee__user__name", "pk")),
    "mentee": (gettext_lazy("By mentee"), ("mentee__user__name", "pk")),
    "mentor": (gettext_lazy("By mentor"), ("mentor__user__name", "mentee__user__name", "pk")),
}
SHOWS = {
    "all": gettext_lazy("All pairs"),
    "hand": gettext_lazy("Paired by hand"),
    "locked": gettext_lazy("Locked"),
    "weak": gettext_lazy("Poor and weak"),
}


def pairs_shown(scenario: Scenario) -> QuerySet[Match]:
    """Return the drafts, or what was published; each knows whether it is locked."""
    people = Match.objects.select_related("mentor__user__department", "mentee__user__department")
    rows = people.only(*SHOWN).filter(scenario=scenario).annotate(locked=locked_in(scenario))
    published = scenario.status == "published"
    return rows.exclude(status=MatchStatus.DRAFT) if published else rows.filter(status=MatchStatus.DRAFT)


def locked_in(scenario: Scenario) -> Exists:
    """Return the condition that a match of a scenario is locked."""
    return Exists(scenario.held.filter(hold=Hold.LOCKED, mentee=OuterRef("mentee"), mentor=OuterRef("mentor")))


@require_safe
def overview(request: HttpRequest, pk: object) -> HttpResponse:
    """Show what came out; while it is being worked out, a page that looks again by itself."""
    scenario = fetch(request, pk)
    outcome = Outcome.of_scenario(scenario)
    reasons = reasons_of(scenario)
    return lab_page(
        request,
        "scenario",
        scenario.name,
        scenario=scenario,
        tab="overview",
        figures=outcome.figures(poor=scenario.poor, weak=scenario.weak),
        unmatched=len(outcome.mentees) - len(outcome.mentor_of),
        reasons=[(label_of(code), count) for code, count in reasons.most_common()],
        weakest=pairs_shown(scenario).order_by("score", "pk")[:WEAKEST],
        settings=settings_of(scenario),
        changes=scenario.changes.count(),
    )


@require_safe
def pairs(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the pairs, filtered and sorted."""
    scenario = fetch(request, pk)
    rows = pairs_shown(scenario)
    chosen = {name: request.GET.get(name, "") for name in PLACES}
    for name, value in chosen.items():
        if value.isdecimal() and len(value) < 18:  # noqa: PLR2004 - digits of a bigint
            rows = rows.filter(**{f"mentee__user__{name}": value})
    if words := searched(request.GET):
        rows = rows.filter(Q(mentee__user__name__icontains=words) | Q(mentor__user__name__icontains=words))
    show = request.GET.get("show", "all") if request.GET.get("show") in SHOWS else "all"
    if show == "hand":
        rows = rows.filter(origin=Origin.HAND)
    elif show == "locked":
        rows = rows.filter(locked_in(scenario))
    elif show == "weak":
        rows = rows.filter(score__lt=max(scenario.weak, 1))
    sort = request.GET.get("sort", "weakest") if request.GET.get("sort") in SORTS else "weakest"
    page = Paginator(rows.order_by(*SORTS[sort][1]), A_PAGE).get_page(request.GET.get("page"))
    changes = scenario.changes.select_related("mentee__user", "mentor__user", "made_by").only(*CHANGE, *names())
    forbidden = scenario.held.filter(hold=Hold.FORBIDDEN).select_related("mentee__user", "mentor__user")
    return lab_page(
        request,
        "pairs",
        _("Pairs of %s") % scenario.name,
        scenario=scenario,
        tab="pairs",
        page_obj=page,
        filters=[(name, label, places_of(scenario, name), chosen[name]) for name, label in PLACES.items()],
        shows=[(key, label) for key, label in SHOWS.items() if key != "weak" or scenario.weak],
        sorts=[(key, label) for key, (label, _order) in SORTS.items()],
        show=show,
        sort=sort,
        words=words,
        changes=changes[:A_PAGE],
        forbidden=forbidden.only("pk", *names()),
    )


def places_of(scenario: Scenario, name: str) -> list[tuple[str, str]]:
    """Return the sites, departments or levels of the mentees with a pair: pk as text, and name."""
    field = f"mentee__user__{name}"
    rows = scenario.matches.filter(**{f"{field}__isnull": False}).order_by(f"{field}__name")
    return [(str(pk), label) for pk, label in rows.values_list(field, f"{field}__name").distinct()]


def settings_of(scenario: Scenario) -> list[tuple[str, str]]:
    """Say with which options a scenario ran, in words."""
    label_of: dict[str, str] = {item.value: str(item.label) for item in Importance}
    settings = [(str(item.label), label_of[scenario.weights.get(item.code, "off")]) for item in CRITERIA]
    settings.append((_("Weight of the own choice"), f"{scenario.preference} %"))
    settings += [(_("Rule left out"), str(rule.label)) for rule in RULES if not scenario.rules.get(rule.code, True)]
    if scenario.min_hours:
        settings.append((_("Hours a week that suit both, at least"), str(scenario.min_hours)))
    if scenario.weak:
        lines = _("poor below %(poor)d, weak below %(weak)d points") % {"poor": scenario.poor, "weak": scenario.weak}
        settings.append((_("Thresholds"), lines))
    if scenario.keep_from:
        kept = _("%(name)s, bonus %(bonus)d points") % {"name": scenario.keep_from, "bonus": scenario.keep_bonus}
        settings.append((_("Keeps the pairs of"), kept))
    return settings
