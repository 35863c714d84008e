"""What someone sends after their session has ended is not lost (E-31).

The answer is a page that holds what was typed, and nothing else does: the server keeps and logs nothing of it. A small
script (static/js/unsent.js) puts it into the browser's storage for this tab, with a mark of the person who was signed
in, and back into the form once the same person has signed in again. The page works without the script too.

Whose text it is, a cookie says that outlives the session: a keyed digest that means nothing to anyone else. It goes
when someone signs out, and changes when another person signs in; text with another mark is deleted and never shown.

“Send again” is no way around the CSRF check. Only what this site's own page sent comes back at all, and it goes out
again when the person presses a button under a fresh token. Where someone is signed in, the form must have been made
under the token that this browser had when the same person signed in again.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect

from mentoring.pages.error_pages import page_before
from web import key_ring, typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest

    from people.models import User

COOKIE = "whose"
PURPOSE = "mentoring.pages.unsent.whose"
# As long as someone may come back to a tab; the script forgets the text itself after some hours.
REMEMBERED = timedelta(days=30)
EARLIER = "earlier_csrf"
# Characters in all. What is longer, only a file can be.
MOST = 300_000
# Where people sign in and prove who they are: nothing of it is kept.
SIGN_IN = ("/accounts/", "/admin/login/", "/admin/logout/")
# What opens something. Of a form that acts, its view says what comes back (`web.typed`).
NEVER = frozenset({"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code", "credential"})


def mark_of(user: User | AnonymousUser) -> str:
    """Return what stands for a person in their own browser; nothing for nobody."""
    return key_ring.digest(str(user.pk), purpose=PURPOSE)[:32] if user.pk else ""


@dataclass(frozen=True)
class Unsent:
    """What was typed, by the names of the fields; `left_out` says that something was sent that is never kept."""

    fields: tuple[tuple[str, str], ...]
    files: int
    left_out: bool

    @property
    def texts(self) -> list[str]:
        """What is worth copying: sentences, not ticks and numbers."""
        return [value for _name, value in self.fields if " " in value.strip() or "\n" in value.strip()]


def typed_in(request: HttpRequest) -> Unsent:
    """Return what a form holds that may come back."""
    try:
        sent = [(name, value) for name, values in request.POST.lists() for value in values]
        files = len(request.FILES)
    except UnreadablePostError:
        sent, files = [], 0
    way_back = said_of(request)
    kept = [
        (name, value) for name, value in sent if name not in NEVER and (way_back is None or name in way_back.fields)
    ]
    too_long = sum(len(value) for _name, value in kept) > MOST
    left_out = too_long or len(kept) < len([name for name, _value in sent if name != "csrfmiddlewaretoken"])
    return Unsent(() if too_long else tuple(kept), files, left_out)


def said_of(request: HttpRequest) -> typed.ComesBack | None:
    """Return which fields of the form may come back, as the page says that takes it."""
    try:
        return typed.said_by(resolve(request.path_info).func)
    except Resolver404:
        return None


def opens_by_link(request: HttpRequest) -> bool:
    """Whether a mailed link opens the page, without an account."""
    way_back = said_of(request)
    return way_back is not None and way_back.by_link


def came_from_here(request: HttpRequest) -> bool:
    """Whether a page of this site sent the form, as the browser says: no other site can make it say so."""
    if "Sec-Fetch-Site" in request.headers:
        return request.headers["Sec-Fetch-Site"] == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(origin).netloc == request.get_host()


def page_with_form(request: HttpRequest) -> str:
    """Return where the form is that was sent: where the browser says it comes from, else where it was sent to."""
    return page_before(request) or request.get_full_path()


@dataclass(frozen=True)
class Words:
    """What the page says. `then` is the address of its main button."""

    title: str
    lead: str
    button: str
    then: str


def signed_out(*, back: str) -> Words:
    """Words for someone whose session has ended."""
    return Words(
        _("You were signed out"),
        _("We could not save what you sent, because you were no longer signed in. Nothing was changed."),
        _("Sign in and continue"),
        f"{reverse('account_login')}?{urlencode({REDIRECT_FIELD_NAME: back})}",
    )


def link_closed() -> Words:
    """Words for someone without an account, whose opened link has run out.

    Nobody is signed in, so no mark says whose text it is, and the mail opens its link in another tab. The page keeps the
    text itself, and hands it to the form of the same request once its link is open again in this browser.
    """
    return Words(
        _("This page was open for too long"),
        _("We could not accept what you sent, because an opened link works for half an hour. Nothing was changed."),
        "",
        "",
    )


def second_step(*, page: str) -> Words:
    """Words for someone who has to prove a second step first."""
    return Words(
        _("Please confirm that it is you"),
        _("We could not save what you sent, because this page needs your second step first. Nothing was changed."),
        _("Confirm and continue"),
        page,
    )


def answer(request: HttpRequest, sentences: Words, *, back: str, again: bool = False, whose: str = "") -> HttpResponse:
    """Show what was typed. Where `again`, it can be sent once more from here; where `whose`, the script may keep it.

    In a browser that has lost its cookies nothing says whose text it is. It is shown once, to be copied, and put back
    into no form: the next person to sign in there may be another.
    """
    unsent = typed_in(request)
    context = {
        "words": sentences,
        "unsent": unsent,
        "back": back,
        "again": again,
        "put_back": opens_by_link(request) and bool(unsent.fields),
        "kept_for": whose if unsent.fields else "",
        "address": request.get_full_path(),
        "messages": (),
    }
    response = render(request, "errors/unsent.html", context, status=HTTPStatus.FORBIDDEN)
    response["Cache-Control"] = "no-store"
    return response


class UnsentForms:
    """Answers a form that met no session with what was typed in it, where a redirect would lose it.

    Also keeps the cookie that says whose browser it was. Stands before the sign-in is asked for.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, and look at the answer."""
        response = self.get_response(request)
        if leads_to_sign_in(request, response):
            back = page_with_form(request)
            whose = request.COOKIES.get(COOKIE, "")
            response = answer(request, signed_out(back=back), back=back, again=bool(whose), whose=whose)
        elif is_of_a_closed_link(request, response):
            response = answer(request, link_closed(), back="")
        remember(request, response)
        return response


def leads_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a form of our own pages was sent by nobody, and the answer would lead to the sign-in."""
    if request.method != "POST" or response.status_code != HTTPStatus.FOUND or request.path_info.startswith(SIGN_IN):
        return False
    doors = {reverse("account_login"), reverse("admin:login")}
    return (
        urlsplit(response["Location"]).path in doors and not request.user.is_authenticated and came_from_here(request)
    )


def is_of_a_closed_link(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether an answer by link was sent after its opening had run out. Which link it was makes no difference (A-14)."""
    return (
        request.method == "POST"
        and response.status_code == HTTPStatus.NOT_FOUND
        and opens_by_link(request)
        and bool(typed_in(request).fields)
        and came_from_here(request)
    )


def remember(request: HttpRequest, response: HttpResponse) -> None:
    """Keep the mark of the person who is signed in; forget it when they sign out."""
    if getattr(request, "has_signed_out", False):
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    if not request.session.accessed or not request.user.is_authenticated:
        return
    mark = mark_of(request.user)
    if request.COOKIES.get(COOKIE) != mark:
        response.set_cookie(
            COOKIE,
            mark,
            max_age=int(REMEMBERED.total_seconds()),
            httponly=True,
            secure=settings.SECURE,
            samesite="Lax",
        )


@receiver(user_logged_out)
def forget(request: HttpRequest, **_kwargs: object) -> None:
    """Let the answer take the mark away."""
    request.has_signed_out = True  # type: ignore[attr-defined]


@receiver(user_logged_in)
def keep_earlier_token(request: HttpRequest, user: User, **_kwargs: object) -> None:
    """Keep the token under which the same person's open pages were made, before they had to sign in again."""
    token = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
    if token and request.COOKIES.get(COOKIE) == mark_of(user):
        request.session[EARLIER] = token


def was_made_before(request: HttpRequest) -> bool:
    """Whether the form was made in this browser for the same person, before they signed in again."""
    earlier = request.session.get(EARLIER, "")
    if not earlier:
        return False
    then = copy.copy(request)
    then.COOKIES = {settings.CSRF_COOKIE_NAME: earlier}
    then.META = {**request.META}
    then.META.pop(settings.CSRF_HEADER_NAME, None)
    then.is_tried = True  # type: ignore[attr-defined] # for `refuse`, which Django asks here too
    return csrf_protect(taken)(then).status_code == HTTPStatus.OK


def taken(_request: HttpRequest) -> HttpResponse:
    """Stand where a view does that takes the form."""
    return HttpResponse()


def refuse(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer what fails the CSRF check: Django's `CSRF_FAILURE_VIEW`. What other sites send comes back to nobody."""
    if hasattr(request, "is_tried"):
        return HttpResponse(status=HTTPStatus.FORBIDDEN)
    if not came_from_here(request) or request.path_info.startswith(SIGN_IN):
        return render(request, "403_csrf.html", {"reason": reason}, status=HTTPStatus.FORBIDDEN)
    if opens_by_link(request):
        return answer(request, link_closed(), back="")
    back = page_with_form(request)
    if not request.user.is_authenticated:
        whose = request.COOKIES.get(COOKIE, "")
        return answer(request, signed_out(back=back), back=back, again=bool(whose), whose=whose)
    sentences = Words(
        _("This was not saved yet"),
        _("You signed in again while this page was open. Nothing was changed."),
        _("Back to the page"),
        back,
    )
    return answer(request, sentences, back=back, again=was_made_before(request))
