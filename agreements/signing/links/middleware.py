"""What every answer carries whose address holds a token, errors included (A-10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

# Signing, and confirming a changed address.
PREFIXES = ("/sign/", "/people/address/")
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


class SigningHeaders:
    """Keeps signing pages out of caches, referrers and search engines. Stands before the CSRF check."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, and set the headers on whatever comes back."""
        if not request.path_info.startswith(PREFIXES):
            return self.get_response(request)
        if request.META.get("HTTP_ORIGIN", "null") == "null":
            # A page without referrer posts with the origin "null" (Fetch standard), which the CSRF check refuses. The
            # secret in form and cookie is still checked, and the cookies are SameSite=Lax: other sites send neither.
            request.META["HTTP_ORIGIN"] = settings.BASE_URL
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response[name] = value
        return response
