"""The optimum on a sparse graph: reach, auction, repair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matching.engine.auction import mentees_bid, mentors_bid
from matching.engine.cardinality import greedy, largest, over_demanded
from matching.engine.graph import by_mentor
from matching.engine.shortest_paths import repair

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.engine.graph import Graph

    Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Flow:
    """An optimum on a graph: mentor_of and u int64 [M], v int64 [N], and how many paths the repair took."""

    mentor_of: Integers
    u: Integers
    v: Integers
    paths: int


def from_scratch(graph: Graph, places: Integers, *, reach: int, begun: Integers | None = None) -> Flow:
    """Solve a graph. `reach` is about the largest difference between two scores: how far one bid may go.

    begun: int64 [M], pairs of the graph from which the search for a largest matching may begin
    """
    first, mentee, edge = by_mentor(graph.start, graph.mentor, len(places))
    if begun is None:
        begun = greedy(graph.start, graph.mentor, graph.worth, places)
    most = largest(graph.start, graph.mentor, begun, places)
    crowd, wanted = over_demanded(graph.start, graph.mentor, most, places)
    v, mentor_of = mentors_bid(graph.start, graph.worth, first, mentee, edge, places, crowd, wanted)
    mentees_bid(graph.start, graph.mentor, graph.worth, places, crowd, wanted, v, mentor_of, reach)
    u, paths = repair(graph.start, graph.mentor, graph.worth, first, mentee, edge, places, v, mentor_of)
    return Flow(mentor_of, u, v, paths)


def from_prices(graph: Graph, places: Integers, v: Integers, mentor_of: Integers) -> Flow:
    """Solve a graph from prices and pairs of an earlier answer; neither needs to fit."""
    first, mentee, edge = by_mentor(graph.start, graph.mentor, len(places))
    v, mentor_of = v.copy(), mentor_of.copy()
    u, paths = repair(graph.start, graph.mentor, graph.worth, first, mentee, edge, places, v, mentor_of)
    return Flow(mentor_of, u, v, paths)
