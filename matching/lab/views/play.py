"""The play page: move a weight, and see a moment later what would come out; keep it as a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.errors import MatchingError
from matching.fit.terms import Terms
from matching.lab.forms import NameForm, OptionsForm
from matching.lab.outcomes import Outcome
from matching.lab.runs import last_run
from matching.lab.views.pages import fetch, lab_page, part, place
from matching.lab.what_if import playing, trials
from matching.models import TrialKind
from people.reader import reader
from pool.models import Mentee, Mentor

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from matching.models import Scenario, Trial


def play(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the options; a POST asks what they would lead to."""
    scenario, user = fetch(request, pk), reader(request)
    if last_run(scenario) is None:
        return redirect("admin:matching_scenario_change", pk)
    trial = trials.last(scenario, TrialKind.PLAY, by=user)
    if "again" in request.GET:
        trial = None
    options = Terms.read(trial.asked) if trial else Terms.of(scenario)
    form = OptionsForm(request.POST if request.method == "POST" else None, cohort=scenario.cohort, options=options)
    if request.method == "POST" and form.is_valid():
        trial = trials.ask(scenario, TrialKind.PLAY, form.options().values(), by=user, now=timezone.now())
        if not request.headers.get("HX-Request"):
            return redirect(f"{place('play', pk)}#answer")
    if request.headers.get("HX-Request"):
        return part(request, "_played", scenario=scenario, form=form, **answer_of(scenario, trial))
    return lab_page(
        request,
        "play",
        _("Try weights in %s") % scenario.name,
        400 if form.errors else 200,
        scenario=scenario,
        tab="play",
        form=form,
        naming=NameForm(),
        **answer_of(scenario, trial),
    )


def played(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the answer, or that it is on its way."""
    scenario = fetch(request, pk)
    trial = trials.last(scenario, TrialKind.PLAY, by=reader(request))
    return part(request, "_played", scenario=scenario, **answer_of(scenario, trial))


def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a scenario of what was tried last."""
    scenario, user, now = fetch(request, pk), reader(request), timezone.now()
    trial, form = trials.last(scenario, TrialKind.PLAY, by=user), NameForm(request.POST or None)
    if request.method != "POST":
        return redirect(place("play", pk))
    if trial is None:
        messages.error(request, _("Change something first. Then you can keep it as a scenario."))
        return redirect(place("play", pk))
    if form.is_valid():
        try:
            kept = playing.keep(trial, name=form.cleaned_data["name"], by=user, now=now)
        except MatchingError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("Kept as “%s”.") % kept.name)
            return redirect("admin:matching_scenario_change", kept.pk)
    return lab_page(
        request,
        "play",
        _("Try weights in %s") % scenario.name,
        400,
        scenario=scenario,
        tab="play",
        form=OptionsForm(cohort=scenario.cohort, options=Terms.read(trial.asked)),
        naming=form,
        **answer_of(scenario, trial),
    )


def answer_of(scenario: Scenario, trial: Trial | None) -> dict[str, Any]:
    """Return what the page shows of a trial, with names, beside the scenario as it is."""
    present = Outcome.of_scenario(scenario).figures(poor=scenario.poor, weak=scenario.weak)
    context: dict[str, Any] = {"trial": trial, "now": present, "answer": None, "rows": []}
    if trial is None or trial.answer is None:
        return context
    answer = trial.answer
    mentees = Mentee.objects.select_related("user").in_bulk([row[0] for row in answer["who"]])
    mentors = Mentor.objects.select_related("user").in_bulk({pk for row in answer["who"] for pk in row[1:3] if pk})
    rows = [
        (mentees.get(mentee_pk), mentors.get(was), mentors.get(then), points)
        for mentee_pk, was, then, points in answer["who"]
    ]
    return {**context, "answer": answer, "figures": figures_beside(answer["was"], answer["beside"]), "rows": rows}


def figures_beside(present: Any, then: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - figures, as plain values
    """Return each figure of a trial with what it is now, in the order of the page."""
    labels = [
        ("matched", _("matched")), ("first_choices", _("got their first choice")),
        ("ranked_choices", _("got one of their choices")), ("total", _("total points")), ("weakest", _("weakest score")),
    ]  # fmt: skip
    return [
        {"label": label, "value": then[key], "was": present[key], "by": (then[key] or 0) - (present[key] or 0)}
        for key, label in labels
    ]
