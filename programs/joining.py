"""What a person can do in the programs that they see: sign up, apply, help to run them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Prefetch, prefetch_related_objects

from people.policy import Role
from programs.guideline_versions.eligibility import mentee_problems, mentor_problems
from programs.models import Cohort, Guidelines, Membership, Program
from programs.standing import Standing, standings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from people.models import User
    from programs.models.cohort import CohortQuerySet


@dataclass(frozen=True)
class Intake:
    """An open cohort, and why the person cannot sign up to it, if they cannot, or what they are in it already."""

    cohort: Cohort
    problems: list[str]
    standing: Standing | None = None


@dataclass(frozen=True)
class ProgramOffer:
    """One program as one person sees it."""

    program: Program
    guidelines: Guidelines | None
    intakes: list[Intake] = field(default_factory=list)
    mentor_problems: list[str] = field(default_factory=list)
    mentor_standing: Standing | None = None
    roles: list[str] = field(default_factory=list)

    @property
    def takes_mentors(self) -> bool:
        """Whether people can apply: the pool stands as long as the program is open and guidelines are in force."""
        return self.guidelines is not None and self.program.is_open


def offers_for(user: User, programs: Iterable[Program], *, on: date) -> list[ProgramOffer]:
    """Return an offer for each program, in the same number of queries for any number of programs."""
    rows = list(programs)
    prefetch_related_objects(
        rows,
        Prefetch("guidelines", Guidelines.objects.in_force().with_rules(), to_attr="in_force"),
        Prefetch("cohorts", open_cohorts(on), to_attr="open_cohorts"),
        Prefetch("memberships", Membership.objects.current().filter(user=user), to_attr="mine"),
    )
    known = standings(user, rows)
    return [offer(user, program, known, on=on) for program in rows]


def open_cohorts(on: date) -> CohortQuerySet:
    """Return cohorts that can be joined on the day, with the rules they opened on."""
    return Cohort.objects.open_on(on).prefetch_related(Prefetch("guidelines", Guidelines.objects.with_rules()))


def offer(user: User, program: Program, known: list[Standing], *, on: date) -> ProgramOffer:
    """Say what the person can do in one program whose rows were fetched by `offers_for`."""
    guidelines = next(iter(program.in_force), None)  # type: ignore[attr-defined]
    cohorts: list[Cohort] = program.open_cohorts if program.is_open else []  # type: ignore[attr-defined]
    mine = [standing for standing in known if standing.program_id == program.pk]
    as_mentee = {standing.cohort_id: standing for standing in mine if standing.role == "mentee"}
    return ProgramOffer(
        program,
        guidelines,
        intakes=[
            Intake(cohort, mentee_problems(cohort.guidelines, user, on=on), as_mentee.get(cohort.pk))
            for cohort in cohorts
            if cohort.guidelines
        ],
        mentor_problems=mentor_problems(guidelines, user, on=on) if guidelines else [],
        mentor_standing=next((standing for standing in mine if standing.role == "mentor"), None),
        roles=[str(Role(membership.role).label) for membership in program.mine],  # type: ignore[attr-defined]
    )
