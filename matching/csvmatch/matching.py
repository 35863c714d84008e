"""The whole way from two tables to a report."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from matching.csvmatch.engine_question import ask
from matching.csvmatch.errors import FilesError
from matching.csvmatch.explanations import Explainer
from matching.csvmatch.left_out import reasons
from matching.csvmatch.people import read_people
from matching.csvmatch.report import MatchReport, MenteeLine, Pool, RunSummary
from matching.engine import ProblemError, check, solve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matching.csvmatch.csv_tables import Row, Table
    from matching.csvmatch.mapping import Mapping
    from matching.csvmatch.people import People
    from matching.engine import Solution, TableProblem

Thing = TypeVar("Thing")
TIERS = ("poor", "weak")


def match(mentees: Table, mentors: Table, mapping: Mapping) -> MatchReport:
    """Match the people of two tables: as many mentees as possible, then the tiers, then the most points.

    Raises `FilesError` for input that cannot be taken. The answer is checked against its proof before it is returned
    and does not depend on the order of the rows (M-02, M-03).
    """
    began = time.perf_counter()
    people = read_people(mentees, mentors, mapping)
    try:
        problem = ask(people)
    except ProblemError as error:
        raise FilesError(str(error)) from error
    solution = solve(problem)
    check(problem, solution)
    explainer = Explainer(people)
    why, groups = reasons(explainer, problem, solution)
    lines = _lines(explainer, problem, solution, why)
    return MatchReport(
        lines=tuple(_in_order_of_file(people.mentees.rows, lines)),
        pools=tuple(_in_order_of_file(people.mentors.rows, _pools(explainer, solution))),
        summary=_summary(people, lines, solution, time.perf_counter() - began),
        groups=tuple(groups),
        notes=tuple(people.notes),
    )


def _lines(explainer: Explainer, problem: TableProblem, solution: Solution, why: dict[int, str]) -> list[MenteeLine]:
    pairs = np.column_stack((np.arange(problem.mentees), solution.mentor_of))
    scores = problem.scores_of(np.maximum(pairs, 0))
    tiers = explainer.people.mapping.tiers
    return [
        MenteeLine(explainer.mentees[mentee], reason=why[mentee])
        if mentor < 0
        else MenteeLine(
            mentee=explainer.mentees[mentee],
            mentor=explainer.mentors[mentor],
            score=score,
            tier=next((name for name, tier in zip(TIERS, tiers, strict=False) if score < tier), ""),
            parts=explainer.parts(mentee, mentor),
        )
        for (mentee, mentor), score in zip(pairs.tolist(), scores.tolist(), strict=True)
    ]


def _pools(explainer: Explainer, solution: Solution) -> list[Pool]:
    own: list[list[int]] = [[] for _mentor in explainer.mentors]
    for mentee, mentor in enumerate(solution.mentor_of.tolist()):
        if mentor >= 0:
            own[mentor].append(mentee)
    return [
        Pool(mentor, places, tuple(explainer.mentees[mentee] for mentee in mentees))
        for mentor, places, mentees in zip(explainer.mentors, explainer.people.capacity, own, strict=True)
    ]


def _summary(people: People, lines: list[MenteeLine], solution: Solution, seconds: float) -> RunSummary:
    return RunSummary(
        mentees=len(people.mentees.ids),
        mentors=len(people.mentors.ids),
        places=sum(people.capacity),
        matched=solution.matched,
        total=solution.total,
        most=people.mapping.most,
        poor=sum(line.tier == "poor" for line in lines),
        weak=sum(line.tier == "weak" for line in lines),
        certified=solution.certified,
        seconds=seconds,
    )


def _in_order_of_file(rows: Sequence[Row], things: Sequence[Thing]) -> list[Thing]:
    """Return what was found for each person in the order in which they stand in their file."""
    numbered = sorted(zip(rows, things, strict=True), key=lambda pair: pair[0].number)
    return [thing for _row, thing in numbered]
