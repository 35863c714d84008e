"""Signing up again: to which open cohort someone who has completed their mentoring can sign up (H-19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pool.models import Mentee, MenteeStatus
from programs.models import Cohort

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

TAKEN = [MenteeStatus.NOMINATED, MenteeStatus.DRAFT, MenteeStatus.ENROLLED]


def open_again(mentees: Sequence[Mentee], *, on: date) -> dict[int, Cohort]:
    """Return, by mentee (pk), the cohort of the same program to which each who has completed can sign up on the day.

    Their own cohort where it is open, else the one that opened last; none where they have signed up to one already.
    """
    done = [mentee for mentee in mentees if mentee.status == MenteeStatus.COMPLETED]
    if not done:
        return {}
    programs = {mentee.cohort.program_id for mentee in done}
    intakes = Cohort.objects.open_on(on).filter(program__in=programs, program__closed_at__isnull=True)
    cohorts = list(intakes.filter(program__opened_at__isnull=False).order_by("-opened_at", "-pk"))
    people = {mentee.user_id for mentee in done}
    taken = set(
        Mentee.objects.filter(cohort__in=cohorts, user__in=people, status__in=TAKEN).values_list(
            "user", "cohort__program"
        )
    )
    found: dict[int, Cohort] = {}
    for mentee in done:
        program = mentee.cohort.program_id
        choices = {cohort.pk: cohort for cohort in cohorts if cohort.program_id == program}
        if choices and (mentee.user_id, program) not in taken:
            found[mentee.pk] = choices.get(mentee.cohort_id) or next(iter(choices.values()))
    return found
