"""A new scenario: for which cohort, and with which options; and running one again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.errors import MatchingError
from matching.fit.terms import Terms
from matching.lab import scenarios
from matching.lab.forms import ScenarioForm
from matching.lab.publishing import MATCHABLE
from matching.lab.views.pages import fetch, page, scenarios_of
from matching.models.scenario import STRONGEST
from people.policy import Action
from people.reader import reader
from programs.models import Cohort, Program

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def new(request: HttpRequest) -> HttpResponse:
    """Choose a cohort, then a name and the options; saving runs it."""
    user = reader(request)
    programs = Program.objects.where_allowed(user, Action.RUN_MATCHING)
    cohorts = Cohort.objects.filter(program__in=programs, status__in=MATCHABLE).select_related("program")
    wanted = request.GET.get("cohort", "")
    cohort = get_object_or_404(cohorts, pk=wanted) if wanted.isdecimal() else None
    if cohort is None and cohorts.count() == 1:
        cohort = cohorts.get()
    if cohort is None:
        return page(request, "scenario_cohorts", _("New scenario"), cohorts=cohorts)
    form = ScenarioForm(
        request.POST if request.method == "POST" else None, cohort=cohort, options=beginning(request, cohort)
    )
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            scenario = scenarios.create_scenario(
                cohort, name=form.cleaned_data["name"], options=form.options(), by=user, now=now
            )
        except MatchingError as error:
            form.add_error("name", str(error))
        else:
            scenarios.queue_scenario(scenario, by=user, now=now)
            return redirect("admin:matching_scenario_change", scenario.pk)
    return page(
        request,
        "scenario_new",
        _("New scenario"),
        400 if form.errors else 200,
        cohort=cohort,
        form=form,
        waiting=cohort.mentees.waiting().count(),
    )


def beginning(request: HttpRequest, cohort: Cohort) -> Terms:
    """Return the options that the form begins with: those of another scenario, perhaps with one changed."""
    other = request.GET.get("from", "")
    source = scenarios_of(request).filter(cohort=cohort, pk=other).first() if other.isdecimal() else None
    options = Terms.of(source) if source else Terms()
    preference, bonus = request.GET.get("preference", ""), request.GET.get("keep_bonus", "")
    if preference.isdecimal() and int(preference) <= STRONGEST:
        options = options.but(preference=int(preference))
    if source and bonus.isdecimal() and 1 <= int(bonus) <= 100:  # noqa: PLR2004 - points
        earlier = request.GET.get("keep_from", "")
        options = options.but(keep_bonus=int(bonus), keep_from=int(earlier) if earlier.isdecimal() else source.pk)
    return options


def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Work it out again, with everyone who waits now."""
    scenario = fetch(request, pk)
    if request.method == "POST":
        try:
            scenarios.queue_scenario(scenario, by=reader(request), now=timezone.now())
        except MatchingError as error:
            messages.error(request, str(error))
    return redirect("admin:matching_scenario_change", pk)
