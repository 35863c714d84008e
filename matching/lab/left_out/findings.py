"""What a run says about those whom it left out: what would help each, and which groups compete for too few places.

Worked out together with the answer, in the background, and stored on the scenario as plain values (M-10, M-11).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from matching.lab.left_out.groups import Shared, shared_by_most
from pool.models import Mentee

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matching.fit.diagnosis import Diagnosis
    from matching.fit.question import Answer


class LeftOut(TypedDict):
    """One mentee (pk) without a mentor, and the smallest changes that would help.

    group: the place in the list of groups, None where no rule leaves anybody
    helpers: (mentor pk, points won) with whom one place more would help
    rules: (code, mentors opened) of rules that stand alone against somebody
    hours: where one of them asks for hours that suit both, as many as could be asked for instead
    topics: pks of wanted topics that too few offer
    """

    mentee: int
    group: int | None
    helpers: list[tuple[int, int]]
    rules: list[tuple[str, int]]
    hours: int | None
    topics: list[int]


class ShortageGroup(TypedDict):
    """Mentees (pk) who can only have these mentors (pk), who have too few places together; what the mentees share."""

    mentees: list[int]
    mentors: list[int]
    places: int
    missing: int
    shared: list[Shared]


class Findings(TypedDict):
    """Both of a run."""

    left: list[LeftOut]
    groups: list[ShortageGroup]


def findings_of(answer: Answer, diagnoses: Mapping[int, Diagnosis]) -> Findings:
    """Write down what was found about those whom an answer left out."""
    mentees = [person.pk for person in answer.roster.mentees]
    mentors = [person.pk for person in answer.roster.mentors]
    groups = answer.shortages
    members = members_of({mentees[row] for found in groups for row in found.mentees.tolist()})
    return Findings(
        left=[
            LeftOut(
                mentee=mentees[row],
                group=found.group,
                helpers=[(fix.mentor, fix.points) for fix in found.fixes if fix.kind == "place"],
                rules=[(fix.code, fix.count) for fix in found.fixes if fix.kind == "rule"],
                hours=next((fix.to for fix in found.fixes if fix.to is not None), None),
                topics=[fix.topic for fix in found.fixes if fix.kind == "topic"],
            )
            for row, found in diagnoses.items()
        ],
        groups=[
            ShortageGroup(
                mentees=[mentees[row] for row in found.mentees.tolist()],
                mentors=[mentors[column] for column in found.mentors.tolist()],
                places=int(found.places),
                missing=int(found.missing),
                shared=shared_by_most([members[mentees[row]] for row in found.mentees.tolist()]),
            )
            for found in groups
        ],
    )


def members_of(pks: set[int]) -> dict[int, Mentee]:
    """Read the members of groups with what may be shared."""
    people = Mentee.objects.select_related("user__department", "user__site", "user__level")
    return people.prefetch_related("topics").in_bulk(pks)
