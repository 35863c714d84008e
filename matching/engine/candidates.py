"""The best few mentors of each mentee, by one pass over all pairs that stores none of them.

A block of mentors at a time, the rows of a mentee are added up; the `width` best are kept in a heap. Equal scores are
ordered by a hash of both ids, so that mentees who score alike do not all keep the same mentors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.engine.compiled import inlined, mixed, parallel_kernel
from matching.engine.packed import BLOCK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Indices = NDArray[np.int32]
    Points = NDArray[np.int16]

# Shared among the cores where the loop is compiled.
prange = range
# Mentees whom one core takes at a time, so that a block of rows is read from fast memory for all of them.
CHUNK = 512
# Mentors looked at one by one where the best of them may count.
STRETCH = 64


@inlined
def add_up(out: Points, rows: Points, row: Indices, weight: Points, low: int, high: int, begin: int, end: int) -> None:
    """Add up the rows of one mentee for the mentors from `begin` to `end`."""
    out[:] = 0
    for k in range(low, high):
        line = rows[row[k], begin:end]
        factor = weight[k]
        for x in range(len(out)):
            out[x] += np.int16(factor * line[x])


@inlined
def shut(closed: NDArray[np.bool_], row: Indices, low: int, high: int, block: int) -> bool:
    """Whether some row of a mentee forbids the whole block."""
    found = False
    for k in range(low, high):
        if closed[row[k], block]:
            found = True
            break
    return found


@inlined
def correct(out: Points, left: int, right: int, at: int, end: int, position: Indices, points: Points) -> int:
    """Add the corrections of one mentee to a block; return where the next block's begin."""
    while at < end and position[at] < right:
        out[position[at] - left] += points[at]
        at += 1
    return at


@inlined
def take_out(out: Points, left: int, right: int, at: int, end: int, known: Indices) -> int:
    """Make pairs that are known already count as not eligible; return where the next block's begin."""
    while at < end and known[at] < right:
        out[known[at] - left] = -1
        at += 1
    return at


@inlined
def keep_best(keys: Integers, items: Indices, points: Points, count: int, key: int, item: int, point: int) -> int:
    """Keep an item in a full-size heap of the largest keys, if it is among them; return the new count."""
    width = len(keys)
    if count < width:
        at = count
        while at > 0 and keys[(at - 1) // 2] > key:
            up = (at - 1) // 2
            keys[at], items[at], points[at] = keys[up], items[up], points[up]
            at = up
        keys[at], items[at], points[at] = key, item, point
        count += 1
    elif key > keys[0]:
        at = 0
        while True:
            child = 2 * at + 1
            if child >= width:
                break
            if child + 1 < width and keys[child + 1] < keys[child]:
                child += 1
            if keys[child] >= key:
                break
            keys[at], items[at], points[at] = keys[child], items[child], points[child]
            at = child
        keys[at], items[at], points[at] = key, item, point
    return count


@parallel_kernel
def best_mentors(
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
    takes_part: NDArray[np.bool_],
    has_place: NDArray[np.bool_],
    width: int,
) -> tuple[Indices, Points, Integers]:
    """Return positions int32 [M, width], their scores int16 [M, width], and how many there are int64 [M]."""
    mentees, mentors = len(start) - 1, rows.shape[1]
    found = np.empty((mentees, width), dtype=np.int32)
    scores = np.empty((mentees, width), dtype=np.int16)
    counts = np.zeros(mentees, dtype=np.int64)
    chunks = (mentees + CHUNK - 1) // CHUNK
    for chunk in prange(chunks):
        begin, end = chunk * CHUNK, min(mentees, (chunk + 1) * CHUNK)
        keys = np.empty((CHUNK, width), dtype=np.int64)
        buffer = np.empty(BLOCK, dtype=np.int16)
        at = corrected[begin:end].copy()
        block = 0
        for left in range(0, mentors, BLOCK):
            right = min(mentors, left + BLOCK)
            out = buffer[: right - left]
            for i in range(begin, end):
                if not takes_part[i]:
                    continue
                # Corrections are counted off in every block, also where a constraint forbids them all.
                if shut(closed, row, start[i], start[i + 1], block):
                    at[i - begin] = correct(out, left, right, at[i - begin], corrected[i + 1], position, points)
                    continue
                add_up(out, rows, row, weight, start[i], start[i + 1], left, right)
                at[i - begin] = correct(out, left, right, at[i - begin], corrected[i + 1], position, points)
                heap = keys[i - begin]
                for low in range(0, len(out), STRETCH):
                    part = out[low : low + STRETCH]
                    least = np.int16(0) if counts[i] < width else np.int16(heap[0] >> 44)
                    most = np.int16(-32768)
                    for x in range(len(part)):
                        most = max(most, part[x])
                    if most < least:
                        continue
                    for x in range(len(part)):
                        if part[x] >= least and has_place[left + low + x]:
                            j = left + low + x
                            key = (np.int64(part[x]) << 44) | np.int64(mixed(one[i], other[j]) >> np.uint64(20))
                            counts[i] = keep_best(heap, found[i], scores[i], counts[i], key, j, part[x])
            block += 1
    return found, scores, counts
