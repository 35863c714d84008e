"""Pages of the demo: be anyone with one click, and read the mail that was sent."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from allauth.account.internal.flows.login import record_authentication
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from mentoring.demo import mail
from mentoring.demo.cast import read_cast
from people.models import User
from web.fields.texts import searched

LIMIT = 20
MAIL_POLICY = {"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "img-src": ["data:"]}


View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def demo_only(view: View) -> View:
    """Answer 404 anywhere but in the demo, whatever the address table says."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - the view's own
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return cast("View", login_not_required(guarded))


@demo_only
@require_safe
def choose_person(request: HttpRequest) -> HttpResponse:
    """List the people of the demo, and find anyone else by name."""
    search = searched(request.GET)
    people = (
        User.objects.with_work()
        .employed(timezone.localdate())
        .filter(Q(name__icontains=search) | Q(email__icontains=search))
    )
    return render(
        request,
        "mentoring/demo/sign_in.html",
        {"cast": read_cast(), "words": search, "found": people[:LIMIT] if search else []},
    )


@demo_only
@require_POST
def sign_in_as(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign in as that person, as only the demo allows."""
    user = get_object_or_404(User, pk=pk, is_active=True)
    login(request, user)
    record_authentication(request, user, "demo")
    return redirect("admin:index" if request.POST.get("to") == "desk" and user.is_staff else reverse("home"))


@demo_only
@require_safe
def list_mail(request: HttpRequest) -> HttpResponse:
    """List the mail, newest first; of one person where `to` says so."""
    to = request.GET.get("to", "").strip()
    letters = mail.letters(to=to)
    page = Paginator(letters, 30).get_page(request.GET.get("page"))
    names = {user.email: user for user in User.objects.filter(email__in={letter.to for letter in page})}
    rows = [(letter, names.get(letter.to)) for letter in page]
    return render(
        request, "mentoring/demo/mail.html", {"rows": rows, "page_obj": page, "to": to, "count": len(letters)}
    )


@demo_only
@require_safe
def show_mail(request: HttpRequest, key: str) -> HttpResponse:
    """Show one mail's text with working links."""
    opened = mail.open_letter(key)
    if opened is None:
        raise Http404
    return render(request, "mentoring/demo/letter.html", {"opened": opened, "letter": opened.letter})


@demo_only
@require_safe
@csp_replace(MAIL_POLICY)  # type: ignore[arg-type] # the library types views without arguments only
def show_mail_as_sent(request: HttpRequest, key: str) -> HttpResponse:
    """Show the HTML part alone, as a mail program would: with its inline styles and without any script."""
    opened = mail.open_letter(key)
    if opened is None:
        raise Http404
    return HttpResponse(opened.html)
