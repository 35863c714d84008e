"""What became of the pairs: from the proposal to the close, their signatures, their meetings, who met whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import TYPE_CHECKING

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from agreements.models import AgreementVersion
from matching.models import Match, MatchStatus
from meetings.models import Meeting, MeetingStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from programs.models import Cohort
DAY = 86400  # seconds


@dataclass(frozen=True)
class CountedMatch:
    """One match, as far as figures need it."""

    pk: int
    cohort: int
    mentee: int
    mentor: int
    status: str
    confirmed: bool
    department: str
    departments: tuple[int | None, int | None]
    sites: tuple[int | None, int | None]
    languages: tuple[str, str]


@dataclass
class PairFigures:
    """The figures of one cohort. Counts of mentees count each once, however many matches they had."""

    proposed: int = 0
    confirmed: int = 0
    pairs: int = 0
    active: int = 0
    completed: int = 0
    ended_early: int = 0
    in_force: int = 0
    mentees_in_force: int = 0
    mentees_met: int = 0
    days_to_sign: float | None = None
    planned: int = 0
    held: int = 0
    missed: int = 0
    unrecorded: int = 0
    minutes: int = 0
    across_departments: tuple[int, int] = (0, 0)
    across_sites: tuple[int, int] = (0, 0)
    across_languages: tuple[int, int] = (0, 0)
    mentor_minutes: dict[str, dict[int, int]] = field(default_factory=dict)


def pair_figures(cohorts: Sequence[Cohort]) -> dict[int, PairFigures]:
    """Count the pairs of each cohort, in three queries."""
    pairs = read_pairs(cohorts)
    signed = first_signatures(cohorts)
    meetings = meetings_by_pair(cohorts)
    return {
        cohort.pk: count([pair for pair in pairs if pair.cohort == cohort.pk], signed, meetings) for cohort in cohorts
    }


def read_pairs(cohorts: Sequence[Cohort]) -> list[CountedMatch]:
    """Every match that was proposed to its people."""
    rows = Match.objects.filter(cohort__in=cohorts, proposed_at__isnull=False).values_list(
        "pk", "cohort_id", "mentee_id", "mentor__user_id", "status", "confirmed_at", "mentor__user__department__name",
        "mentor__user__department_id", "mentee__user__department_id", "mentor__user__site_id", "mentee__user__site_id",
        "mentor__user__languages", "mentee__user__languages",
    )  # fmt: skip
    return [
        CountedMatch(
            pk, cohort, mentee, mentor, status, confirmed_at is not None, department or "",
            (a, b), (c, d), (first_of(languages), first_of(others)),
        )
        for pk, cohort, mentee, mentor, status, confirmed_at, department, a, b, c, d, languages, others in rows
    ]  # fmt: skip


def first_of(languages: list[str]) -> str:
    """The language that the directory names first."""
    return languages[0] if languages else ""


def first_signatures(cohorts: Sequence[Cohort]) -> dict[int, tuple[datetime, datetime]]:
    """By match: when its first version in force went out, and when the last signature was there."""
    rows = (
        AgreementVersion.objects.filter(agreement__match__cohort__in=cohorts, in_force_at__isnull=False)
        .order_by("agreement__match_id", "in_force_at")
        .distinct("agreement__match_id")
        .values_list("agreement__match_id", "sent_at", "in_force_at")
    )
    return {match: (sent_at, in_force_at) for match, sent_at, in_force_at in rows if sent_at and in_force_at}


def meetings_by_pair(cohorts: Sequence[Cohort]) -> dict[int, dict[str, tuple[int, int]]]:
    """By match and status: how many meetings, and how many minutes."""
    counts: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
    rows = (
        Meeting.objects.filter(match__cohort__in=cohorts)
        .order_by()
        .values_list("match_id", "status")
        .annotate(n=Count("pk"), length=Sum(Coalesce("held_minutes", "minutes")))
    )
    for match, status, n, length in rows:
        counts[match][status] = (n, length or 0)
    return counts


def count(
    pairs: list[CountedMatch],
    signed: dict[int, tuple[datetime, datetime]],
    meetings: dict[int, dict[str, tuple[int, int]]],
) -> PairFigures:
    """Add up the pairs of one cohort."""
    figures = PairFigures()
    confirmed = [pair for pair in pairs if pair.confirmed]
    in_force = [pair for pair in confirmed if pair.pk in signed]
    figures.proposed = len({pair.mentee for pair in pairs})
    figures.confirmed = len({pair.mentee for pair in confirmed})
    figures.pairs = len(confirmed)
    figures.active = sum(pair.status == MatchStatus.ACTIVE for pair in pairs)
    figures.completed = sum(pair.status == MatchStatus.COMPLETED for pair in pairs)
    figures.ended_early = sum(pair.status == MatchStatus.ENDED for pair in pairs)
    figures.in_force = len(in_force)
    figures.mentees_in_force = len({pair.mentee for pair in in_force})
    days = [(in_force_at - sent_at).total_seconds() / DAY for sent_at, in_force_at in (signed[p.pk] for p in in_force)]
    figures.days_to_sign = round(median(days), 1) if days else None
    met = set()
    for pair in confirmed:
        by_status = meetings.get(pair.pk, {})
        held, minutes = by_status.get(MeetingStatus.HELD, (0, 0))
        figures.held += held
        figures.minutes += minutes
        figures.missed += by_status.get(MeetingStatus.MISSED, (0, 0))[0]
        figures.unrecorded += by_status.get(MeetingStatus.UNRECORDED, (0, 0))[0]
        figures.planned += by_status.get(MeetingStatus.PLANNED, (0, 0))[0]
        if held:
            met.add(pair.mentee)
            of_department = figures.mentor_minutes.setdefault(pair.department, {})
            of_department[pair.mentor] = of_department.get(pair.mentor, 0) + minutes
    figures.mentees_met = len(met)
    figures.across_departments = across(pair.departments for pair in confirmed)
    figures.across_sites = across(pair.sites for pair in confirmed)
    figures.across_languages = across(pair.languages for pair in confirmed)
    return figures


def across(sides: Iterable[tuple[object, object]]) -> tuple[int, int]:
    """How many pairs reach across, of those for whom the directory knows both sides."""
    known = [(mine, other) for mine, other in sides if mine and other]
    return sum(mine != other for mine, other in known), len(known)
