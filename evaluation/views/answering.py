"""Answering a survey. The answers travel in the form itself: no session, log or message ever holds them."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Concatenate

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from evaluation.errors import EvaluationError
from evaluation.forms import SurveyForm
from evaluation.instruments import instrument_for
from evaluation.models import SurveyInvitation
from evaluation.survey import surveys
from evaluation.survey.releasing import rules_of
from people.reader import reader

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from people.models import User


def of_own_invitation(
    view: Callable[[HttpRequest, SurveyInvitation, datetime], HttpResponse],
) -> Callable[Concatenate[HttpRequest, int, ...], HttpResponse]:
    """Find the person's own invitation, and explain one that cannot be answered (any more)."""

    @wraps(view)
    def found(request: HttpRequest, pk: int) -> HttpResponse:
        user, now = reader(request), timezone.now()
        invitation = get_object_or_404(SurveyInvitation.objects.visible_to(user).with_program(), pk=pk)
        if not invitation.is_open(now.astimezone(user.zone).date()):
            return render(request, "evaluation/survey_over.html", frame(invitation, user))
        return view(request, invitation, now)

    return never_cache(sensitive_post_parameters()(found))


def frame(invitation: SurveyInvitation, user: User) -> dict[str, object]:
    """What every page of a survey says: whom it is about, who sees what, from how many answers on (D-01)."""
    program = invitation.match.cohort.program
    figures_from, comments_from = rules_of(program)
    return {
        "invitation": invitation,
        "program": program,
        "partner": invitation.match.other(user),
        "instrument": instrument_for(program.format, invitation.point),
        "figures_from": figures_from,
        "comments_from": comments_from,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@of_own_invitation
def answer(request: HttpRequest, invitation: SurveyInvitation, now: datetime) -> HttpResponse:
    """Show the questions; a POST comes from “Change” on the next page and keeps what was filled in."""
    form = SurveyForm(invitation, initial=request.POST.dict())
    return show(request, invitation, form)


@require_http_methods(["GET", "HEAD", "POST"])
@of_own_invitation
def check(request: HttpRequest, invitation: SurveyInvitation, now: datetime) -> HttpResponse:
    """Show the answers once more before they go (F-12)."""
    if request.method != "POST":
        return redirect("evaluation:answer", invitation.pk)
    form = SurveyForm(invitation, request.POST)
    if not form.is_valid():
        return show(request, invitation, form)
    context = frame(invitation, reader(request)) | {"form": form, "rows": form.check_rows()}
    return render(request, "evaluation/survey_check.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_own_invitation
def send(request: HttpRequest, invitation: SurveyInvitation, now: datetime) -> HttpResponse:
    """Take the answers; the survey's own address then says that it has been answered (F-14)."""
    if request.method != "POST":
        return redirect("evaluation:answer", invitation.pk)
    form = SurveyForm(invitation, request.POST)
    if not form.is_valid():
        return show(request, invitation, form)
    user = reader(request)
    try:
        surveys.answer(invitation, answers=form.answers(), contact_to=form.contact_to(), by=user, now=now)
    except EvaluationError as error:
        messages.error(request, str(error))
    return redirect("evaluation:answer", invitation.pk)


def show(request: HttpRequest, invitation: SurveyInvitation, form: SurveyForm) -> HttpResponse:
    """The questions, with errors if there are any."""
    return render(request, "evaluation/survey.html", frame(invitation, reader(request)) | {"form": form})
