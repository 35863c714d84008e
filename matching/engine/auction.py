"""A good start: prices and a partial matching by bidding, the scarce side first (Bertsekas and Castanon 1992).

Where places are too few, mentors bid for mentees: the price that rises is what a mentee gets. Where they suffice,
mentees bid for places. A bid raises the price until the second-best choice is as good, and one step more. Both ways
nobody fights over what cannot be had, which is what makes auctions slow. Whatever stands when the bidding stops is a
valid start: `matching.engine.shortest_paths` brings it to the optimum from any prices.
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

STEP = 1
# Bids for each bidder, on average, after which the rest is left to the repair.
PATIENCE = 60


@kernel
def mentors_bid(
    start: Integers,
    worth: Integers,
    first: Integers,
    mentee: Indices,
    edge: Indices,
    places: Integers,
    crowd: Mask,
    wanted: Mask,
) -> tuple[Integers, Integers]:
    """Fill the places of the wanted mentors from the crowd; return v int64 [N] (0 for others) and mentor_of int64 [M].

    first, mentee, edge: the graph by mentor, see `matching.engine.graph.by_mentor`
    """
    mentees, mentors = len(start) - 1, len(places)
    u = np.zeros(mentees, dtype=np.int64)
    v = np.zeros(mentors, dtype=np.int64)
    mentor_of = np.full(mentees, -1, dtype=np.int64)
    used = np.zeros(mentors, dtype=np.int64)
    stack = np.empty(mentors + 1, dtype=np.int64)
    top = 0
    for j in range(mentors):
        if wanted[j] and places[j] > 0:
            stack[top] = j
            top += 1
    left = PATIENCE * (mentees + mentors)
    while top > 0 and left > 0:
        top -= 1
        j = stack[top]
        while used[j] < places[j] and left > 0:
            left -= 1
            best = second = np.int64(0)
            who = np.int64(-1)
            for at in range(first[j], first[j + 1]):
                i = mentee[at]
                if mentor_of[i] == j or not crowd[i]:
                    continue
                net = worth[edge[at]] - u[i]
                if net > best:
                    second, best, who = best, net, np.int64(i)
                elif net > second:
                    second = net
            if who < 0:
                break
            rival = mentor_of[who]
            mentor_of[who] = j
            used[j] += 1
            u[who] += best - second + STEP
            if rival >= 0:
                used[rival] -= 1
                # A rival with other free places is on the stack already, or is left to the repair.
                if used[rival] == places[rival] - 1:
                    stack[top] = rival
                    top += 1
    for j in range(mentors):
        if wanted[j]:
            for at in range(first[j], first[j + 1]):
                i = mentee[at]
                if crowd[i] and mentor_of[i] != j:
                    v[j] = max(v[j], worth[edge[at]] - u[i])
            if used[j] < places[j]:
                continue
            # A mentor with several places asks the same for each: what its least valued mentee would bear.
            least = np.int64(-1)
            for at in range(first[j], first[j + 1]):
                i = mentee[at]
                if mentor_of[i] == j and (least < 0 or worth[edge[at]] - u[i] < least):
                    least = worth[edge[at]] - u[i]
            v[j] = max(v[j], least)
    return v, mentor_of


@kernel
def mentees_bid(
    start: Integers,
    mentor: Indices,
    worth: Integers,
    places: Integers,
    crowd: Mask,
    wanted: Mask,
    v: Integers,
    mentor_of: Integers,
    reach: int,
) -> None:
    """Let the mentees outside the crowd bid for the places outside it; writes `v` and `mentor_of`.

    reach: a mentee without a second choice bids at most so much in one go
    """
    mentees, mentors = len(start) - 1, len(places)
    first = np.zeros(mentors + 1, dtype=np.int64)
    for j in range(mentors):
        first[j + 1] = first[j] + places[j]
    # The places of a mentor are a heap by price, the cheapest first.
    price = np.zeros(first[-1], dtype=np.int64)
    owner = np.full(first[-1], -1, dtype=np.int64)
    used = np.zeros(mentors, dtype=np.int64)
    stack = np.empty(mentees + 1, dtype=np.int64)
    top = 0
    for i in range(mentees - 1, -1, -1):
        if not crowd[i] and start[i] < start[i + 1]:
            stack[top] = i
            top += 1
    left = PATIENCE * mentees
    while top > 0 and left > 0:
        left -= 1
        top -= 1
        i = stack[top]
        best = second = np.int64(0)
        where = np.int64(-1)
        for e in range(start[i], start[i + 1]):
            j = mentor[e]
            if wanted[j]:
                continue
            net = worth[e] - v[j]
            if net > best:
                second, best, where = best, net, np.int64(j)
            elif net > second:
                second = net
        if where < 0:
            continue
        bid = v[where] + min(best - second, reach) + STEP
        base, size = first[where], places[where]
        if used[where] < size:
            # Put into the heap from below.
            at = used[where]
            used[where] += 1
            while at > 0 and price[base + (at - 1) // 2] > bid:
                price[base + at], owner[base + at] = price[base + (at - 1) // 2], owner[base + (at - 1) // 2]
                at = (at - 1) // 2
            price[base + at], owner[base + at] = bid, i
        else:
            loser = owner[base]
            mentor_of[loser] = -1
            stack[top] = loser
            top += 1
            at = 0
            while True:
                child = 2 * at + 1
                if child >= size:
                    break
                if child + 1 < size and price[base + child + 1] < price[base + child]:
                    child += 1
                if price[base + child] >= bid:
                    break
                price[base + at], owner[base + at] = price[base + child], owner[base + child]
                at = child
            price[base + at], owner[base + at] = bid, i
        mentor_of[i] = where
        if used[where] == size:
            v[where] = price[base]
