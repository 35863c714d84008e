"""Is any pair outside the graph worth more than the prices of its two? One pass over all pairs that stores none.

Column generation with the whole matrix as the pool: pairs with u_i + v_j < worth_ij are found and added, until there is
none. Then the prices are feasible on all eligible pairs, and the answer on the graph is the answer altogether.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.engine.candidates import CHUNK, add_up, correct, keep_best, prange, shut, take_out
from matching.engine.compiled import inlined, mixed, parallel_kernel
from matching.engine.packed import BLOCK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Indices = NDArray[np.int32]
    Points = NDArray[np.int16]


@inlined
def urgency(gain: int, half: int, mark: np.uint64) -> int:
    """Rank a pair to be added: a mentee who could be matched at all chooses by hash, the others by what is gained."""
    if gain >= half:
        return np.int64((mark >> np.uint64(2)) | np.uint64(1 << 62))
    return (np.int64(min(gain, 1 << 34)) << 27) | np.int64(mark >> np.uint64(37))


@parallel_kernel
def better_pairs(
    rows: Points,
    closed: NDArray[np.bool_],
    start: Integers,
    row: Indices,
    weight: Points,
    corrected: Integers,
    position: Indices,
    points: Points,
    one: NDArray[np.uint64],
    other: NDArray[np.uint64],
    who: Integers,
    edges: Integers,
    known: Indices,
    worth: Integers,
    v: Integers,
    u: Integers,
    big: int,
    width: int,
    spare: int,
) -> tuple[Indices, Points, Integers, Indices, Points, Integers, Integers]:
    """Look at all pairs of the mentees `who` that are not in the graph.

    edges, known: the graph by mentee, positions in rising order; worth: int64, what each score is worth; v int64 [N] by
    position; u int64 [M]; big: what one more mentee is worth
    Returns for each of `who`: positions, scores and number of the most urgent pairs above the prices; the same for up to
    `spare` pairs exactly at the prices (their number may be larger); and the most that any pair nets.
    """
    found = np.empty((len(who), width), dtype=np.int32)
    found_points = np.empty((len(who), width), dtype=np.int16)
    counts = np.zeros(len(who), dtype=np.int64)
    tight = np.empty((len(who), spare), dtype=np.int32)
    tight_points = np.empty((len(who), spare), dtype=np.int16)
    tights = np.zeros(len(who), dtype=np.int64)
    most = np.full(len(who), -(2**62), dtype=np.int64)
    mentors = rows.shape[1]
    chunks = (len(who) + CHUNK - 1) // CHUNK
    for chunk in prange(chunks):
        begin, end = chunk * CHUNK, min(len(who), (chunk + 1) * CHUNK)
        keys = np.empty((CHUNK, width), dtype=np.int64)
        ranks = np.empty((CHUNK, spare), dtype=np.int64)
        buffer = np.empty(BLOCK, dtype=np.int16)
        at = np.empty(CHUNK, dtype=np.int64)
        on = np.empty(CHUNK, dtype=np.int64)
        for n in range(begin, end):
            at[n - begin] = corrected[who[n]]
            on[n - begin] = edges[who[n]]
        block = 0
        for left in range(0, mentors, BLOCK):
            right = min(mentors, left + BLOCK)
            out = buffer[: right - left]
            for n in range(begin, end):
                i = who[n]
                here = n - begin
                skip = shut(closed, row, start[i], start[i + 1], block)
                if not skip:
                    add_up(out, rows, row, weight, start[i], start[i + 1], left, right)
                at[here] = correct(out, left, right, at[here], corrected[i + 1], position, points)
                on[here] = take_out(out, left, right, on[here], edges[i + 1], known)
                if skip:
                    continue
                for x in range(len(out)):
                    if out[x] < 0:
                        continue
                    j = left + x
                    net = worth[out[x]] - v[j]
                    most[n] = max(most[n], net)
                    if net < u[i]:
                        continue
                    mark = mixed(one[i], other[j])
                    if net > u[i]:
                        key = urgency(net - u[i], big // 2, mark)
                        counts[n] = keep_best(keys[here], found[n], found_points[n], counts[n], key, j, out[x])
                    else:
                        rank = np.int64(mark >> np.uint64(36))
                        kept = min(tights[n], spare)
                        keep_best(ranks[here], tight[n], tight_points[n], kept, rank, j, out[x])
                        tights[n] += 1
            block += 1
    return found, found_points, counts, tight, tight_points, tights, most


@parallel_kernel
def preferred_ties(
    rows: Points,
    closed: NDArray[np.bool_],
    start: Integers,
    row: Indices,
    weight: Points,
    corrected: Integers,
    position: Indices,
    points: Points,
    one: NDArray[np.uint64],
    other: NDArray[np.uint64],
    who: Integers,
    edges: Integers,
    known: Indices,
    worth: Integers,
    v: Integers,
    u: Integers,
    rank: Integers,
    bound: Integers,
    width: int,
) -> tuple[Indices, Points, Integers]:
    """Of the pairs exactly at the prices, find those that the choice among equal answers would rather have.

    rank int64 [N]: what the mentor's place costs in that choice, less what it must bring; bound int64 [M]: what the
    mentee gets in it. A tie counts where its hash less `rank` is above `bound`.
    """
    found = np.empty((len(who), width), dtype=np.int32)
    found_points = np.empty((len(who), width), dtype=np.int16)
    counts = np.zeros(len(who), dtype=np.int64)
    mentors = rows.shape[1]
    chunks = (len(who) + CHUNK - 1) // CHUNK
    for chunk in prange(chunks):
        buffer = np.empty(BLOCK, dtype=np.int16)
        keys = np.empty(width, dtype=np.int64)
        for n in range(chunk * CHUNK, min(len(who), (chunk + 1) * CHUNK)):
            i = who[n]
            at, on = corrected[i], edges[i]
            for left in range(0, mentors, BLOCK):
                right = min(mentors, left + BLOCK)
                out = buffer[: right - left]
                add_up(out, rows, row, weight, start[i], start[i + 1], left, right)
                at = correct(out, left, right, at, corrected[i + 1], position, points)
                on = take_out(out, left, right, on, edges[i + 1], known)
                for x in range(len(out)):
                    if out[x] < 0 or worth[out[x]] - v[left + x] != u[i]:
                        continue
                    value = np.int64(mixed(one[i], other[left + x]) >> np.uint64(36)) - rank[left + x]
                    if value > bound[i]:
                        counts[n] = keep_best(keys, found[n], found_points[n], counts[n], value, left + x, out[x])
    return found, found_points, counts
