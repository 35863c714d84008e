"""From any prices and any partial matching to the optimum: shortest paths in reduced costs (Kuhn 1955; Tomizawa 1971).

Optimal are a matching and prices u, v >= 0 with

    u_i + v_j >= worth_ij on every edge,   equality where i and j are matched,
    u_i = 0 where mentee i is unmatched,   v_j = 0 where mentor j has a free place.

Given any v >= 0, u_i = max(0, max_j worth_ij - v_j) satisfies the first line; matched pairs that break the second are
dropped. Then each unmatched mentee with u_i > 0 looks for the cheapest alternating path that ends at a free place, at a
mentee who goes without instead, or at itself (forward), and each free place with v_j > 0 for the cheapest path that
ends at an unmatched mentee, at a place that stays free instead, or at itself (backward). Distances are reduced costs,
so Dijkstra's method holds; nodes at distance zero wait on a stack, the others in a heap. Each path settles one breach
and opens none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.engine.cardinality import holders
from matching.engine.compiled import inlined, kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Indices = NDArray[np.int32]


@inlined
def push(keys: Integers, items: Indices, size: int, key: int, item: int) -> int:
    """Put an item into a binary heap; return the new size."""
    at = size
    while at > 0 and keys[(at - 1) // 2] > key:
        keys[at], items[at] = keys[(at - 1) // 2], items[(at - 1) // 2]
        at = (at - 1) // 2
    keys[at], items[at] = key, item
    return size + 1


@inlined
def drop_first(keys: Integers, items: Indices, size: int) -> int:
    """Take the least item out of a binary heap; return the new size."""
    size -= 1
    key, item = keys[size], items[size]
    at = 0
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and keys[child + 1] < keys[child]:
            child += 1
        if keys[child] >= key:
            break
        keys[at], items[at] = keys[child], items[child]
        at = child
    keys[at], items[at] = key, item
    return size


@inlined
def nearest(
    zero: Integers,
    waiting: int,
    keys: Integers,
    items: Indices,
    size: int,
    best: Integers,
    done: Integers,
    now: int,
    at: int,
    limit: int,
) -> tuple[int, int, int, int]:
    """Take the nearest mentor that is not done, -1 if none is nearer than `limit`.

    Returns it, its distance, and the new sizes of the stack `zero` and of the heap.
    """
    last = np.int64(-1)
    while last < 0:
        if waiting > 0:
            waiting -= 1
            last = zero[waiting]
            if done[last] == now:
                last = np.int64(-1)
        elif size > 0 and keys[0] < limit:
            at, last = keys[0], np.int64(items[0])
            size = drop_first(keys, items, size)
            if done[last] == now or best[last] != at:
                last = np.int64(-1)
        else:
            break
    return last, at, waiting, size


@kernel
def repair(
    start: Integers,
    mentor: Indices,
    worth: Integers,
    first: Integers,
    mentee: Indices,
    edge: Indices,
    places: Integers,
    v: Integers,
    mentor_of: Integers,
) -> tuple[Integers, int]:
    """Bring `v` and `mentor_of` to the optimum, in place; return u int64 [M] and the number of paths.

    first, mentee, edge: the graph by mentor, see `matching.engine.graph.by_mentor`
    """
    mentees, mentors = len(start) - 1, len(places)
    u = np.zeros(mentees, dtype=np.int64)
    for i in range(mentees):
        tight = np.int64(-1)
        for e in range(start[i], start[i + 1]):
            net = worth[e] - v[mentor[e]]
            u[i] = max(u[i], net)
            if mentor[e] == mentor_of[i]:
                tight = net
        if mentor_of[i] >= 0 and tight < u[i]:
            mentor_of[i] = -1
    seat = np.zeros(mentors + 1, dtype=np.int64)
    for j in range(mentors):
        seat[j + 1] = seat[j] + places[j]
    held, used, place = holders(mentor_of, mentors, seat)

    paths = 0
    best = np.zeros(mentors, dtype=np.int64)
    stamp = np.zeros(mentors, dtype=np.int64)
    done = np.zeros(mentors, dtype=np.int64)
    came = np.empty(mentors, dtype=np.int64)
    goes = np.empty(mentors, dtype=np.int64)
    seen = np.empty(mentors, dtype=np.int64)
    zero = np.empty(mentors + 1, dtype=np.int64)
    keys = np.empty(len(mentor) + 1, dtype=np.int64)
    items = np.empty(len(mentor) + 1, dtype=np.int32)
    now = 0

    for root in range(mentees):
        if mentor_of[root] >= 0 or u[root] == 0:
            continue
        paths += 1
        now += 1
        size = waiting = count = 0
        # Where the path may end: nowhere (the mentee goes without), a free place, or someone else who goes without.
        limit = u[root]
        end, loser = np.int64(-1), np.int64(-1)
        at = np.int64(0)
        scan = root
        last = np.int64(-1)
        while True:
            if scan >= 0:
                low, high = scan, scan + 1
                block = False
            else:
                low, high = seat[last], seat[last] + used[last]
                block = True
            for spot in range(low, high):
                i = held[spot] if block else spot
                if block and at + u[i] < limit:
                    limit, end, loser = at + u[i], np.int64(-1), np.int64(i)
                for e in range(start[i], start[i + 1]):
                    j = mentor[e]
                    reach = at + u[i] + v[j] - worth[e]
                    if reach >= limit or (stamp[j] == now and best[j] <= reach):
                        continue
                    if stamp[j] != now:
                        seen[count] = j
                        count += 1
                    stamp[j], best[j], came[j] = now, reach, i
                    if used[j] < places[j]:
                        limit, end, loser = reach, np.int64(j), np.int64(-1)
                    elif reach == at:
                        zero[waiting] = j
                        waiting += 1
                    else:
                        size = push(keys, items, size, reach, j)
            scan = -1
            last, at, waiting, size = nearest(zero, waiting, keys, items, size, best, done, now, at, limit)
            if last < 0:
                break
            done[last] = now
        u[root] -= limit
        for n in range(count):
            j = seen[n]
            if best[j] < limit and done[j] == now:
                v[j] += limit - best[j]
                for spot in range(seat[j], seat[j] + used[j]):
                    u[held[spot]] -= limit - best[j]
        # Move everyone on the path to the next mentor, from its end to its beginning.
        j = end
        spot = np.int64(-1)
        if end >= 0:
            spot = seat[end] + used[end]
            used[end] += 1
        elif loser >= 0:
            j = mentor_of[loser]
            spot = place[loser]
            mentor_of[loser], place[loser] = -1, -1
        while j >= 0:
            i = came[j]
            before, old = place[i], mentor_of[i]
            held[spot], place[i], mentor_of[i] = i, spot, j
            spot, j = before, old

    for root in range(mentors):
        while v[root] > 0 and used[root] < places[root]:
            paths += 1
            now += 1
            size = waiting = count = 0
            limit = v[root]
            end, joins = np.int64(root), np.int64(-1)
            at = np.int64(0)
            last = np.int64(root)
            stamp[root], best[root], done[root] = now, 0, now
            came[root], goes[root] = -1, -1
            seen[count] = root
            count += 1
            while True:
                for n in range(first[last], first[last + 1]):
                    i = np.int64(mentee[n])
                    j = mentor_of[i]
                    if j == last:
                        continue
                    reach = at + u[i] + v[last] - worth[edge[n]]
                    if reach >= limit:
                        continue
                    if j < 0:
                        limit, end, joins = reach, last, i
                        continue
                    if stamp[j] == now and best[j] <= reach:
                        continue
                    if stamp[j] != now:
                        seen[count] = j
                        count += 1
                    stamp[j], best[j], came[j], goes[j] = now, reach, i, last
                    if reach + v[j] < limit:
                        limit, end, joins = reach + v[j], j, np.int64(-1)
                    if reach == at:
                        zero[waiting] = j
                        waiting += 1
                    else:
                        size = push(keys, items, size, reach, j)
                last, at, waiting, size = nearest(zero, waiting, keys, items, size, best, done, now, at, limit)
                if last < 0:
                    break
                done[last] = now
            for n in range(count):
                j = seen[n]
                if best[j] < limit and done[j] == now:
                    v[j] -= limit - best[j]
                    for spot in range(seat[j], seat[j] + used[j]):
                        u[held[spot]] += limit - best[j]
            if joins < 0 and end == root:
                continue
            # From the end to the root: who comes takes the place of who leaves.
            j, comes = end, joins
            while j != root:
                leaves = came[j]
                spot = place[leaves]
                if comes >= 0:
                    held[spot], place[comes], mentor_of[comes] = comes, spot, j
                else:
                    used[j] -= 1
                    moved = held[seat[j] + used[j]]
                    held[spot], place[moved] = moved, spot
                comes, j = leaves, goes[j]
            spot = seat[root] + used[root]
            used[root] += 1
            held[spot], place[comes], mentor_of[comes] = comes, spot, root
    return u, paths
