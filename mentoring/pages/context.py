"""What every page's frame needs: the places to go, the theme, the organisation. Asks the database nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from mentoring.pages.theme import chosen_theme
from mentoring.pages.unsent import COOKIE, mark_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class NavigationEntry:
    """One entry of the navigation. `current` is whether the reader is on it or below it."""

    label: str | _StrPromise
    url: str
    icon: str
    current: bool = False


# (words, icon, URL name, paths that belong to it although they do not begin with its URL)
PLACES: tuple[tuple[_StrPromise, str, str, tuple[str, ...]], ...] = (
    (_("Home"), "house", "home", ()),
    (_("Programs"), "layers", "programs:list", ("/programs/",)),
    (
        _("Mentoring"),
        "handshake",
        "matching:mine",
        ("/matches/", "/mentors/", "/mentees/", "/requests/", "/agreements/", "/surveys/"),
    ),
    (_("Meetings"), "calendar-days", "meetings:list", ("/meetings/",)),
    (_("Account"), "circle-user-round", "people:account", ("/people/", "/accounts/", "/messages/")),
)

# The tabs of the account pages: (URL name, words, what the addresses below it have in common).
ACCOUNT_TABS: tuple[tuple[str, _StrPromise, str], ...] = (
    ("account_email", _("Email"), "/email/"),
    ("account_change_password", _("Password"), "/password/"),
    ("mfa_index", _("Two-step verification"), "/2fa/"),
)


def address(name: str) -> str:
    """Return the URL of a view, or nothing where this installation does not have it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def places(path: str, *, staff: bool) -> list[NavigationEntry]:
    """Return the navigation for someone who is signed in and looks at `path`."""
    known = [(label, icon, address(name), paths) for label, icon, name, paths in PLACES]
    if staff:
        known.append((_("Desk"), "layout-dashboard", address("admin:index"), ()))
    return [
        NavigationEntry(label, url, icon, path.startswith((url, *paths)) if url != "/" else path == "/")
        for label, icon, url, paths in known
        if url
    ]


def site(request: HttpRequest) -> dict[str, object]:
    """Return the frame's part of every template's context."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    return {
        "demo": settings.DEMO,
        "organization_name": getattr(settings, "ORGANIZATION_NAME", ""),
        "navigation": places(request.path, staff=bool(user and user.is_staff)) if signed_in else [],
        "account_tabs": ACCOUNT_TABS,
        # Whose text this browser may keep (mentoring.pages.unsent): the reader's, or the last one's after the session ended.
        "whose": mark_of(user) if user and signed_in else request.COOKIES.get(COOKIE, ""),
        "theme": chosen_theme(request),
        "theme_choices": (
            ("", _("Match my device"), "monitor"),
            ("light", _("Light"), "sun"),
            ("dark", _("Dark"), "moon"),
        ),
    }
