"""A whole organisation: begin with the best few pairs of each mentee, solve, add what is missing, until nothing is.

What a pass has found is remembered: the most that any pair of a mentee outside the graph nets can grow by no more than
the largest fall of a price since. Mentees for whom that is not enough are not looked at again, until the last pass,
which looks at everything with nothing remembered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from matching.engine.candidates import best_mentors
from matching.engine.canonical import choose, must
from matching.engine.graph import Graph, graph_of
from matching.engine.packed import pack
from matching.engine.pricing import better_pairs, preferred_ties
from matching.engine.sparse import Flow, from_prices, from_scratch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.engine.table_problem import TableProblem

    Integers = NDArray[np.int64]
    Array = NDArray[Any]

# Pairs of each mentee in the first graph, fewer where there are many mentees, to save memory; pairs added for each at
# first and at most; ties noted for each.
WIDTH, NARROW, MANY = 32, 16, 30_000
ADDED = 16
MOST_ADDED = 256
SPARE = 32
PATIENT_ROUNDS = 5


@dataclass(frozen=True)
class Look:
    """What one pass found: pairs above the prices, ties, whose ties were more than could be noted, and the most net."""

    mentee: Array
    position: Array
    score: Array
    ties: tuple[Array, Array, Array]
    full: Integers
    most: Integers


class Whole:
    """One question in the kernels' form; mentors by position (see `Packed`)."""

    def __init__(self, problem: TableProblem) -> None:
        self.problem = problem
        self.packed = pack(problem)
        self.objective = problem.objective
        self.places = problem.open_capacity[self.packed.order]
        self.place_of = np.empty(problem.mentors, dtype=np.int64)
        self.place_of[self.packed.order] = np.arange(problem.mentors)
        kept = problem.kept_of
        self.kept = np.where(kept >= 0, self.place_of[kept] if problem.mentors else -1, -1)
        self.takes_part = np.ones(problem.mentees, dtype=bool)
        self.takes_part[problem.locked[:, 0]] = False
        self.everybody = np.flatnonzero(self.takes_part)
        self.worth = self.objective.worth(np.arange(problem.highest + 1))
        self.top = int(self.worth[-1]) + problem.keep_bonus
        self.width = WIDTH if problem.mentees <= MANY else NARROW

    @property
    def kernel_form(self) -> tuple[Any, Any, Any, Any, Any, Any, Any, Any, Any, Any]:
        """The first arguments of every pass."""
        p = self.packed
        return (p.rows, p.closed, p.start, p.row, p.weight, p.corrected, p.position, p.points, p.one, p.other)

    def graph(self, mentee: Array, position: Array, score: Array) -> Graph:
        """Build a graph of pairs; each is worth what its score says, and the bonus if it is to be kept."""
        worth = self.worth[score]
        if self.problem.keep_bonus:
            worth += self.problem.keep_bonus * (self.kept[mentee] == position)
        return graph_of(self.problem.mentees, mentee, position, score.astype(np.int16), worth)

    def more(self, graph: Graph, mentee: Array, position: Array, score: Array) -> Graph:
        """Return the graph with these pairs as well."""
        return self.graph(
            np.concatenate((graph.mentee, mentee)),
            np.concatenate((graph.mentor, position)),
            np.concatenate((graph.score, score)),
        )

    def begin(self) -> Graph:
        """Return the best few pairs of each mentee, and those to keep."""
        found, scores, counts = best_mentors(*self.kernel_form, self.takes_part, self.places > 0, self.width)
        mentee, position, score = _flat(np.arange(self.problem.mentees, dtype=np.int32), found, scores, counts)
        if not self.problem.keep_bonus:
            return self.graph(mentee, position, score)
        keepers = np.flatnonzero((self.kept >= 0) & self.takes_part)
        keepers = keepers[self.places[self.kept[keepers]] > 0]
        pairs = np.column_stack((keepers, self.packed.order[self.kept[keepers]]))
        points = self.problem.scores_of(pairs)
        known = (
            set((mentee.astype(np.int64) * max(self.problem.mentors, 1) + position).tolist()) if len(keepers) else set()
        )
        fresh = np.array(
            [
                p >= 0 and i * self.problem.mentors + self.kept[i] not in known
                for i, p in zip(keepers.tolist(), points.tolist(), strict=True)
            ],
            dtype=bool,
        )
        keepers, points = keepers[fresh], points[fresh]
        return self.graph(
            np.concatenate((mentee, keepers)),
            np.concatenate((position, self.kept[keepers])),
            np.concatenate((score, points)),
        )

    def asked(self, flow: Flow) -> Integers:
        """Return the price of each mentor, by position; where there are no places, one that nobody bids."""
        return np.where(self.places > 0, flow.v, self.top)

    def look(self, graph: Graph, asked: Integers, gets: Integers, who: Integers, *, added: int) -> Look:
        """Look at all pairs of the mentees `who` outside the graph."""
        prices = (self.worth, asked, gets, self.objective.big)
        found, scores, counts, tight, tight_scores, tights, most = better_pairs(
            *self.kernel_form, who, graph.start, graph.mentor, *prices, added, SPARE
        )
        ties = _flat(who, tight, tight_scores, np.minimum(tights, SPARE))
        return Look(*_flat(who, found, scores, counts), ties, who[tights > SPARE], most)


def _flat(who: Array, items: Array, scores: Array, counts: Integers) -> tuple[Array, Array, Array]:
    """Turn rows of unequal length into mentees, items and scores."""
    inside = np.arange(items.shape[1], dtype=np.int32) < counts[:, None]
    return np.repeat(who.astype(np.int32), counts), items[inside], scores[inside]


@dataclass(frozen=True)
class Optimum:
    """An optimum over all pairs, and the pairs exactly at its prices outside the graph."""

    flow: Flow
    graph: Graph
    ties: tuple[Array, Array, Array]
    full: Integers
    rounds: int
    defects: int


def optimum(whole: Whole, graph: Graph | None = None, flow: Flow | None = None) -> Optimum:
    """Solve over all pairs, from scratch or from an earlier graph and an answer on it."""
    reach = whole.problem.highest + whole.problem.keep_bonus
    graph = graph or whole.begin()
    flow = flow or from_scratch(graph, whole.places, reach=reach)
    rounds = defects = 0
    added = ADDED
    nets = np.full(whole.problem.mentees, np.iinfo(np.int64).max // 2)
    before = whole.asked(flow)
    while True:
        asked = whole.asked(flow)
        nets += max(0, int((before - asked).max(initial=0)))
        before = asked
        who = whole.everybody[nets[whole.everybody] > flow.u[whole.everybody]]
        look = whole.look(graph, asked, flow.u, who, added=added)
        if not len(look.mentee) and len(who) < len(whole.everybody):
            who = whole.everybody
            look = whole.look(graph, asked, flow.u, who, added=added)
            defects += bool(len(look.mentee))
        nets[who] = look.most
        if not len(look.mentee):
            return Optimum(flow, graph, look.ties, look.full, rounds, defects)
        rounds += 1
        graph = whole.more(graph, look.mentee, look.position, look.score)
        if 4 * len(np.unique(look.mentee)) > whole.problem.mentees:
            flow = from_scratch(graph, whole.places, reach=reach, begun=flow.mentor_of)
        else:
            flow = from_prices(graph, whole.places, flow.v, flow.mentor_of)
        if rounds >= PATIENT_ROUNDS:
            added = min(2 * added, MOST_ADDED)


def canonical(whole: Whole, best: Optimum) -> Flow:
    """Choose among the best answers. Returns the optimum's own prices with the chosen pairs."""
    flow, graph = best.flow, best.graph
    tight = graph.where(flow.u[graph.mentee] + flow.v[graph.mentor] == graph.worth)
    ties = whole.more(tight, *best.ties)
    one, other = whole.packed.one, whole.packed.other
    while True:
        chosen = choose(ties, flow, whole.places, one, other)
        if not len(best.full):
            break
        high = must(whole.problem.mentees)
        bound = chosen.u - high * (flow.u > 0)
        rank = chosen.v - high * (flow.v > 0)
        known = whole.more(graph, *_outside(graph, ties))
        asked = whole.asked(flow)
        found = preferred_ties(
            *whole.kernel_form, best.full, known.start, known.mentor, whole.worth, asked, flow.u, rank, bound, SPARE
        )
        fresh = _flat(best.full, *found)
        if not len(fresh[0]):
            break
        ties = whole.more(ties, *fresh)
    return Flow(chosen.mentor_of, flow.u, flow.v, flow.paths + chosen.paths)


def _outside(graph: Graph, ties: Graph) -> tuple[Array, Array, Array]:
    """Return the ties that are not in the graph."""
    wide = int(max(graph.mentor.max(initial=0), ties.mentor.max(initial=0))) + 1
    new = ~np.isin(
        ties.mentee.astype(np.int64) * wide + ties.mentor, graph.mentee.astype(np.int64) * wide + graph.mentor
    )
    return ties.mentee[new], ties.mentor[new], ties.score[new]
