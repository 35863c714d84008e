"""Where a pair is, step by step. Pages of the apps to the left are linked where this installation has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from matching.models import MatchStatus

if TYPE_CHECKING:
    from matching.models import Match

ORDER = [MatchStatus.PROPOSED, MatchStatus.CONFIRMED, MatchStatus.ACTIVE, MatchStatus.COMPLETED]


def link(name: str, *args: object) -> str:
    """Return the address of a page, or nothing where there is none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def steps_of_pair(match: Match) -> list[dict[str, str]]:
    """Return the steps from the proposal to the close; none for a proposal or relationship that came to nothing."""
    if match.status not in ORDER:
        return []
    reached = ORDER.index(MatchStatus(match.status))
    confirmed = _("On %s") % date_format(match.confirmed_at, "j F Y") if match.confirmed_at else ""
    until = _("Until %s") % date_format(match.ends_on, "j F Y") if match.ends_on else ""
    agreement = link("agreements:show", match.pk) if reached else ""
    meetings = link("meetings:list") if reached > 1 else ""
    rows = [
        (_("Both say yes"), confirmed, ""),
        (_("Write and sign your agreement"), _("Together, in about half an hour") if reached == 1 else "", agreement),
        (_("Meet, and work on your goals"), until, meetings),
        (_("Close, and look back"), _("Each writes a short summary"), ""),
    ]
    return [
        {"title": title, "body": body, "url": url, "state": state_of(index, reached)}
        for index, (title, body, url) in enumerate(rows)
    ]


def state_of(index: int, reached: int) -> str:
    """Return whether a step is done, is now, or comes later. A completed pair has done them all."""
    if index < reached or reached == len(ORDER) - 1:
        return "done"
    return "now" if index == reached else "next"
