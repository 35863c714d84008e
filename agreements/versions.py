"""The next version of an agreement, which begins as a copy of the one before; and what of a version its writers fill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agreements.models import AgreementVersion, LearningGoal, Section, VersionStatus
from agreements.record import steps

if TYPE_CHECKING:
    from datetime import datetime

    from matching.models import Match

FIELDS: dict[Section, tuple[str, ...]] = {
    Section.GOALS: (),
    Section.DUTIES: ("mentor_duties", "mentee_duties"),
    Section.RULES: ("expectations", "ground_rules", "chosen_clauses"),
    Section.TOPICS: ("topics", "out_of_bounds", "joint_project"),
    Section.MEETINGS: (
        "weekday",
        "starts_at",
        "time_zone",
        "minutes",
        "rhythm",
        "channel",
        "place",
        "starts_on",
        "until_on",
        "meetings_planned",
        "cancelling",
        "reaching",
    ),
}
COPIED = [field for fields in FIELDS.values() for field in fields]


def next_draft(version: AgreementVersion, *, came_back: bool = True, now: datetime) -> AgreementVersion:
    """Copy a version that is no longer open into a new draft with the next number, in the caller's transaction.

    A version that came back from signing goes on changing what it was to change; else it begins an amendment (P-28).
    """
    fields = {name: getattr(version, name) for name in COPIED}
    amends = version.amends if came_back else version
    if amends and amends.status != VersionStatus.IN_FORCE:
        amends = None  # there is nothing left to amend: everyone signs anew
    last = version.agreement.versions.order_by("-number").values_list("number", flat=True)[0]
    draft = AgreementVersion.objects.create(
        agreement=version.agreement,
        number=last + 1,
        amends=amends,
        came_back=came_back,
        created_at=now,
        **fields,
    )
    LearningGoal.objects.bulk_create(
        LearningGoal(version=draft, what=goal.what, measure=goal.measure, by_on=goal.by_on)
        for goal in version.goals.all()
    )
    steps.note(draft, "drafted", whose(version.match), by=None, now=now)
    return draft


def whose(match: Match) -> dict[str, int]:
    """Name the pair in an event, and for which program: what is agreed is theirs and nobody else's."""
    return {
        "match": match.pk,
        "mentee": match.mentee.user_id,
        "mentor": match.mentor.user_id,
        "cohort": match.cohort_id,
        "program": match.cohort.program_id,
    }
