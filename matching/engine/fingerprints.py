"""Stable ids as numbers that the kernels can mix (M-03)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.engine.compiled import kernel

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray


def fingerprints(ids: Sequence[Hashable]) -> NDArray[np.uint64]:
    """Return a well-mixed number for each id, uint64 [n]: the same for the same id in every run and on every machine."""
    words = [str(name).encode() for name in ids]
    ends = np.cumsum(np.fromiter(map(len, words), dtype=np.int64, count=len(words)))
    return hashed(np.frombuffer(b"".join(words), dtype=np.uint8), ends)


@kernel
def hashed(text: NDArray[np.uint8], ends: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Hash each word of a text: FNV-1a (Fowler, Noll, Vo 1991), and the finalizer of splitmix64 to spread it."""
    found = np.empty(len(ends), dtype=np.uint64)
    begin = 0
    for n in range(len(ends)):
        x = np.uint64(0xCBF29CE484222325)
        for at in range(begin, ends[n]):
            x = (x ^ np.uint64(text[at])) * np.uint64(0x100000001B3)
        begin = ends[n]
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        found[n] = x ^ (x >> np.uint64(31))
    return found
