"""Sign-ups of mentors and mentees over time: are there enough mentors, does the program gain favour (P-36)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from pool.models import Mentee, MenteeStatus, Mentor, MentorStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from programs.models import Cohort

WEEK = timedelta(days=7)
MOST_WEEKS = 26


@dataclass(frozen=True)
class Enrolment:
    """How many came to one cohort.

    `mentors` are in the program's pool now, with `places` for mentees; `mentees` wait or have a match now.
    `signed_up` counts everyone who ever sent their sign-up, and `weeks` holds for each week (its Monday) how many
    had applied as mentors and signed up as mentees by its end.
    """

    applications: int
    mentors: int
    places: int
    signed_up: int
    mentees: int
    weeks: list[tuple[date, int, int]]

    @property
    def mentors_per_mentee(self) -> float | None:
        """Mentors in the pool for each mentee; nothing while nobody has signed up."""
        return self.mentors / self.mentees if self.mentees else None


def enrolments(cohorts: Sequence[Cohort], *, on: date) -> dict[int, Enrolment]:
    """Count the sign-ups of each cohort up to and including a day, in two queries."""
    mentees = list(
        Mentee.objects.filter(cohort__in=cohorts, enrolled_at__isnull=False)
        .exclude(status=MenteeStatus.DRAFT)
        .values_list("cohort_id", "status", "enrolled_at")
    )
    mentors = list(
        Mentor.objects.filter(program__in={cohort.program_id for cohort in cohorts}, applied_at__isnull=False)
        .exclude(status=MentorStatus.DRAFT)
        .values_list("program_id", "status", "applied_at", "capacity")
    )
    enrolments = {}
    for cohort in cohorts:
        came = [row for row in mentees if row[0] == cohort.pk]
        applied = [row for row in mentors if row[0] == cohort.program_id]
        in_pool = [row for row in applied if row[1] == MentorStatus.ACCEPTED]
        enrolments[cohort.pk] = Enrolment(
            applications=len(applied),
            mentors=len(in_pool),
            places=sum(row[3] for row in in_pool),
            signed_up=len(came),
            mentees=sum(row[1] == MenteeStatus.ENROLLED for row in came),
            weeks=weekly(
                [day_of(row[2]) for row in applied],
                [day_of(row[2]) for row in came],
                since=day_of(cohort.opened_at) if cohort.opened_at else None,
                on=on,
            ),
        )
    return enrolments


def weekly(
    mentors: Iterable[date], mentees: Iterable[date], *, since: date | None, on: date
) -> list[tuple[date, int, int]]:
    """Add up by week, from the opening (or the first sign-up before it), for half a year at most."""
    mentor_days, mentee_days = sorted(mentors), sorted(mentees)
    days = [*mentor_days[:1], *mentee_days[:1]]
    first = min(days) if since is None and days else since
    if first is None or first > on:
        return []
    this_week = on - timedelta(days=on.weekday())
    monday = max(first - timedelta(days=first.weekday()), this_week - (MOST_WEEKS - 1) * WEEK)
    weeks = []
    while monday <= this_week:
        end = monday + WEEK
        weeks.append((monday, sum(day < end for day in mentor_days), sum(day < end for day in mentee_days)))
        monday = end
    return weeks


def day_of(moment: datetime | None) -> date:
    """Return the day of a moment, in UTC like all figures."""
    return moment.astimezone(UTC).date() if moment else date.max
