"""The page on which a supervisor names somebody; only own reports can be named (P-07, P-16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.reader import reader
from pool.errors import PoolError
from pool.forms.nomination_forms import NominationForm
from pool.joining import nominations
from pool.joining.nominations import DirectReport
from pool.models import Mentee, Mentor
from programs.models import Cohort, Program

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from people.models import User


@require_http_methods(["GET", "HEAD", "POST"])
def nominate_mentor(request: HttpRequest, program: str) -> HttpResponse:
    user, now = reader(request), timezone.now()
    found = get_object_or_404(Program.objects.visible_to(user).open(), slug=program)
    form, out = form_for(request, user, Mentor, found)
    if request.method == "POST" and form.is_valid():
        person: User = form.cleaned_data["person"]
        try:
            nominations.nominate(found, user=person, by=user, now=now)
        except PoolError as error:
            form.add_error("person", str(error))
        else:
            messages.success(request, told(person))
            return redirect("pool:nominate", found.slug)
    named = Mentor.objects.filter(program=found, nominated_by=user, user__supervisor=user).select_related("user")
    context = {"program": found, "form": form, "out": out, "named": named, "is_mentor": True}
    return render(request, "pool/nominate.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def nominate_mentee(request: HttpRequest, cohort: int) -> HttpResponse:
    user, now = reader(request), timezone.now()
    cohorts = Cohort.objects.visible_to(user).open_on(timezone.localdate()).select_related("program", "guidelines")
    found = get_object_or_404(cohorts, pk=cohort)
    form, out = form_for(request, user, Mentee, found)
    if request.method == "POST" and form.is_valid():
        person: User = form.cleaned_data["person"]
        try:
            nominations.nominate_mentee(found, user=person, by=user, now=now)
        except PoolError as error:
            form.add_error("person", str(error))
        else:
            messages.success(request, told(person))
            return redirect("pool:nominate_mentee", found.pk)
    named = Mentee.objects.filter(cohort=found, nominated_by=user, user__supervisor=user).select_related("user")
    context = {"program": found.program, "cohort": found, "form": form, "out": out, "named": named, "is_mentor": False}
    return render(request, "pool/nominate.html", context)


def form_for(
    request: HttpRequest, user: User, side: type[Mentor | Mentee], place: Program | Cohort
) -> tuple[NominationForm, list[DirectReport]]:
    """Return the form with those of the reader's own team who can be named there, and the others with the reason."""
    today = timezone.localdate()
    team = nominations.team_for(side, place, by=user, on=today)
    possible = [one.user for one in team if not one.reason]
    data = request.POST if request.method == "POST" else None
    form = NominationForm(data, team=user.reports.employed(today), possible=possible)
    return form, [one for one in team if one.reason]


def told(person: User) -> str:
    """Say what happens now."""
    return _("We have asked %(name)s. It is up to them to say yes or no.") % {"name": person}
