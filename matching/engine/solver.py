"""From a question to its answer: the best there is, the same every time, with the proof."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from matching.engine.canonical import choose
from matching.engine.column_generation import Whole, canonical, optimum
from matching.engine.compiled import for_pairs
from matching.engine.fingerprints import fingerprints
from matching.engine.graph import Graph, graph_of
from matching.engine.pair_problem import PairProblem
from matching.engine.solution import Solution
from matching.engine.sparse import from_prices, from_scratch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.engine.table_problem import TableProblem

    Integers = NDArray[np.int64]


def solve(problem: PairProblem | TableProblem, *, start: Solution | None = None) -> Solution:
    """Find the best answer. `start` is an earlier answer for the same people, from which it is found sooner.

    The answer depends on the people and what stands between them alone: not on the order of the rows, nor on `start`.
    """
    began = time.perf_counter()
    with for_pairs(problem.mentees * problem.mentors):
        if isinstance(problem, PairProblem):
            mentor_of, u, v, certified, rounds, graph = _by_pairs(problem, start)
        else:
            mentor_of, u, v, certified, rounds, graph = _by_tables(problem, start)
    mentor_of[problem.locked[:, 0]] = problem.locked[:, 1]
    pairs = np.column_stack((np.flatnonzero(mentor_of >= 0), mentor_of[mentor_of >= 0]))
    total = int(problem.scores_of(pairs).sum())
    seconds = time.perf_counter() - began
    return Solution(mentor_of, len(pairs), total, u, v, certified, rounds, seconds, graph)


def graph_for(problem: PairProblem) -> Graph:
    """Return the pairs that can still be made: not of mentees whose pair is locked, nor of mentors without a place."""
    open_ = np.ones(problem.mentees, dtype=bool)
    open_[problem.locked[:, 0]] = False
    free = open_[problem.pairs[:, 0]] & (problem.open_capacity[problem.pairs[:, 1]] > 0)
    pairs, scores = problem.pairs[free], problem.scores[free]
    worth = problem.objective.worth(scores) + problem.keep_bonus * (problem.kept_of[pairs[:, 0]] == pairs[:, 1])
    return graph_of(problem.mentees, pairs[:, 0], pairs[:, 1], scores, worth)


Found = tuple["Integers", "Integers", "Integers", bool, int, Graph]


def _by_pairs(problem: PairProblem, start: Solution | None) -> Found:
    graph, places = graph_for(problem), problem.open_capacity
    if start is None:
        flow = from_scratch(graph, places, reach=problem.highest + problem.keep_bonus)
    else:
        flow = from_prices(graph, places, *earlier(places, start))
    certified = bool((flow.u[graph.mentee] + flow.v[graph.mentor] >= graph.worth).all())
    tight = graph.where(flow.u[graph.mentee] + flow.v[graph.mentor] == graph.worth)
    chosen = choose(tight, flow, places, fingerprints(problem.mentee_ids), fingerprints(problem.mentor_ids))
    return chosen.mentor_of, flow.u, closed_prices(problem, flow.v), certified, 0, graph


def _by_tables(problem: TableProblem, start: Solution | None) -> Found:
    whole = Whole(problem)
    graph = flow = None
    if start is not None and start.graph is not None:
        old = start.graph
        position = whole.place_of[old.mentor]
        pairs = np.column_stack((old.mentee, old.mentor)).astype(np.int64)
        score = problem.scores_of(pairs)
        fits = (score >= 0) & whole.takes_part[old.mentee] & (whole.places[position] > 0)
        graph = whole.graph(old.mentee[fits], position[fits], score[fits])
        v, mentor_of = earlier(problem.open_capacity, start)
        placed = np.where(mentor_of >= 0, whole.place_of[mentor_of], -1)
        flow = from_prices(graph, whole.places, v[whole.packed.order], placed)
    best = optimum(whole, graph, flow)
    chosen = canonical(whole, best)
    order = whole.packed.order
    mentor_of = np.where(chosen.mentor_of >= 0, order[chosen.mentor_of], -1) if len(order) else chosen.mentor_of
    v = np.empty_like(chosen.v)
    v[order] = chosen.v
    edges = best.graph
    mentor = order[edges.mentor] if len(order) else edges.mentor
    kept = graph_of(problem.mentees, edges.mentee, mentor, edges.score, edges.worth)
    return mentor_of, chosen.u, closed_prices(problem, v), True, best.rounds, kept


def earlier(places: Integers, start: Solution) -> tuple[Integers, Integers]:
    """Return prices and pairs of an earlier answer, as far as the places still allow them."""
    mentor_of = start.mentor_of.copy()
    over = np.bincount(mentor_of[mentor_of >= 0], minlength=len(places)) > places
    mentor_of[(mentor_of >= 0) & over[mentor_of]] = -1
    return np.where(places > 0, start.v, 0), mentor_of


def closed_prices(problem: PairProblem | TableProblem, v: Integers) -> Integers:
    """Price the places that do not exist so high that nobody asks for them; they add nothing to the bound."""
    top = int(problem.objective.worth(np.array([problem.highest]))[0]) + problem.keep_bonus
    return np.where(problem.open_capacity > 0, v, top)
