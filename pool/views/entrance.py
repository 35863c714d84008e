"""The front doors: what applying and signing up mean, and the answer to a nomination."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.reader import reader
from pool.access import own_mentee, own_mentor
from pool.errors import PoolError
from pool.joining import mentees, mentors, nominations
from pool.models import Mentee, MenteeStatus, Mentor, MentorStatus
from pool.models.entry_rules import guidelines_of
from programs.guideline_versions import plain_words
from programs.guideline_versions.eligibility import mentee_problems, mentor_problems
from programs.models import Cohort, Program

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, program: str) -> HttpResponse:
    """Say what applying means; a POST begins, or confirms a nomination."""
    user, now = reader(request), timezone.now()
    found = get_object_or_404(Program.objects.visible_to(user), slug=program)
    mentor = Mentor.objects.visible_to(user).filter(program=found).select_related("nominated_by").first()
    if mentor and mentor.status == MentorStatus.DRAFT:
        return redirect(mentor.step_url(mentor.first_open_step()))
    if mentor and mentor.is_sent:
        return redirect(mentor.status_url)
    guidelines, problems = None, list[str]()
    try:
        guidelines = guidelines_of(found)
        nominated = mentor is not None and mentor.is_nominated
        problems = mentor_problems(guidelines, user, on=now.date(), nominated=nominated)
        if request.method == "POST":
            begun = mentors.begin_application(found, user=user, now=now)
            return redirect(begun.step_url(begun.first_open_step()))
    except PoolError as error:
        problems = [str(error)]
    return render(
        request,
        "pool/apply.html",
        {
            "program": found,
            "guidelines": guidelines,
            "rhythm": guidelines and plain_words.rhythm(guidelines),
            "problems": problems,
            "person": mentor,
            "steps": Mentor(program=found).steps(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest, cohort: int) -> HttpResponse:
    """Say what signing up means; a POST begins, or confirms a nomination."""
    user, now = reader(request), timezone.now()
    cohorts = Cohort.objects.visible_to(user).select_related("program", "guidelines")
    found = get_object_or_404(cohorts, pk=cohort)
    mentee = Mentee.objects.visible_to(user).filter(cohort=found).select_related("nominated_by").first()
    if mentee and mentee.status == MenteeStatus.DRAFT:
        return redirect(mentee.step_url(mentee.first_open_step()))
    if mentee and mentee.is_sent:
        return redirect(mentee.status_url)
    problems: list[str] = []
    try:
        guidelines = mentees.guidelines_of_cohort(found, now=now)
        nominated = mentee is not None and mentee.is_nominated
        problems = mentee_problems(guidelines, user, on=now.date(), nominated=nominated)
        if request.method == "POST":
            begun = mentees.begin_sign_up(found, user=user, now=now)
            return redirect(begun.step_url(begun.first_open_step()))
    except PoolError as error:
        problems = [str(error)]
    return render(
        request,
        "pool/sign_up.html",
        {
            "program": found.program,
            "cohort": found,
            "guidelines": found.guidelines,
            "rhythm": found.guidelines and plain_words.rhythm(found.guidelines),
            "problems": problems,
            "person": mentee,
            "steps": Mentee(cohort=found).steps(),
        },
    )


@require_POST
def turn_down_mentor(request: HttpRequest, pk: int) -> HttpResponse:
    """Say no to a nomination as mentor."""
    return turn_down(request, own_mentor(request, pk))


@require_POST
def turn_down_mentee(request: HttpRequest, pk: int) -> HttpResponse:
    """Say no to a nomination as mentee."""
    return turn_down(request, own_mentee(request, pk))


def turn_down(request: HttpRequest, person: Mentor | Mentee) -> HttpResponse:
    """Note the no, and say thank you."""
    try:
        nominations.turn_down(person, by=reader(request), now=timezone.now())
    except PoolError as error:
        messages.error(request, str(error))
        return redirect(person.status_url)
    messages.success(request, _("Thank you for your answer. There is nothing more for you to do."))
    return redirect("home")
