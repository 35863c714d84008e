"""“Not with”: private to the person, and to the matching (P-21)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.models import User
from people.reader import reader
from pool.access import own_mentee
from pool.errors import PoolError
from pool.joining import mentees
from pool.models import NotWith
from pool.views.step_pages import frame
from web.fields.texts import searched

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

SHORTEST = 2
MOST = 8


@require_safe
def show_apart(request: HttpRequest, pk: int) -> HttpResponse:
    """Show whom the reader does not want to be paired with, and a search of the directory."""
    mentee, user = own_mentee(request, pk), reader(request)
    words = searched(request.GET)
    chosen = [
        wish.other for wish in NotWith.objects.visible_to(user).select_related("other__department", "other__site")
    ]
    return render(
        request,
        "pool/apart.html",
        {
            "chosen": sorted(chosen, key=lambda person: person.name),
            "words": words,
            "too_short": bool(words) and len(words) < SHORTEST,
            "found": colleagues(user, words).exclude(pk__in=[person.pk for person in chosen])[:MOST],
            "next": mentee.step_url(mentee.step_after("apart")),
            **frame(request, mentee, "apart"),
        },
    )


def colleagues(user: User, search: str) -> QuerySet[User]:
    """Return people who work here now and whose name holds every word."""
    if len(search) < SHORTEST:
        return User.objects.none()
    people = User.objects.employed(timezone.localdate()).exclude(pk=user.pk).select_related("department", "site")
    for word in search.split()[:5]:
        people = people.filter(name__icontains=word)
    return people.order_by("name", "pk")


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show whom the reader asked never to be matched with. A page of one's own: mentors have no sign-up to keep it in."""
    wishes = NotWith.objects.visible_to(reader(request)).select_related("other__department", "other__site")
    return render(request, "pool/not_with.html", {"wishes": wishes.order_by("other__name", "pk")})


@require_POST
def take_back(request: HttpRequest, person: int) -> HttpResponse:
    """Take such a wish back."""
    user = reader(request)
    wish = get_object_or_404(NotWith.objects.visible_to(user).select_related("other"), other=person)
    mentees.stop_keeping_apart(user, other=wish.other)
    messages.success(request, _("Removed from your list. Nobody else saw it."))
    return redirect("pool:not_with")


@require_POST
def add(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Keep the reader and somebody apart."""
    mentee, user, now = own_mentee(request, pk), reader(request), timezone.now()
    other = get_object_or_404(User.objects.employed(timezone.localdate()), pk=person)
    try:
        mentees.keep_apart(user, other=other, now=now)
    except PoolError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Saved. Nobody else sees this."))
    return redirect("pool:mentee_step", mentee.pk, "apart")


@require_POST
def remove(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Take the wish back."""
    mentee, user = own_mentee(request, pk), reader(request)
    wish = get_object_or_404(NotWith.objects.visible_to(user).select_related("other"), other=person)
    mentees.stop_keeping_apart(user, other=wish.other)
    return redirect("pool:mentee_step", mentee.pk, "apart")
