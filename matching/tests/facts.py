"""People as the matching sees them, for tests without a database."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import date
from typing import Any

from matching.fit.facts import MenteeFacts, MentorFacts, Roster

NUMBERS = itertools.count(1000)


def facts(**given: Any) -> dict[str, Any]:  # noqa: ANN401
    """Fill in what a test does not care about."""
    number = next(NUMBERS)
    usual: dict[str, Any] = {
        "pk": number,
        "user": number,
        "public_id": f"{number:08}",
        "department": 1,
        "site": 1,
        "step": 2,
        "zone": "UTC",
        "years": 3,
        "topics": (),
        "topics_back": (),
        "goals": (),
        "experience": None,
        "channels": ("video",),
        "languages": ("en",),
        "slots": (),
        "department_wish": "either",
        "site_wish": "either",
        "eligible": True,
    }
    merged = {**usual, **given}
    for name in ("topics", "topics_back", "goals", "channels", "languages", "slots"):
        merged[name] = frozenset(merged[name])
    return merged


def mentee(
    *,
    ranks: dict[int, int] | None = None,
    **given: Any,  # noqa: ANN401
) -> MenteeFacts:
    """Make a mentee."""
    return MenteeFacts(**facts(**given), ranks=ranks or {})


def mentor(*, places: int = 1, trained: bool = True, **given: Any) -> MentorFacts:  # noqa: ANN401
    """Make a mentor."""
    return MentorFacts(**facts(**given), places=places, trained=trained)


def roster(
    mentees: Iterable[MenteeFacts],
    mentors: Iterable[MentorFacts],
    *,
    format_: str = "peer",
    **about: Any,  # noqa: ANN401
) -> Roster:
    """Bring them together."""
    names = about.pop("topic_names", {1: "Planning", 2: "Feedback", 3: "Data"})
    return Roster(
        format=format_, on=date(2026, 3, 3), mentees=list(mentees), mentors=list(mentors), topic_names=names, **about
    )
