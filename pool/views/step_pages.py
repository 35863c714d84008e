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
from pool.forms.by_step import form_of
from pool.joining import mentees, mentors
from pool.joining.participants import acknowledge
from pool.models import Mentee, Mentor
from pool.models.joining_steps import RULES
from web import newer

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from pool.models import Mentee, Mentor
    from programs.models import Guidelines


@require_http_methods(["GET", "HEAD", "POST"])
def mentor_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step of an application."""
    return show_step(request, own_mentor(request, pk), step, save=mentors.save_application)


@require_http_methods(["GET", "HEAD", "POST"])
def mentee_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step of a sign-up."""
    return show_step(request, own_mentee(request, pk), step, save=mentees.save_sign_up)


def show_step(
    request: HttpRequest, person: Mentor | Mentee, key: str, *, save: Callable[..., Mentor | Mentee]
) -> HttpResponse:
    """Show one step; a POST saves it and goes on, back to the check page, or stops here."""
    steps = person.steps()
    step = next((one for one in steps if one.key == key), None)
    kind = form_of(person, key)
    if step is None or kind is None:
        raise Http404
    if not person.is_editable:
        return redirect(person.status_url)
    form = newer.asked(lambda data: kind(data, person=person), request)
    if request.method == "POST" and form.is_valid():
        try:
            if key == RULES.key:
                acknowledge(person, guidelines=guidelines_for(person), by=reader(request), now=timezone.now())
            else:
                save(person, by=reader(request), now=timezone.now(), **form.cleaned_data)
        except PoolError as error:
            form.add_error(None, str(error))
        else:
            return redirect(after(request, person, key))
    context = {"form": form, "step": step, **frame(request, person, key)}
    if key == RULES.key:
        context["guidelines"] = guidelines_for(person)
    return render(request, "pool/step.html", context)


def guidelines_for(person: Mentor | Mentee) -> Guidelines:
    """Return the guidelines that the person has to acknowledge."""
    guidelines = person.guidelines_to_read()
    if guidelines is None:
        raise Http404
    return guidelines


def after(request: HttpRequest, person: Mentor | Mentee, key: str) -> str:
    """Return where to go once a step is saved."""
    if person.is_sent:
        messages.success(request, _("Saved."))
        return person.status_url
    if "later" in request.POST:
        messages.success(request, _("Saved. You can continue at any time, on any device."))
        return person.status_url
    return person.step_url("check" if request.GET.get("from") == "check" else person.step_after(key))


def frame(request: HttpRequest, person: Mentor | Mentee, key: str) -> dict[str, Any]:
    """Return what every step page shows around its form."""
    steps = person.steps()
    keys = [step.key for step in steps]
    number = keys.index(key) + 1
    back = person.step_url("check") if request.GET.get("from") == "check" else ""
    if not back and number > 1:
        back = person.step_url(keys[number - 2])
    return {
        "person": person,
        "program": person.program,
        "number": number,
        "count": len(steps),
        "from_check": request.GET.get("from") == "check",
        "sent": person.is_sent,
        "back": person.status_url if person.is_sent else back or person.status_url,
        "outline": [
            {
                "title": one.title,
                "state": "now" if one.key == key else "done" if one.done(person) and not one.optional else "next",
                "url": person.step_url(one.key),
            }
            for one in steps
        ],
    }
