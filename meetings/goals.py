"""Progress on the pair's goals: either of the two says how far one is; nothing said before is lost (P-30)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from agreements.models import AgreementVersion, LearningGoal, VersionStatus
from meetings.errors import MeetingError
from meetings.models import GoalProgress, Progress
from people import audit

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from matching.models import Match
    from people.models import User


@transaction.atomic
def record_progress(goal: LearningGoal, *, state: str, note: str = "", by: User, now: datetime) -> GoalProgress:
    """Say how far a goal is."""
    version = AgreementVersion.objects.with_people().get(pk=goal.version_id)
    if not version.agreement.match.includes(by):
        raise MeetingError(_("Only the two people who set this goal can update its progress."))
    if version.agreement.match.is_over:
        raise MeetingError(_("This mentoring has ended, so its goals stay as they are."))
    if version.status != VersionStatus.IN_FORCE:
        raise MeetingError(_("This goal is in an agreement that is not in force."))
    if state not in Progress.values:
        raise MeetingError(_("Choose the progress of this goal."))
    progress = GoalProgress.objects.create(goal=goal, state=state, note=note.strip(), at=now, by=by)
    audit.record("goal.progress", progress, by=by, now=now, goal=goal.pk, state=state)
    return progress


def carry_over(version: AgreementVersion) -> int:
    """Bring along what was said about goals that stand in the version before too (P-28); return how much it was."""
    if version.amends_id is None:
        return 0
    new = {goal.what: goal for goal in version.goals.all()}
    return sum(
        GoalProgress.objects.filter(goal=old).update(goal=new[old.what])
        for old in LearningGoal.objects.filter(version=version.amends_id, what__in=new)
    )


def goals_of(match: Match) -> QuerySet[LearningGoal]:
    """Return the goals of the version in force, each with what was said about it, newest first."""
    return LearningGoal.objects.filter(
        version__agreement__match=match, version__status=VersionStatus.IN_FORCE
    ).prefetch_related(Prefetch("progress", queryset=GoalProgress.objects.select_related("by")))
