"""Colleagues who could be invited, with the names of those whom they could mentor; in the lab and on the pool page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matching.lab.left_out import invitations
from pool.models import Mentee

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from matching.fit.terms import Terms
    from matching.lab.left_out.by_rules import LeftByRules
    from matching.lab.left_out.invitations import Candidate
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
    terms: Terms = invitations.USUAL,
    now: datetime,
) -> list[Shown]:
    """Return whom the rules allow for one of these mentees, with names; nothing where nobody is without a mentor."""
    candidates = invitations.who_could(cohort, mentees, topic=topic, terms=terms, now=now) if mentees else []
    return _with_names([candidates])[0]


def candidates_in(left: Sequence[LeftByRules], *, now: datetime) -> list[list[Shown]]:
    """Return whom the rules allow for those who are left, for each of these cohorts of one program."""
    return _with_names(invitations.who_could_in([mentee.search for mentee in left], now=now)) if left else []


def _with_names(candidates: list[list[Candidate]]) -> list[list[Shown]]:
    pks = {pk for some in candidates for candidate in some for pk in candidate.could_help[:NAMED]}
    people = Mentee.objects.select_related("user").in_bulk(pks)
    return [[_shown(candidate, people) for candidate in some] for some in candidates]


def _shown(candidate: Candidate, people: Mapping[int, Mentee]) -> Shown:
    names = [people[pk].user.name for pk in candidate.could_help[:NAMED]]
    return Shown(candidate=candidate, names=names, more=max(0, len(candidate.could_help) - NAMED))
