"""Among all best answers always the same one, whatever the order of the rows, the start and the number of threads (M-03).

By complementary slackness the best answers are exactly the matchings on tight pairs (u_i + v_j = worth_ij) that match
every mentee with u_i > 0 and fill every mentor with v_j > 0: for any optimal prices, so it does not matter which were
found. Among these the one is taken that maximises the sum of a 28-bit hash of both people's stable ids. That is an
assignment again, on a graph that is mostly loose ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.engine.compiled import kernel, mixed
from matching.engine.graph import Graph
from matching.engine.sparse import from_prices

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.engine.sparse import Flow

    Integers = NDArray[np.int64]
    Indices = NDArray[np.int32]

MARK = 28


@kernel
def marks(mentee: Indices, mentor: Indices, one: NDArray[np.uint64], other: NDArray[np.uint64]) -> Integers:
    """Return the hash of each pair, int64 [E], 0 to 2^28 - 1."""
    found = np.empty(len(mentee), dtype=np.int64)
    for e in range(len(mentee)):
        found[e] = np.int64(mixed(one[mentee[e]], other[mentor[e]]) >> np.uint64(36))
    return found


def must(count: int) -> int:
    """Return what a person who has to be matched brings: more than all hashes together."""
    return (count + 1) << MARK


def choose(ties: Graph, flow: Flow, places: Integers, one: NDArray[np.uint64], other: NDArray[np.uint64]) -> Flow:
    """Choose among the answers on tight pairs; `flow` is any of them. Returns the choice with prices of its own."""
    high = must(len(flow.u))
    mentee = ties.mentee
    value = marks(mentee, ties.mentor, one, other)
    value += high * ((flow.u[mentee] > 0).astype(np.int64) + (flow.v[ties.mentor] > 0))
    graph = Graph(ties.start, ties.mentor, ties.score, value)
    return from_prices(graph, places, high * (flow.v > 0).astype(np.int64), flow.mentor_of)
