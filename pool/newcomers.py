"""What someone who has just joined finds on their home page: the onboarding programs that are made for them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from programs.guideline_versions.eligibility import mentee_problems
from programs.joining import open_cohorts
from programs.models import Program
from programs.models.program import Format
from web.todo import Todo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from people.models import User

# Nobody is new for longer than this, whatever a program's guidelines allow: others need not be looked for.
NEW = timedelta(days=366)


def programs_for_newcomer(user: User, *, now: datetime) -> Iterator[Todo]:
    """Name each onboarding program that the person may join now and has not been in; once they said no, no more."""
    today = now.astimezone(user.zone).date()
    if user.hired_on is None or not today - NEW < user.hired_on <= today:
        return
    cohorts = open_cohorts(today).filter(program__in=Program.objects.open(), program__format=Format.ONBOARDING)
    for cohort in cohorts.exclude(mentees__user=user).select_related("program"):
        if cohort.guidelines is None or mentee_problems(cohort.guidelines, user, on=today):
            continue
        yield Todo(
            key=f"matching.newcomer.{cohort.pk}",
            title=_("%(program)s: a program for people who have just joined, like you") % {"program": cohort.program},
            body=_("A colleague helps you find your way in your first months. Taking part is up to you."),
            url=reverse("pool:sign_up", args=[cohort.pk]),
            action=_("See what it is about"),
            due_on=cohort.enrol_until,
            rank=40,
        )
