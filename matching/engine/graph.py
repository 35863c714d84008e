"""The pairs that are looked at closely: a sparse bipartite graph, by mentee and by mentor.

For explicit pairs it is all of them. For tables it begins with the best few of each mentee and grows by pricing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from matching.engine.compiled import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Indices = NDArray[np.int32]


@dataclass(frozen=True)
class Graph:
    """Mentee i has the edges start[i] to start[i + 1], in the order of `mentor`.

    start: int64 [M + 1]; mentor: int32 [E]; score: int [E]; worth: int64 [E], what the solver adds up
    """

    start: Integers
    mentor: Indices
    score: NDArray[Any]
    worth: Integers

    @property
    def mentees(self) -> int:
        """How many mentees there are, M."""
        return len(self.start) - 1

    @property
    def mentee(self) -> Indices:
        """The mentee of each edge, int32 [E]."""
        return np.repeat(np.arange(self.mentees, dtype=np.int32), np.diff(self.start))

    def where(self, chosen: NDArray[np.bool_]) -> Graph:
        """Return the graph of these edges only."""
        counts = np.bincount(self.mentee[chosen], minlength=self.mentees)
        start = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        return Graph(start, self.mentor[chosen], self.score[chosen], self.worth[chosen])


def graph_of(mentees: int, mentee: NDArray[Any], mentor: NDArray[Any], score: NDArray[Any], worth: Integers) -> Graph:
    """Build a graph of pairs, each once, in any order."""
    last = int(mentor.max(initial=-1)) + 1
    start, order = sorted_by(mentees, last, mentee.astype(np.int32), mentor.astype(np.int32))
    return Graph(start, mentor.astype(np.int32)[order], score[order], worth[order])


@kernel
def sorted_by(mentees: int, mentors: int, mentee: Indices, mentor: Indices) -> tuple[Integers, Indices]:
    """Sort pairs by mentee and then by mentor, by counting twice; return starts int64 [M + 1] and the order int32 [E]."""
    first = np.zeros(mentors + 1, dtype=np.int64)
    for j in mentor:
        first[j + 1] += 1
    for j in range(mentors):
        first[j + 1] += first[j]
    middle = np.empty(len(mentor), dtype=np.int32)
    for e in range(len(mentor)):
        middle[first[mentor[e]]] = e
        first[mentor[e]] += 1
    start = np.zeros(mentees + 1, dtype=np.int64)
    for i in mentee:
        start[i + 1] += 1
    for i in range(mentees):
        start[i + 1] += start[i]
    fill = start[:-1].copy()
    order = np.empty(len(mentor), dtype=np.int32)
    for e in middle:
        order[fill[mentee[e]]] = e
        fill[mentee[e]] += 1
    return start, order


@kernel
def by_mentor(start: Integers, mentor: Indices, mentors: int) -> tuple[Integers, Indices, Indices]:
    """Return the edges by mentor: starts int64 [N + 1], mentees int32 [E], and the number of each edge int32 [E]."""
    first = np.zeros(mentors + 1, dtype=np.int64)
    for j in mentor:
        first[j + 1] += 1
    for j in range(mentors):
        first[j + 1] += first[j]
    fill = first[:-1].copy()
    mentee = np.empty(len(mentor), dtype=np.int32)
    edge = np.empty(len(mentor), dtype=np.int32)
    for i in range(len(start) - 1):
        for e in range(start[i], start[i + 1]):
            at = fill[mentor[e]]
            mentee[at], edge[at] = i, e
            fill[mentor[e]] = at + 1
    return first, mentee, edge
