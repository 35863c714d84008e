"""Where somebody stands: their application or sign-up with everything in it, and the ways out of it (D-32)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.reader import reader
from pool.access import own_mentee, own_mentor
from pool.errors import PoolError
from pool.joining import mentees, mentors
from pool.joining.answers import answers_of, whom_to_ask
from pool.joining.returning import open_again
from pool.joining.self_assessment import trainings_for
from pool.relationships import relationships

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def show_mentor(request: HttpRequest, pk: int) -> HttpResponse:
    """Say where the reader's own application stands, with everything in it (D-32)."""
    mentor = own_mentor(request, pk)
    assessment = mentor.latest_assessment()
    return render(
        request,
        "pool/mentor.html",
        {
            "person": mentor,
            "program": mentor.program,
            "answers": answers_of(mentor, change=mentor.is_editable),
            "assessment": assessment,
            "trainings": trainings_for(assessment.ratings.all()) if assessment else [],
            "go_on": mentor.step_url(mentor.first_open_step()),
            **relationships().page_of_mentor(mentor),
            **whom_to_ask(mentor.program),
        },
    )


@require_safe
def show_mentee(request: HttpRequest, pk: int) -> HttpResponse:
    """Say where the reader's own sign-up stands, with everything in it."""
    mentee = own_mentee(request, pk)
    return render(
        request,
        "pool/mentee.html",
        {
            "person": mentee,
            "program": mentee.program,
            "answers": answers_of(mentee, change=mentee.is_editable),
            "go_on": mentee.step_url(mentee.first_open_step()),
            **relationships().page_of_mentee(mentee),
            "again": open_again([mentee], on=timezone.localdate()).get(mentee.pk),
            **whom_to_ask(mentee.program),
        },
    )


@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Take no new mentees for a while."""
    mentor = own_mentor(request, pk)
    try:
        mentors.pause(mentor, by=reader(request), now=timezone.now())
    except PoolError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("You are paused. You get no new mentees until you come back."))
    return redirect("pool:mentor", pk)


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Come back into the pool."""
    mentor = own_mentor(request, pk)
    try:
        mentors.resume(mentor, by=reader(request), now=timezone.now())
    except PoolError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Welcome back. You are in the mentor pool again."))
    return redirect("pool:mentor", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_mentor(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the pool or take an application back; a GET asks, a POST does it."""
    mentor = own_mentor(request, pk)
    if request.method == "POST":
        try:
            mentors.withdraw_mentor(mentor, by=reader(request), now=timezone.now())
        except PoolError as error:
            messages.error(request, str(error))
            return redirect("pool:mentor", pk)
        messages.success(request, _("You have left. You can apply again at any time."))
        return redirect("matching:mine")
    return render(request, "pool/withdraw.html", {"person": mentor, "program": mentor.program, "is_mentor": True})


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_mentee(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a cohort; a GET asks, a POST does it."""
    mentee = own_mentee(request, pk)
    if request.method == "POST":
        try:
            mentees.withdraw_mentee(mentee, by=reader(request), now=timezone.now())
        except PoolError as error:
            messages.error(request, str(error))
            return redirect("pool:mentee", pk)
        messages.success(request, _("You have left. You can sign up again while enrolment is open."))
        return redirect("matching:mine")
    return render(request, "pool/withdraw.html", {"person": mentee, "program": mentee.program, "is_mentor": False})
