"""Who is to be matched with whom: the rows that the matching reads, as plain facts.

This is all that scoring and rules ever see: ids, topics, goals, wishes, experience with the topics, languages, hours,
department, site, level, years here (E-10). Reading takes the same queries for three people and for three thousand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Q

from matching.fit.columns import Columns
from matching.fit.reading import TopicList, earlier_pairs, eligibilities, ranks_of, taken_places, trained_users
from people.models import Level, User
from pool.models import Mentee, Mentor, NotWith, Slot

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from matching.fit.book import Forbidden, Graded
    from programs.models import Cohort

WORK = (
    "pk", "user_id", "user__public_id", "user__department_id", "user__site_id", "user__level_id", "user__time_zone",
    "user__site__time_zone", "user__hired_on", "goals", "experience", "channels", "languages", "slots",
)  # fmt: skip
WISHES = ("department_wish", "site_wish")
ANY_TIME = frozenset(Slot.values)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of a mentor and of a mentee alike.

    step: counts the organisation's levels from below; years: full years here, None where the directory does not say
    topics: what a mentee wants and a mentor offers; topics_back: the other way round (M-06)
    department_wish, site_wish: what each wishes about where the other works
    """

    pk: int
    user: int
    public_id: str
    department: int | None
    site: int | None
    step: int | None
    years: int | None
    zone: str
    topics: frozenset[int]
    topics_back: frozenset[int]
    goals: frozenset[str]
    experience: int | None
    channels: frozenset[str]
    languages: frozenset[str]
    slots: frozenset[str]
    department_wish: str
    site_wish: str
    eligible: bool

    @property
    def times(self) -> tuple[frozenset[str], str]:
        """When and in which zone somebody can meet. Who names no time can always."""
        return self.slots or ANY_TIME, self.zone


@dataclass(frozen=True, kw_only=True)
class MenteeFacts(Facts):
    """`ranks` holds the rank of each mentor (by pk) whom the mentee would like."""

    ranks: Mapping[int, int]


@dataclass(frozen=True, kw_only=True)
class MentorFacts(Facts):
    """`places` are free ones: capacity less proposed, confirmed and active matches."""

    places: int
    trained: bool


@dataclass(frozen=True)
class Roster:
    """The people and what stands between them, all by user id unless it says otherwise.

    topic_names, meanings: of every topic, its name, and the topic that it counts as
    related: for a topic, those that are near enough to meet half of a wish for it
    steps: for a level, how many stand below it
    """

    format: str
    on: date
    mentees: list[MenteeFacts]
    mentors: list[MentorFacts]
    supervisor_of: Mapping[int, int] = field(default_factory=dict)
    not_with: frozenset[tuple[int, int]] = frozenset()
    earlier: frozenset[tuple[int, int]] = frozenset()
    topic_names: Mapping[int, str] = field(default_factory=dict)
    meanings: Mapping[int, int] = field(default_factory=dict)
    related: Mapping[int, frozenset[int]] = field(default_factory=dict)
    steps: Mapping[int, int] = field(default_factory=dict)
    # What criteria (by code) and rules (by key) have said about these people, once for all (`matching.fit.book`).
    graded: dict[str, Graded] = field(default_factory=dict, init=False, repr=False, compare=False)
    forbidden: dict[str, Forbidden] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def columns(self) -> Columns:
        """What is looked up about the mentors."""
        return Columns(self.mentors)


def read_roster(cohort: Cohort, mentees: QuerySet[Mentee], *, now: datetime) -> Roster:
    """Read the pool of the cohort's program and the given mentees of the cohort."""
    return read_rosters([cohort], mentees.filter(cohort=cohort), now=now)[cohort.pk]


def read_rosters(cohorts: Sequence[Cohort], mentees: QuerySet[Mentee], *, now: datetime) -> dict[int, Roster]:
    """Read the pool of a program and the given mentees of some of its cohorts: a roster for each cohort (by pk).

    Reading takes the same queries for three cohorts as for one.
    """
    on = now.date()
    employed = Q(user__left_on__isnull=True) | Q(user__left_on__gt=on)
    seekers = list(mentees.filter(employed).order_by("pk").values(*WORK, *WISHES, "enrolled_at", "cohort_id"))
    pool = Mentor.objects.in_pool().filter(employed, program=cohorts[0].program_id).order_by("pk")
    offerers = list(pool.values(*WORK, *WISHES, "capacity"))
    facts_of = _Reader(on)
    ranks, taken = ranks_of([row["pk"] for row in seekers]), taken_places([row["pk"] for row in offerers])
    trained = trained_users(cohorts, [row["user_id"] for row in offerers])
    eligible, earlier = eligibilities(cohorts), earlier_pairs(cohorts)
    whom = list(facts_of(Mentee, seekers))
    who = [
        (row, facts | {"places": max(0, row["capacity"] - taken.get(row["pk"], 0))})
        for row, facts in facts_of(Mentor, offerers)
    ]
    supervisor_of = dict(User.objects.filter(supervisor__isnull=False).order_by().values_list("pk", "supervisor_id"))
    not_with = frozenset(NotWith.objects.values_list("user_id", "other_id"))
    return {
        cohort.pk: Roster(
            format=cohort.program.format,
            on=max(cohort.starts_on or on, on),
            mentees=[
                MenteeFacts(
                    **facts,
                    ranks=ranks[row["pk"]],
                    eligible=eligible[cohort.pk].of(row, mentor=False, on=_since(row) or on),
                )
                for row, facts in whom
                if row["cohort_id"] == cohort.pk
            ],
            mentors=[
                MentorFacts(
                    **facts,
                    trained=row["user_id"] in trained[cohort.pk],
                    eligible=eligible[cohort.pk].of(row, mentor=True, on=on),
                )
                for row, facts in who
            ],
            supervisor_of=supervisor_of,
            not_with=not_with,
            earlier=frozenset(earlier[cohort.pk]),
            topic_names=facts_of.topics.names,
            meanings=facts_of.topics.meaning,
            related=facts_of.topics.related,
            steps=facts_of.steps,
        )
        for cohort in cohorts
    }


def _since(row: Mapping[str, Any]) -> date | None:
    """Return the day on which a mentee signed up."""
    return row["enrolled_at"].date() if row["enrolled_at"] else None


class _Reader:
    """Turns rows into facts."""

    def __init__(self, on: date) -> None:
        self.on, self.topics = on, TopicList()
        self.steps = {pk: step for step, pk in enumerate(Level.objects.order_by("rank").values_list("pk", flat=True))}

    def __call__(
        self, model: type[Mentor | Mentee], rows: list[dict[str, Any]]
    ) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        """Yield each row with the facts that mentors and mentees have alike."""
        pks = [row["pk"] for row in rows]
        topics, back = self.topics.chosen(model, pks), self.topics.chosen(model, pks, back=True)
        for row in rows:
            facts = _facts(row, self.steps, self.on)
            yield row, facts | {"topics": frozenset(topics[row["pk"]]), "topics_back": frozenset(back[row["pk"]])}


def years_here(hired_on: date | None, on: date) -> int | None:
    """Return how many full years somebody has been here."""
    if hired_on is None:
        return None
    return max(0, on.year - hired_on.year - ((on.month, on.day) < (hired_on.month, hired_on.day)))


def _facts(row: Mapping[str, Any], steps: Mapping[int, int], on: date) -> dict[str, Any]:
    return {
        "pk": row["pk"],
        "user": row["user_id"],
        "public_id": str(row["user__public_id"]),
        "department": row["user__department_id"],
        "site": row["user__site_id"],
        "step": steps.get(row["user__level_id"]),
        "years": years_here(row["user__hired_on"], on),
        "zone": row["user__time_zone"] or row["user__site__time_zone"] or settings.TIME_ZONE,
        "goals": frozenset(row["goals"]),
        "experience": row["experience"],
        "channels": frozenset(row["channels"]),
        "languages": frozenset(code.lower() for code in row["languages"]),
        "slots": frozenset(row["slots"]),
        "department_wish": row["department_wish"],
        "site_wish": row["site_wish"],
    }
