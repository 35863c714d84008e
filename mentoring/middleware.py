"""Headers that differ between the portal and the desk, and answers to what cannot be read or takes too long."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.core.exceptions import BadRequest
from django.db import DatabaseError
from django.http import HttpRequest, UnreadablePostError
from django.shortcuts import render
from psycopg2.errors import QueryCanceled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

# What no text of a database holds: the character NUL, and halves of characters.
NO_TEXT = re.compile("[\x00\ud800-\udfff]")
NOT_TEXT = "Not text: NUL or half a character."
TYPED = "application/x-www-form-urlencoded"


class PolicyHeaders(CSPMiddleware):
    """The strict policy everywhere; under /admin/ what the theme needs (docs/decisions/2026-11-30-desk-policy.md)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponse:
        """Widen the policy for the admin before the header is written."""
        if request.path_info.startswith("/admin/"):
            response._csp_update = {  # type: ignore[attr-defined]  # noqa: SLF001 - the library's own way to say it
                "script-src": [SELF, UNSAFE_EVAL],
                "style-src": [SELF, UNSAFE_INLINE],
            }
        return super().process_response(request, response)  # type: ignore[return-value]


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
        """Pass on."""
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


class SlowAnswers:
    """Tells a person that a page took longer than the database gives it (STATEMENT_TIMEOUT), instead of an error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer in words; what the view had begun is rolled back by then."""
        if isinstance(error, DatabaseError) and isinstance(error.__cause__, QueryCanceled):
            return render(request, "errors/slow.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
        return None
