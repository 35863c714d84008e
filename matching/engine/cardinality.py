"""How many can be matched at all, and who competes for too few places.

Maximum matching with capacities by breadth-first layers and depth-first paths (Hopcroft and Karp 1973). From the
mentees it leaves out, alternating paths reach exactly the over-demanded part of the graph (Dulmage and Mendelsohn
1958): all places of the mentors in it are taken, and its mentees have no other mentors. It is the same for every
maximum matching.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.engine.compiled import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Indices = NDArray[np.int32]
    Mask = NDArray[np.bool_]


@kernel
def greedy(start: Integers, mentor: Indices, worth: Integers, places: Integers) -> Integers:
    """Give each mentee in turn the best mentor with a free place, int64 [M]."""
    left = places.copy()
    mentor_of = np.full(len(start) - 1, -1, dtype=np.int64)
    for i in range(len(start) - 1):
        best = np.int64(-1)
        for e in range(start[i], start[i + 1]):
            if left[mentor[e]] > 0 and worth[e] > best:
                best = worth[e]
                mentor_of[i] = mentor[e]
        if mentor_of[i] >= 0:
            left[mentor_of[i]] -= 1
    return mentor_of


@kernel
def holders(mentor_of: Integers, mentors: int, first: Integers) -> tuple[Integers, Integers, Integers]:
    """Return who holds the places: mentees by place, places taken by mentor, and the place of each mentee.

    first: int64 [N + 1], where the places of each mentor begin
    """
    held = np.full(first[-1], -1, dtype=np.int64)
    used = np.zeros(mentors, dtype=np.int64)
    place = np.full(len(mentor_of), -1, dtype=np.int64)
    for i in range(len(mentor_of)):
        j = mentor_of[i]
        if j >= 0:
            place[i] = first[j] + used[j]
            held[place[i]] = i
            used[j] += 1
    return held, used, place


@kernel
def largest(start: Integers, mentor: Indices, mentor_of: Integers, places: Integers) -> Integers:
    """Grow a matching until no more mentees can be matched, int64 [M]."""
    mentees, mentors = len(start) - 1, len(places)
    mentor_of = mentor_of.copy()
    first = np.zeros(mentors + 1, dtype=np.int64)
    for j in range(mentors):
        first[j + 1] = first[j] + places[j]
    held, used, place = holders(mentor_of, mentors, first)
    level = np.empty(mentees, dtype=np.int64)
    queue = np.empty(mentees, dtype=np.int64)
    edge = np.empty(mentees, dtype=np.int64)
    seat = np.empty(mentees, dtype=np.int64)
    path = np.empty(mentees, dtype=np.int64)
    while True:
        head = tail = 0
        for i in range(mentees):
            level[i] = -1
            edge[i], seat[i] = start[i], 0
            if mentor_of[i] < 0 and start[i] < start[i + 1]:
                level[i] = 0
                queue[tail] = i
                tail += 1
        found = False
        while head < tail:
            i = queue[head]
            head += 1
            for e in range(start[i], start[i + 1]):
                j = mentor[e]
                if used[j] < places[j]:
                    found = True
                else:
                    for at in range(first[j], first[j] + used[j]):
                        k = held[at]
                        if level[k] < 0:
                            level[k] = level[i] + 1
                            queue[tail] = k
                            tail += 1
        if not found:
            return mentor_of
        for root in range(mentees):
            if level[root] != 0 or mentor_of[root] >= 0:
                continue
            depth = 0
            path[0] = root
            while depth >= 0:
                i = path[depth]
                if edge[i] >= start[i + 1]:
                    level[i] = -1
                    depth -= 1
                    continue
                j = mentor[edge[i]]
                if used[j] < places[j]:
                    spot = first[j] + used[j]
                    used[j] += 1
                    # Everyone on the path takes the place of the next one.
                    for step in range(depth, -1, -1):
                        k = path[step]
                        before = place[k]
                        held[spot], place[k], mentor_of[k] = k, spot, mentor[edge[k]]
                        spot = before
                    break
                if seat[i] >= used[j]:
                    edge[i] += 1
                    seat[i] = 0
                    continue
                k = held[first[j] + seat[i]]
                seat[i] += 1
                if level[k] == level[i] + 1:
                    depth += 1
                    path[depth] = k


@kernel
def over_demanded(start: Integers, mentor: Indices, mentor_of: Integers, places: Integers) -> tuple[Mask, Mask]:
    """Return the mentees and the mentors that alternating paths reach from mentees left out by a largest matching."""
    mentees, mentors = len(start) - 1, len(places)
    first = np.zeros(mentors + 1, dtype=np.int64)
    for j in range(mentors):
        first[j + 1] = first[j] + places[j]
    held, used, _place = holders(mentor_of, mentors, first)
    crowd = np.zeros(mentees, dtype=np.bool_)
    wanted = np.zeros(mentors, dtype=np.bool_)
    queue = np.empty(mentees, dtype=np.int64)
    head = tail = 0
    for i in range(mentees):
        if mentor_of[i] < 0 and start[i] < start[i + 1]:
            crowd[i] = True
            queue[tail] = i
            tail += 1
    while head < tail:
        i = queue[head]
        head += 1
        for e in range(start[i], start[i + 1]):
            j = mentor[e]
            if not wanted[j]:
                wanted[j] = True
                for at in range(first[j], first[j] + used[j]):
                    k = held[at]
                    if not crowd[k]:
                        crowd[k] = True
                        queue[tail] = k
                        tail += 1
    return crowd, wanted
