"""Reads what the roster needs besides the people's own rows, a query for each kind of thing."""

from __future__ import annotations

from collections import defaultdict
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.db.models import Count, Exists, F, OuterRef, Q

from matching.models import Match, MatchStatus, Reply
from matching.models.match_status import OPEN
from people.models import Department, Level, Site
from pool.models import Preference, Topic
from programs.guideline_versions.eligibility import mentee_problems, mentor_problems, read_rules
from programs.models import Guidelines, Training, TrainingCompletion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from django.db.models import Manager, QuerySet

    from people.models import User
    from pool.models import Mentee, Mentor
    from programs.models import Cohort

    Row = Mapping[str, Any]


Place = TypeVar("Place", Level, Department, Site)


class TopicList:
    """The organisation's topics. A topic that counts as another is that other, everywhere in the matching."""

    def __init__(self) -> None:
        """Read them, in two queries."""
        rows = list(Topic.objects.order_by().values_list("pk", "name", "counts_as"))
        self.names = {pk: name for pk, name, _other in rows}
        counts_as = {pk: other for pk, _name, other in rows if other is not None}
        self.meaning = {pk: _end(pk, counts_as) for pk in self.names}
        related: defaultdict[int, set[int]] = defaultdict(set)
        links = Topic.related.through._default_manager.values_list("from_topic_id", "to_topic_id")  # noqa: SLF001 - Django's own name
        for one, other in links:
            if self.meaning[one] != self.meaning[other]:
                related[self.meaning[one]].add(self.meaning[other])
        self.related = {topic: frozenset(others) for topic, others in related.items()}

    def chosen(self, model: type[Mentor | Mentee], pks: list[int], *, back: bool = False) -> defaultdict[int, set[int]]:
        """Return the topics of each of these people; with `back`, those of the other way round."""
        field = model.topics_back if back else model.topics
        name = model._meta.model_name
        rows: Iterable[tuple[int, int]] = field.through._default_manager.filter(  # noqa: SLF001 - Django's own name
            **{f"{name}__in": pks}
        ).values_list(f"{name}_id", "topic_id")
        found: defaultdict[int, set[int]] = defaultdict(set)
        for person, topic in rows:
            found[person].add(self.meaning[topic])
        return found


def _end(topic: int, counts_as: Mapping[int, int]) -> int:
    """Follow what a topic counts as to the end. A circle ends at its lowest number."""
    path = [topic]
    while (following := counts_as.get(path[-1])) is not None:
        if following in path:
            return min(path[path.index(following) :])
        path.append(following)
    return path[-1]


def ranks_of(mentees: list[int]) -> defaultdict[int, dict[int, int]]:
    """Return the rank of each mentor (by pk) whom a mentee would like."""
    ranks: defaultdict[int, dict[int, int]] = defaultdict(dict)
    rows = Preference.objects.filter(mentee__in=mentees).order_by().values_list("mentee_id", "mentor_id", "rank")
    for mentee, mentor, rank in rows:
        ranks[mentee][mentor] = rank
    return ranks


def taken_places(mentors: list[int]) -> dict[int, int]:
    """Return how many places of each mentor are taken."""
    rows = Match.objects.filter(mentor__in=mentors, status__in=OPEN).order_by().values("mentor")
    return {row["mentor"]: row["taken"] for row in rows.annotate(taken=Count("pk"))}


def trained_users(cohorts: Sequence[Cohort], users: list[int]) -> dict[int, set[int]]:
    """Return who has done every training of the program (P-10), for each of its cohorts (by pk).

    Where the guidelines of a cohort do not require it, that is everyone.
    """
    asking = [cohort for cohort in cohorts if cohort.guidelines and cohort.guidelines.training_required]
    found = {cohort.pk: set(users) for cohort in cohorts}
    if asking:
        trainings = Training.objects.filter(program=asking[0].program_id)
        done = TrainingCompletion.objects.filter(training__in=trainings, user__in=users).order_by().values("user")
        counts = {row["user"]: row["done"] for row in done.annotate(done=Count("training"))}
        needed = trainings.count()
        trained = {user for user in users if counts.get(user, 0) >= needed}
        found |= {cohort.pk: trained for cohort in asking}
    return found


def earlier_pairs(cohorts: Sequence[Cohort]) -> defaultdict[int, set[tuple[int, int]]]:
    """Return (mentee, mentor) of pairs that ended early or said no and are not to be made again, for each cohort (by pk)."""
    over = Match.objects.filter(cohort__in=cohorts, status__in=[MatchStatus.ENDED, MatchStatus.DECLINED])
    found: defaultdict[int, set[tuple[int, int]]] = defaultdict(set)
    for cohort, mentee, mentor in (
        not_again(over).order_by().values_list("cohort_id", "mentee__user_id", "mentor__user_id")
    ):
        found[cohort].add((mentee, mentor))
    return found


def not_again(matches: QuerySet[Match]) -> QuerySet[Match]:
    """Leave out past pairs whom nothing keeps a machine from pairing again (H-18). People may pair them at any time.

    Anyone who signs up again begins anew. A mentee who has ranked the mentor since wants them again; a mentor's no stays.
    """
    ranked_since = Preference.objects.filter(
        mentee=OuterRef("mentee"), mentor=OuterRef("mentor"), chosen_at__gt=OuterRef("ended_at")
    )
    wanted = ~Q(mentor_reply=Reply.DECLINED) & Exists(ranked_since)
    before = Q(ended_at__lt=F("mentee__enrolled_at")) | Q(held_back_at__lt=F("mentee__enrolled_at"))
    return matches.exclude(wanted).exclude(before)


def by_pk(*asked: Manager[Place]) -> dict[int, Place]:
    """Return the levels, departments or sites that are asked for."""
    return {place.pk: place for some in asked for place in some.all()}


def eligibilities(cohorts: Sequence[Cohort]) -> dict[int, Eligibility]:
    """Return who may take part, for each cohort (by pk); the rules are read as often for three cohorts as for one."""
    read_rules([cohort.guidelines for cohort in cohorts])
    return {cohort.pk: Eligibility(cohort.guidelines) for cohort in cohorts}


class Eligibility:
    """Whether people meet the rules of the cohort's guidelines on directory data (P-07, P-08).

    How they came in was decided when they joined. Mentees are judged by the day on which they signed up, so that
    nobody falls out by waiting; mentors by today.
    """

    def __init__(self, rules: Guidelines | None) -> None:
        """Name the levels, departments and sites that the rules are about; all others are as good as none."""
        self.rules = rules
        self.known: dict[tuple[object, ...], bool] = {}
        if rules is not None:
            self.levels = by_pk(rules.mentee_levels, rules.mentor_levels)
            self.departments = by_pk(rules.mentee_departments, rules.mentor_departments)
            self.sites = by_pk(rules.mentee_sites, rules.mentor_sites)

    def of(self, row: Row, *, mentor: bool, on: date) -> bool:
        """Say whether someone may take part. People who are alike are asked about once."""
        rules = self.rules
        if rules is None:
            return True
        limits = [rules.mentor_min_tenure_months] if mentor else [
            rules.mentee_min_tenure_months, rules.mentee_max_tenure_months
        ]  # fmt: skip
        times = (row["user__hired_on"], on) if any(limit is not None for limit in limits) else ()
        key = (mentor, row["user__level_id"], row["user__department_id"], row["user__site_id"], *times)
        if key not in self.known:
            person = SimpleNamespace(
                level=self.levels.get(row["user__level_id"]),
                department=self.departments.get(row["user__department_id"]),
                site=self.sites.get(row["user__site_id"]),
                hired_on=row["user__hired_on"] if times else None,
                is_employed=lambda _on: True,
            )
            problems = mentor_problems if mentor else mentee_problems
            self.known[key] = not problems(rules, cast("User", person), on=on, nominated=True)
        return self.known[key]
