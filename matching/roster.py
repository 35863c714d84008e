"""Who is to be matched with whom: the rows that the matching reads, as plain facts.

This is all that scoring and rules ever see: ids, topics, wishes, languages, hours, department, site, level (E-10).
Reading takes the same dozen queries for three people and for three thousand.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Count, Q

from matching.models import Match, MatchStatus, Mentee, Mentor, NotWith, Preference, Topic
from matching.models.match_status import OPEN
from people.models import Level, User
from programs.models import Training, TrainingCompletion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from django.db.models import QuerySet

    from programs.models import Cohort

WORK = (
    "pk", "user_id", "user__public_id", "user__department_id", "user__site_id", "user__level_id", "user__time_zone",
    "user__site__time_zone", "channels", "languages", "slots",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of a mentor and of a mentee alike. `step` counts the organisation's levels from below."""

    pk: int
    user: int
    public_id: str
    department: int | None
    site: int | None
    step: int | None
    zone: str
    topics: frozenset[int]
    channels: frozenset[str]
    languages: frozenset[str]
    slots: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class MenteeFacts(Facts):
    """`ranks` holds the rank of each mentor (by pk) whom the mentee would like."""

    department_wish: str
    site_wish: str
    ranks: Mapping[int, int]


@dataclass(frozen=True, kw_only=True)
class MentorFacts(Facts):
    """`places` are free ones: capacity less proposed, confirmed and active matches."""

    places: int
    trained: bool


@dataclass(frozen=True)
class Roster:
    """The people and what stands between them, all by user id unless it says otherwise."""

    format: str
    on: date
    mentees: list[MenteeFacts]
    mentors: list[MentorFacts]
    supervisor_of: Mapping[int, int] = field(default_factory=dict)
    not_with: frozenset[tuple[int, int]] = frozenset()
    earlier: frozenset[tuple[int, int]] = frozenset()
    topic_names: Mapping[int, str] = field(default_factory=dict)
    # What criteria and rules have said about these people, kept so that it is worked out once (`matching.book`).
    worked_out: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)


def read_roster(cohort: Cohort, mentees: QuerySet[Mentee], *, now: datetime) -> Roster:
    """Read the pool of the cohort's program and the given mentees of the cohort."""
    on = now.date()
    employed = Q(user__left_on__isnull=True) | Q(user__left_on__gt=on)
    seekers = list(mentees.filter(employed).order_by("pk").values(*WORK, "department_wish", "site_wish"))
    pool = Mentor.objects.in_pool().filter(employed, program=cohort.program_id).order_by("pk")
    offerers = list(pool.values(*WORK, "capacity"))
    steps = {level: step for step, level in enumerate(Level.objects.order_by("rank").values_list("pk", flat=True))}
    wanted = _topics(Mentee, [row["pk"] for row in seekers])
    offered = _topics(Mentor, [row["pk"] for row in offerers])
    ranks = _ranks([row["pk"] for row in seekers])
    taken = _taken([row["pk"] for row in offerers])
    trained = _trained(cohort, [row["user_id"] for row in offerers])
    return Roster(
        format=cohort.program.format,
        on=max(cohort.starts_on or on, on),
        mentees=[
            MenteeFacts(
                **_facts(row, steps, wanted),
                department_wish=row["department_wish"],
                site_wish=row["site_wish"],
                ranks=ranks[row["pk"]],
            )
            for row in seekers
        ],
        mentors=[
            MentorFacts(
                **_facts(row, steps, offered),
                places=max(0, row["capacity"] - taken.get(row["pk"], 0)),
                trained=row["user_id"] in trained,
            )
            for row in offerers
        ],
        supervisor_of=dict(User.objects.filter(supervisor__isnull=False).values_list("pk", "supervisor_id")),
        not_with=frozenset(NotWith.objects.values_list("user_id", "other_id")),
        earlier=_earlier(cohort),
        topic_names=dict(Topic.objects.values_list("pk", "name")),
    )


def _facts(row: Mapping[str, Any], steps: Mapping[int, int], topics: Mapping[int, set[int]]) -> dict[str, Any]:
    return {
        "pk": row["pk"],
        "user": row["user_id"],
        "public_id": str(row["user__public_id"]),
        "department": row["user__department_id"],
        "site": row["user__site_id"],
        "step": steps.get(row["user__level_id"]),
        "zone": row["user__time_zone"] or row["user__site__time_zone"] or settings.TIME_ZONE,
        "topics": frozenset(topics[row["pk"]]),
        "channels": frozenset(row["channels"]),
        "languages": frozenset(code.lower() for code in row["languages"]),
        "slots": frozenset(row["slots"]),
    }


def _topics(model: type[Mentor | Mentee], pks: list[int]) -> defaultdict[int, set[int]]:
    name = model._meta.model_name
    chosen: defaultdict[int, set[int]] = defaultdict(set)
    rows: Iterable[tuple[int, int]] = model.topics.through._default_manager.filter(  # noqa: SLF001 - Django's own name
        **{f"{name}__in": pks}
    ).values_list(f"{name}_id", "topic_id")
    for person, topic in rows:
        chosen[person].add(topic)
    return chosen


def _ranks(mentees: list[int]) -> defaultdict[int, dict[int, int]]:
    ranks: defaultdict[int, dict[int, int]] = defaultdict(dict)
    rows = Preference.objects.filter(mentee__in=mentees).values_list("mentee_id", "mentor_id", "rank")
    for mentee, mentor, rank in rows:
        ranks[mentee][mentor] = rank
    return ranks


def _taken(mentors: list[int]) -> dict[int, int]:
    """Return how many places of each mentor are taken."""
    rows = Match.objects.filter(mentor__in=mentors, status__in=OPEN).order_by().values("mentor")
    return {row["mentor"]: row["taken"] for row in rows.annotate(taken=Count("pk"))}


def _trained(cohort: Cohort, users: list[int]) -> set[int]:
    """Return who has done every training of the program (P-10); everybody, where the guidelines do not require it."""
    if cohort.guidelines is None or not cohort.guidelines.training_required:
        return set(users)
    trainings = Training.objects.filter(program=cohort.program_id)
    done = TrainingCompletion.objects.filter(training__in=trainings, user__in=users).order_by().values("user")
    counts = {row["user"]: row["done"] for row in done.annotate(done=Count("training"))}
    needed = trainings.count()
    return {user for user in users if counts.get(user, 0) >= needed}


def _earlier(cohort: Cohort) -> frozenset[tuple[int, int]]:
    """Return (mentee, mentor) of pairs that ended early anywhere, or were declined in this cohort (E-23)."""
    over = Q(status=MatchStatus.ENDED) | Q(status=MatchStatus.DECLINED, cohort=cohort)
    return frozenset(Match.objects.filter(over).order_by().values_list("mentee__user_id", "mentor__user_id"))
