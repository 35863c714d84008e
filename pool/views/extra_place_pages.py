"""A mentor is asked for one more place: one page, two buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.reader import reader
from pool import extra_places
from pool.errors import PoolError
from pool.models import ExtraPlaceRequest

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def own_request(request: HttpRequest, pk: int) -> ExtraPlaceRequest:
    """Return a question to the reader."""
    own = ExtraPlaceRequest.objects.visible_to(reader(request)).select_related("cohort__program", "mentor")
    return get_object_or_404(own, pk=pk)


@require_safe
def show_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what is asked, and what a yes means."""
    return render(request, "pool/place.html", {"asked": own_request(request, pk)})


@require_POST
def give(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        asked = extra_places.give_place(own_request(request, pk), by=reader(request), now=timezone.now())
    except PoolError as error:
        messages.error(request, str(error))
        return redirect("pool:place", pk)
    messages.success(
        request,
        _("Thank you. From now on, you can have up to %(count)d mentees at the same time.")
        % {"count": asked.mentor.capacity},
    )
    return redirect("home")


@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        extra_places.keep_places(own_request(request, pk), by=reader(request), now=timezone.now())
    except PoolError as error:
        messages.error(request, str(error))
        return redirect("pool:place", pk)
    messages.success(request, _("Thank you for your answer. Nothing changes for you."))
    return redirect("home")
