"""Where somebody stands: their application or sign-up with everything in it, and the ways out of it (D-32)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matching import applying, requests, signing_up
from matching.answers import answers_of, may_change, page_of, whom_to_ask
from matching.assessing import latest, trainings_for
from matching.errors import MatchingError
from matching.models import MatchStatus
from matching.models.match_status import OPEN
from matching.returning import open_again
from matching.steps import first_open
from matching.views.own import own_mentee, own_mentor
from matching.waiting import place_of
from people.desk import reader

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def show_mentor(request: HttpRequest, pk: int) -> HttpResponse:
    """Say where the reader's own application stands, with everything in it (D-32)."""
    mentor = own_mentor(request, pk)
    assessment = latest(mentor)
    return render(
        request,
        "matching/mentor.html",
        {
            "person": mentor,
            "program": mentor.program,
            "answers": answers_of(mentor, change=may_change(mentor)),
            "assessment": assessment,
            "trainings": trainings_for(assessment.ratings.all()) if assessment else [],
            "matches": mentor.matches.filter(status__in=OPEN).with_people(),
            "asked": mentor.requests.open().with_people().order_by("asked_at", "pk"),
            "go_on": page_of(mentor, first_open(mentor)),
            **whom_to_ask(mentor.program),
        },
    )


@require_safe
def show_mentee(request: HttpRequest, pk: int) -> HttpResponse:
    """Say where the reader's own sign-up stands, with everything in it."""
    mentee = own_mentee(request, pk)
    return render(
        request,
        "matching/mentee.html",
        {
            "person": mentee,
            "program": mentee.program,
            "answers": answers_of(mentee, change=may_change(mentee)),
            "match": mentee.matches.known_to_mentees().open().with_people().first(),
            "place": place_of(mentee),
            "chooses": requests.may_ask(mentee),
            "asked": mentee.requests.open().with_people().order_by("asked_at", "pk"),
            "go_on": page_of(mentee, first_open(mentee)),
            "last": mentee.matches.filter(status=MatchStatus.COMPLETED).with_people().order_by("-ended_at").first(),
            "again": open_again([mentee], on=timezone.localdate()).get(mentee.pk),
            **whom_to_ask(mentee.program),
        },
    )


@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Take no new mentees for a while."""
    mentor = own_mentor(request, pk)
    try:
        applying.pause(mentor, by=reader(request), now=timezone.now())
    except MatchingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("You are pausing. You get no new mentees until you come back."))
    return redirect("matching:mentor", pk)


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Come back into the pool."""
    mentor = own_mentor(request, pk)
    try:
        applying.resume(mentor, by=reader(request), now=timezone.now())
    except MatchingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Welcome back. You are in the mentor pool again."))
    return redirect("matching:mentor", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_mentor(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the pool or take an application back; a GET asks, a POST does it."""
    mentor = own_mentor(request, pk)
    if request.method == "POST":
        try:
            applying.withdraw_mentor(mentor, by=reader(request), now=timezone.now())
        except MatchingError as error:
            messages.error(request, str(error))
            return redirect("matching:mentor", pk)
        messages.success(request, _("You have left. You can apply again at any time."))
        return redirect("matching:mine")
    return render(request, "matching/withdraw.html", {"person": mentor, "program": mentor.program, "is_mentor": True})


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_mentee(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a cohort; a GET asks, a POST does it."""
    mentee = own_mentee(request, pk)
    if request.method == "POST":
        try:
            signing_up.withdraw_mentee(mentee, by=reader(request), now=timezone.now())
        except MatchingError as error:
            messages.error(request, str(error))
            return redirect("matching:mentee", pk)
        messages.success(request, _("You have left. You can sign up again while enrolment is open."))
        return redirect("matching:mine")
    return render(request, "matching/withdraw.html", {"person": mentee, "program": mentee.program, "is_mentor": False})
