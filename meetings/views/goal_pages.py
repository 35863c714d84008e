"""The pair's goals, how far they are, and what was said on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from agreements.models import LearningGoal
from matching.models import Match
from meetings import goals as progress_of_goals
from meetings.errors import MeetingError
from meetings.forms import ProgressForm
from meetings.models import Progress
from people.reader import reader

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

TONES = {Progress.NOT_STARTED: "", Progress.UNDER_WAY: "info", Progress.REACHED: "good", Progress.DROPPED: "wait"}


@never_cache
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the goals of the agreement in force."""
    return page(request, own_match(request, pk))


@require_POST
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how far one goal is."""
    mine = Match.objects.visible_to(reader(request))
    goal = get_object_or_404(
        LearningGoal.objects.select_related("version__agreement"), pk=pk, version__agreement__match__in=mine
    )
    match = own_match(request, goal.version.agreement.match_id)
    form = ProgressForm(request.POST, prefix=f"goal{goal.pk}")
    if not form.is_valid():
        return page(request, match, with_errors={goal.pk: form})
    state, note = form.cleaned_data["state"], form.cleaned_data["note"]
    try:
        progress_of_goals.record_progress(goal, state=state, note=note, by=reader(request), now=timezone.now())
    except MeetingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your progress is saved. Both of you see it."))
    return redirect("meetings:goals", pk=match.pk)


def own_match(request: HttpRequest, pk: int) -> Match:
    """Return one of the reader's relationships, with both people; a proposal has no goals, whatever became of it."""
    mine = Match.objects.visible_to(reader(request)).filter(confirmed_at__isnull=False)
    return get_object_or_404(mine.with_people(), pk=pk)


def page(request: HttpRequest, match: Match, *, with_errors: dict[int, ProgressForm] | None = None) -> HttpResponse:
    """Draw all goals, each with its form and its history."""
    rows = []
    for goal in progress_of_goals.goals_of(match):
        reports = list(goal.progress.all())
        state = Progress(reports[0].state) if reports else Progress.NOT_STARTED
        form = (with_errors or {}).get(goal.pk) or ProgressForm(prefix=f"goal{goal.pk}", initial={"state": state})
        rows.append({"goal": goal, "said": reports, "state": state, "tone": TONES[state], "form": form})
    reached = sum(row["state"] == Progress.REACHED for row in rows)
    context = {
        "match": match,
        "other": match.other(reader(request)),
        "rows": rows,
        "reached": reached,
        "form_with_errors": next(iter((with_errors or {}).values()), None),
    }
    return render(request, "meetings/goals.html", context)
