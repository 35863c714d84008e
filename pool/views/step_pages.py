"""One step after the other: each is one short page, saved at once, and can be gone back to (F-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.reader import reader
from pool.access import own_mentee, own_mentor
from pool.errors import PoolError
from pool.joining import mentees, mentors
from pool.joining.answers import SENT, may_change, page_of, status_page
from pool.joining.participants import acknowledge, guidelines_of
from pool.joining.steps import following, steps_of
from pool.models import Mentee, Mentor
from web import newer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from pool.forms.step_forms import StepForm
    from programs.models import Guidelines


@require_http_methods(["GET", "HEAD", "POST"])
def mentor_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step of an application."""
    return show_step(request, own_mentor(request, pk), step)


@require_http_methods(["GET", "HEAD", "POST"])
def mentee_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step of a sign-up."""
    return show_step(request, own_mentee(request, pk), step)


def show_step(request: HttpRequest, person: Mentor | Mentee, key: str) -> HttpResponse:
    """Show one step; a POST saves it and goes on, back to the check page, or stops here."""
    steps = steps_of(person)
    step = next((one for one in steps if one.key == key), None)
    if step is None or step.form is None:
        raise Http404
    if not may_change(person):
        return redirect(status_page(person))
    kind = step.form
    form = newer.asked(lambda data: kind(data, person=person), request)
    if request.method == "POST" and form.is_valid():
        try:
            save(request, person, key, form)
        except PoolError as error:
            form.add_error(None, str(error))
        else:
            return redirect(after(request, person, key))
    context = {"form": form, "step": step, **frame(request, person, key)}
    if key == "rules":
        context["guidelines"] = guidelines_for(person)
    return render(request, "pool/step.html", context)


def save(request: HttpRequest, person: Mentor | Mentee, key: str, form: StepForm) -> None:
    """Hand the answers to the process."""
    user, now = reader(request), timezone.now()
    if key == "rules":
        acknowledge(person, guidelines=guidelines_for(person), by=user, now=now)
    elif isinstance(person, Mentor):
        mentors.save_application(person, by=user, now=now, **form.cleaned_data)
    else:
        mentees.save_sign_up(person, by=user, now=now, **form.cleaned_data)


def guidelines_for(person: Mentor | Mentee) -> Guidelines:
    """Return the guidelines that the person has to acknowledge."""
    if isinstance(person, Mentor):
        return guidelines_of(person.program)
    if person.cohort.guidelines is None:
        raise Http404
    return person.cohort.guidelines


def after(request: HttpRequest, person: Mentor | Mentee, key: str) -> str:
    """Return where to go once a step is saved."""
    if person.status in SENT:
        messages.success(request, _("Saved."))
        return status_page(person)
    if "later" in request.POST:
        messages.success(request, _("Saved. You can go on at any time, on any device."))
        return status_page(person)
    return page_of(person, "check" if request.GET.get("from") == "check" else following(person, key))


def frame(request: HttpRequest, person: Mentor | Mentee, key: str) -> dict[str, Any]:
    """Return what every step page shows around its form."""
    steps = steps_of(person)
    keys = [step.key for step in steps]
    number = keys.index(key) + 1
    back = page_of(person, "check") if request.GET.get("from") == "check" else ""
    if not back and number > 1:
        back = page_of(person, keys[number - 2])
    return {
        "person": person,
        "program": person.program,
        "number": number,
        "count": len(steps),
        "from_check": request.GET.get("from") == "check",
        "sent": person.status in SENT,
        "back": status_page(person) if person.status in SENT else back or status_page(person),
        "outline": [
            {
                "title": one.title,
                "state": "now" if one.key == key else "done" if one.done(person) and not one.optional else "next",
                "url": page_of(person, one.key),
            }
            for one in steps
        ],
    }
