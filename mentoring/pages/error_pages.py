"""No address of the site answers with an empty page: what is refused says so, and where to go from there."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

PAGES = {
    HTTPStatus.BAD_REQUEST: "400.html",
    HTTPStatus.FORBIDDEN: "403.html",
    HTTPStatus.NOT_FOUND: "404.html",
    HTTPStatus.METHOD_NOT_ALLOWED: "errors/only_by_form.html",
    HTTPStatus.GONE: "errors/gone.html",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "errors/too_large.html",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "400.html",
    HTTPStatus.TOO_MANY_REQUESTS: "429.html",
    HTTPStatus.SERVICE_UNAVAILABLE: "errors/slow.html",
}
# What only takes forms, where the address above it is about something else.
ELSEWHERE = {
    "theme": "home",
    "meetings:progress": "meetings:list",
    "programs:training_done": "programs:list",
    "programs:training_not_done": "programs:list",
    "pool:not_with_remove": "pool:not_with",
    "matching:rank_add": "matching:mine",
    "agreements:sign_fresh": "programs:support",
    "agreements:sign_receipt_fresh": "programs:support",
}


class ErrorPages:
    """Gives a page to every refusal that comes without one. Stands outside all that refuses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, and fill what is empty; headers and status stay."""
        response = self.get_response(request)
        if response.status_code < HTTPStatus.BAD_REQUEST or response.streaming or response.content:
            return response
        default = "500.html" if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR else "400.html"
        context = {"back": page_with_button(request)}
        response.content = render_to_string(PAGES.get(HTTPStatus(response.status_code), default), context, request)
        response["Content-Type"] = "text/html; charset=utf-8"
        response["Content-Length"] = str(len(response.content))
        return response


def page_before(request: HttpRequest) -> str:
    """Return the page of ours from which the browser says it comes, or nothing."""
    named = request.headers.get("Referer", "")
    parts = urlsplit(named)
    safe = url_has_allowed_host_and_scheme(named, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    if not named or not parts.netloc or not safe:
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def page_with_button(request: HttpRequest) -> str:
    """Return where the button is that leads to an address that is no page."""
    before = page_before(request)
    return before if urlsplit(before).path not in {"", request.path} else page_above(request.path_info)


def page_above(path: str) -> str:
    """Return the nearest page above an address that takes forms only."""
    try:
        name = resolve(path).view_name
    except Resolver404:
        return reverse("home")
    if name in ELSEWHERE:
        return reverse(ELSEWHERE[name])
    while path := path.rstrip("/").rpartition("/")[0] + "/":
        try:
            above = resolve(path)
        except Resolver404:
            continue
        if above.url_name:  # else only a redirect, or the desk's way of saying 404
            return path
        if path == "/":
            break
    return reverse("home")
