"""Per-request state of the signed-in person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class ReaderTimeZone:
    """Pages show times in the zone of the person who reads them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the reader's zone for the length of the request."""
        if request.user.is_authenticated:
            with timezone.override(request.user.zone):
                return self.get_response(request)
        return self.get_response(request)


class RolesReadOnce:
    """Lets the reader's roles be read once for a page that changes nothing.

    The person is loaded anew with each request, so a role that is taken away counts with the next one. A request that
    changes something reads them each time: it may change the roles themselves.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark the object of this request."""
        if request.method in {"GET", "HEAD"} and request.user.is_authenticated:
            request.user.reads_roles_once = True
        return self.get_response(request)
