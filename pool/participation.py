"""Tells the programs' pages what somebody is in them already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from pool.models import Mentee, MenteeStatus, Mentor, MentorStatus
from programs.standing import Standing, tells_standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people.models import User
    from programs.models import Program


@tells_standing
def standing_of(user: User, programs: list[Program]) -> Iterator[Standing]:
    """Say where the person stands in these programs, in two queries."""
    for mentor in (
        Mentor.objects.visible_to(user)
        .filter(program__in=programs)
        .exclude(status__in=[MentorStatus.WITHDRAWN, MentorStatus.DECLINED])
    ):
        words, label = {
            MentorStatus.NOMINATED: (_("You have been nominated as a mentor"), _("Read and decide")),
            MentorStatus.DRAFT: (_("You’ve started a mentor application"), _("Continue")),
            MentorStatus.APPLIED: (_("Your mentor application is with the coordinator"), _("View")),
            MentorStatus.ACCEPTED: (_("You are in the mentor pool"), _("View")),
            MentorStatus.PAUSED: (_("You are pausing as a mentor"), _("View")),
        }[MentorStatus(mentor.status)]
        yield Standing(role="mentor", program_id=mentor.program_id, words=words, url=mentor.status_url, label=label)
    mentees = Mentee.objects.visible_to(user).filter(cohort__program__in=programs)
    for mentee in mentees.exclude(status=MenteeStatus.WITHDRAWN).select_related("cohort"):
        words, label = {
            MenteeStatus.NOMINATED: (_("You have been nominated as a mentee: %s"), _("Read and decide")),
            MenteeStatus.DRAFT: (_("You’ve started a sign-up: %s"), _("Continue")),
            MenteeStatus.ENROLLED: (_("You are signed up: %s"), _("View")),
            MenteeStatus.COMPLETED: (_("You have completed your mentoring: %s"), _("Sign up again")),
        }[MenteeStatus(mentee.status)]
        yield Standing(
            role="mentee",
            program_id=mentee.cohort.program_id,
            cohort_id=mentee.cohort_id,
            words=words % mentee.cohort.name,
            url=reverse("pool:sign_up", args=[mentee.cohort_id])
            if mentee.status == MenteeStatus.COMPLETED
            else mentee.status_url,
            label=label,
        )
