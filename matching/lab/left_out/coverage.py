"""Where the mentor pool is wide and where it has gaps: topics wanted against topics offered (P-15)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from matching.models import Match
from matching.models.match_status import OPEN
from pool.models import Mentee, Mentor, Topic

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from programs.models import Program


@dataclass(frozen=True)
class TopicRow:
    """One topic: how many waiting mentees want it, how many mentors offer it, how many free places these have."""

    topic: Topic
    wanted: int
    mentors: int
    places: int

    @property
    def missing(self) -> int:
        """How many places are too few."""
        return max(0, self.wanted - self.places)


@dataclass(frozen=True)
class Coverage:
    """The whole pool of one program, and where its mentors work."""

    topics: list[TopicRow]
    waiting: int
    mentors: int
    places: int
    spread: list[tuple[str, list[tuple[str, int]]]]

    @property
    def gaps(self) -> list[TopicRow]:
        """Topics with too few places, the widest gap first."""
        return sorted((row for row in self.topics if row.missing), key=lambda row: (-row.missing, row.topic.name))


def coverage_of(program: Program, *, on: date) -> Coverage:
    """Count one program. Someone who wants three topics counts for each of them; who has left counts nowhere (L-02)."""
    employed = Q(user__left_on__isnull=True) | Q(user__left_on__gt=on)
    waiting = Mentee.objects.waiting().filter(employed, cohort__program=program)
    pool = list(
        Mentor.objects.in_pool()
        .filter(employed, program=program)
        .select_related("user__department", "user__site", "user__level")
        .prefetch_related("topics")
    )
    taken = Counter(Match.objects.filter(mentor__in=pool, status__in=OPEN).values_list("mentor", flat=True))
    free = {mentor.pk: max(0, mentor.capacity - taken[mentor.pk]) for mentor in pool}
    wanted = Counter(waiting.filter(topics__isnull=False).values_list("topics", flat=True))
    mentors: Counter[int] = Counter()
    places: Counter[int] = Counter()
    for mentor in pool:
        for topic in mentor.topics.all():
            mentors[topic.pk] += 1
            places[topic.pk] += free[mentor.pk]
    rows = [
        TopicRow(topic, wanted[topic.pk], mentors[topic.pk], places[topic.pk])
        for topic in Topic.objects.all()
        if topic.is_active or wanted[topic.pk] or mentors[topic.pk]
    ]
    return Coverage(
        topics=sorted(rows, key=lambda row: (-row.missing, -row.wanted, row.topic.name)),
        waiting=waiting.count(),
        mentors=len(pool),
        places=sum(free.values()),
        spread=[
            ("department", counted(str(mentor.user.department or "–") for mentor in pool)),
            ("site", counted(str(mentor.user.site or "–") for mentor in pool)),
            ("level", counted(str(mentor.user.level or "–") for mentor in pool)),
        ],
    )


def counted(names: Iterable[str]) -> list[tuple[str, int]]:
    """Count names, the most frequent first."""
    return sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0]))
