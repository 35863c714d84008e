"""Headers of all pages, and answers to what cannot be read, is too large or takes too long."""

from __future__ import annotations

import logging
import re
import time
from http import HTTPStatus
from typing import TYPE_CHECKING

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import DatabaseError
from django.http import HttpRequest, UnreadablePostError
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from psycopg2.errors import QueryCanceled

from mentoring.pages import too_large
from people.database import first_come

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

logger = logging.getLogger(__name__)
# What no text of a database holds: the character NUL, and halves of characters.
NO_TEXT = re.compile("[\x00\ud800-\udfff]")
NOT_TEXT = "Not text: NUL or half a character."
TYPED = "application/x-www-form-urlencoded"
# How long we go on receiving what nobody will read, and how much of it at a time.
PATIENCE = 20
A_PIECE = 64 * 1024


class PolicyHeaders(CSPMiddleware):
    """The strict policy everywhere; under /admin/ what the theme needs (docs/decisions/0005-desk-policy.md)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponse:
        """Widen the policy for the admin before the header is written."""
        if request.path_info.startswith("/admin/"):
            response._csp_update = {  # type: ignore[attr-defined]  # noqa: SLF001 - the library's own way to say it
                "script-src": [SELF, UNSAFE_EVAL],
                "style-src": [SELF, UNSAFE_INLINE],
            }
        return super().process_response(request, response)  # type: ignore[return-value]


class PrivateAnswers:
    """Lets no cache keep what a signed-in person was shown: the next person at the computer goes back, and sees it (E-03).

    Stands behind the static files, and looks at cookies alone: public pages ask for no session because of it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Say so on every answer that a session has had a part in, errors and files included."""
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in {*request.COOKIES, *response.cookies}:
            patch_cache_control(response, private=True, no_store=True)
        return response


class RequestsOfASize:
    """Answers 413 with a page where more is sent than a page takes, files included (E-37).

    Whatever the answer is, what was sent is received to its end first. If a server answers and closes while the browser
    still sends, the browser shows a broken connection and not the answer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Measure by what the browser announces; more than that is never read."""
        announced = request.META.get("CONTENT_LENGTH") or ""
        size = int(announced) if announced.isdecimal() else 0
        if size > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            response = too_large.answer(request)
        else:
            response = self.get_response(request)
        if size:
            receive(request, until=time.monotonic() + PATIENCE)
        return response


def receive(request: HttpRequest, *, until: float) -> None:
    """Receive and forget what is still on its way, up to a time of the monotonic clock."""
    try:
        while time.monotonic() < until and request.read(A_PIECE):
            pass
    except UnreadablePostError:
        return


class ReadableAddresses:
    """Answers 400 where an address or a cookie holds what is no text, wherever it would have gone (E-37)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look before anything is looked up, a session included."""
        refuse(request.path_info, *words(request.GET.lists()), *request.COOKIES.values())
        return self.get_response(request)


class ReadableForms:
    """Answers 400 where a form holds what is no text. Stands behind the CSRF check, which reads forms with files too (E-37)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *args: object) -> None:
        """Look at what was sent, unless the view says first how its file is read: it stands outside the CSRF check."""
        if request.content_type == TYPED or not getattr(view, "csrf_exempt", False):
            refuse(*typed(request))

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Say so where such a view reads its form, and what is no text gets as far as the database."""
        if (isinstance(error, ValueError) and "NUL (0x00)" in str(error)) or (
            isinstance(error, UnicodeEncodeError) and "surrogates" in error.reason
        ):
            raise BadRequest(NOT_TEXT) from error


def words(fields: Iterable[tuple[str, Iterable[object]]]) -> Iterable[str]:
    """Yield names and values."""
    for name, values in fields:
        yield name
        yield from (value for value in values if isinstance(value, str))


def typed(request: HttpRequest) -> Iterable[str]:
    """Return what was typed into a form; nothing where the browser went away while it was sent."""
    try:
        return words(request.POST.lists())
    except UnreadablePostError:
        return ()


def refuse(*texts: str) -> None:
    """Raise `BadRequest` for what is no text."""
    if any(map(NO_TEXT.search, texts)):
        raise BadRequest(NOT_TEXT)


class RefusalsOfTheDatabase:
    """Tells a person in words, instead of an error, what the database would not do.

    That a page took longer than it is given (STATEMENT_TIMEOUT), or that someone else wrote the same thing first.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer; what the view had begun is rolled back by then."""
        if isinstance(error, DatabaseError) and isinstance(error.__cause__, QueryCanceled):
            return render(request, "errors/slow.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
        if first_come.met(error) and request.method == "POST":
            # Where it is no chance but a fault of ours, this is how the operator hears of it.
            logger.warning("Two at once: %s", getattr(getattr(error.__cause__, "diag", None), "constraint_name", ""))
            return render(request, "errors/first_come.html", status=HTTPStatus.CONFLICT)
        return None
