"""What a run says about those whom it left out: what would help each, and which groups compete for too few places.

Worked out together with the answer, in the background, and stored on the scenario as plain values (M-10, M-11).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from matching import engine
from matching.scoring import UNIT

if TYPE_CHECKING:
    from matching.solving import Answer

# How many mentors are named with whom one more place would help.
HELPERS = 5


class Left(TypedDict):
    """One mentee (pk) without a mentor. `group` is the place in the list of groups; `helpers` (mentor pk, points won)."""

    mentee: int
    group: int | None
    helpers: list[tuple[int, int]]


class Group(TypedDict):
    """Mentees (pk) who can only have these mentors (pk), who have too few places together."""

    mentees: list[int]
    mentors: list[int]
    places: int
    missing: int


class Findings(TypedDict):
    """Both of a run."""

    left: list[Left]
    groups: list[Group]


def findings_of(answer: Answer) -> Findings | None:
    """Ask the engine about an answer."""
    if not hasattr(engine, "shortages"):  # STAND-IN until the engine tells
        return None
    problem, solution, roster = answer.question.problem, answer.solution, answer.roster
    mentees = [person.pk for person in roster.mentees]
    mentors = [person.pk for person in roster.mentors]
    return Findings(
        left=[
            Left(
                mentee=mentees[left.mentee],
                group=left.group,
                helpers=[(mentors[column], round(gain / UNIT)) for column, gain in left.one_more[:HELPERS]],
            )
            for left in engine.explain_unmatched(problem, solution)
        ],
        groups=[
            Group(
                mentees=[mentees[row] for row in found.mentees.tolist()],
                mentors=[mentors[column] for column in found.mentors.tolist()],
                places=int(found.places),
                missing=int(found.missing),
            )
            for found in engine.shortages(problem, solution)
        ],
    )
