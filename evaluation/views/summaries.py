"""Writing and reading the summary at the end of a relationship."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from evaluation import closing
from evaluation.errors import EvaluationError
from evaluation.forms import SummaryForm
from evaluation.models import Summary
from matching.models import Match
from people.policy import Role
from people.reader import reader
from web import newer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from people.models import User


@require_http_methods(["GET", "HEAD", "POST"])
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    """Write or change the summary; says first who reads it."""
    user, now = reader(request), timezone.now()
    match = get_object_or_404(Match.objects.visible_to(user).with_people(), pk=pk)
    mine = Summary.objects.filter(match=match, author=user).first()
    form = newer.asked(lambda data: SummaryForm(data, instance=mine), request)
    if request.method == "POST" and form.is_valid():
        try:
            closing.write_summary(match, author=user, now=now, **form.cleaned_data)
        except EvaluationError as error:
            messages.error(request, str(error))
        return redirect("evaluation:summary_written", match.pk)
    can_write = closing.can_be_summed_up(match, on=now.date())
    return render(request, "evaluation/summary.html", page(match, user) | {"form": form, "can_write": can_write})


@require_safe
def summary_written(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the person wrote, and what the partner lets them read (F-14)."""
    user, now = reader(request), timezone.now()
    match = get_object_or_404(Match.objects.visible_to(user).with_people(), pk=pk)
    readable = Summary.objects.visible_to(user).filter(match=match).with_people()
    mine = next((row for row in readable if row.author_id == user.pk), None)
    if mine is None:
        return redirect("evaluation:summary", match.pk)
    others = [row for row in readable if row.author_id != user.pk]
    can_write = closing.can_be_summed_up(match, on=now.date())
    context = page(match, user) | {"mine": mine, "theirs": others[0] if others else None, "can_write": can_write}
    return render(request, "evaluation/summary_written.html", context)


def page(match: Match, user: User) -> dict[str, object]:
    """What both pages say."""
    return {
        "match": match,
        "program": match.cohort.program,
        "partner": match.other(user),
        "coordinators": match.cohort.program.people_with(Role.COORDINATOR),
        "opens_on": closing.summary_from(match),
        "closes_on": closing.summary_until(match),
    }
