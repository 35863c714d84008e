"""Check, send, and the confirmation (F-12, F-14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from people.reader import reader
from pool.access import own_mentee, own_mentor
from pool.errors import PoolError
from pool.joining import mentees, mentors
from pool.joining.answers import answers_of, whom_to_ask
from pool.models import Mentee, MenteeStatus, Mentor, MentorStatus

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def mentor_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Show all answers before the application is sent."""
    return show_check(request, own_mentor(request, pk))


@require_safe
def mentee_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Show all answers before the sign-up is sent."""
    return show_check(request, own_mentee(request, pk))


def show_check(request: HttpRequest, person: Mentor | Mentee, problems: list[str] | None = None) -> HttpResponse:
    """Show all answers, what is still missing, and the button that sends."""
    if person.status not in {MentorStatus.DRAFT, MenteeStatus.DRAFT}:
        return redirect(person.status_url)
    missing = [
        (step.title, f"{person.step_url(step.key)}?from=check") for step in person.steps() if not step.done(person)
    ]
    return render(
        request,
        "pool/check.html",
        {
            "person": person,
            "program": person.program,
            "is_mentor": person.is_mentor,
            "answers": answers_of(person, change=True),
            "missing": missing,
            "problems": problems or [],
            "back": person.status_url,
        },
        status=409 if problems else 200,
    )


@require_POST
def send_application(request: HttpRequest, pk: int) -> HttpResponse:
    mentor = own_mentor(request, pk)
    try:
        mentors.send_application(mentor, by=reader(request), now=timezone.now())
    except PoolError as error:
        return show_check(request, mentor, [str(error)])
    return redirect("pool:mentor_sent", pk)


@require_POST
def send_sign_up(request: HttpRequest, pk: int) -> HttpResponse:
    mentee = own_mentee(request, pk)
    try:
        mentees.sign_up(mentee, by=reader(request), now=timezone.now())
    except PoolError as error:
        return show_check(request, mentee, [str(error)])
    return redirect("pool:mentee_sent", pk)


@require_safe
def mentor_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm an application: reference, what happens next, whom to ask."""
    return show_sent(request, own_mentor(request, pk))


@require_safe
def mentee_sent(request: HttpRequest, pk: int) -> HttpResponse:
    return show_sent(request, own_mentee(request, pk))


def show_sent(request: HttpRequest, person: Mentor | Mentee) -> HttpResponse:
    """Show the confirmation, which can be bookmarked and printed."""
    if not person.is_sent:
        return redirect(person.status_url)
    context = {"person": person, "program": person.program, "is_mentor": person.is_mentor}
    return render(request, "pool/sent.html", context | whom_to_ask(person.program))
