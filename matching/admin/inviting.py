"""Colleagues who could be invited, with the names of those whom they could mentor; in the lab and on the pool page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matching import inviting
from matching.models import Mentee

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from matching.inviting import Candidate
    from matching.solving import Terms
    from programs.models import Cohort

NAMED = 3


@dataclass(frozen=True)
class Shown:
    """A candidate, and whom they could mentor: the first few by name, and how many more."""

    candidate: Candidate
    names: list[str]
    more: int


def candidates_for(
    cohort: Cohort,
    mentees: Collection[int],
    *,
    topic: int | None = None,
    terms: Terms = inviting.USUAL,
    now: datetime,
) -> list[Shown]:
    """Return whom the rules allow for one of these mentees, with names; nothing where nobody is without a mentor."""
    found = inviting.who_could(cohort, mentees, topic=topic, terms=terms, now=now) if mentees else []
    people = Mentee.objects.select_related("user").in_bulk({pk for one in found for pk in one.could_help[:NAMED]})
    return [
        Shown(
            candidate=one,
            names=[people[pk].user.name for pk in one.could_help[:NAMED]],
            more=max(0, len(one.could_help) - NAMED),
        )
        for one in found
    ]
