"""What of a form may come back to the person who typed it, where it could not be saved (E-31).

A page says so itself, where not everything may: its view carries the names of the fields. A name that signs and the ticks
beside it are made anew (A-07), and what a page without an account opens is nobody's to keep. Where a view says nothing,
all comes back but passwords and codes (`mentoring.pages.unsent`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

View = TypeVar("View", bound="Callable[..., Any]")
NAME = "comes_back"


@dataclass(frozen=True)
class ComesBack:
    """The fields that may come back; `by_link` where a mailed link opens the page, which needs no sign-in."""

    fields: frozenset[str]
    by_link: bool


def comes_back(*fields: str, by_link: bool = False) -> Callable[[View], View]:
    """Let only these fields of a view's form come back. Decorators that keep a view's name keep this too."""

    def say(view: View) -> View:
        setattr(view, NAME, ComesBack(frozenset(fields), by_link))
        return view

    return say


def said_by(view: Callable[..., Any]) -> ComesBack | None:
    """Return what a view says; None where it says nothing."""
    way_back = getattr(view, NAME, None)
    return way_back if isinstance(way_back, ComesBack) else None
