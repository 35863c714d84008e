"""A hundred points, shared out whole: what is left over after rounding down goes to the largest remainders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.fit.criteria.criterion import UNIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

FULL = 100


def share_out(weights: Integers) -> Integers:
    """Split 100 among the columns of each row by its weights, in whole points (largest remainder, first column first)."""
    kinds, kind_of = np.unique(weights, axis=0, return_inverse=True)
    shares = np.array([_shares(kind) for kind in kinds.tolist()], dtype=np.int64).reshape(kinds.shape)
    return shares[kind_of.reshape(-1)]


def _shares(weights: Sequence[int]) -> list[int]:
    total = sum(weights)
    return whole([FULL * weight for weight in weights], total) if total else [0] * len(weights)


def points_of(units: int) -> int:
    """Return the whole points that people see."""
    return (units + UNIT // 2) // UNIT


def parts_of(units: Sequence[int]) -> list[int]:
    """Return each part in whole points, so that together they are the points of the whole."""
    return whole(units, UNIT, points_of(sum(units)))


def whole(amounts: Sequence[int], divisor: int, total: int | None = None) -> list[int]:
    """Divide each of the amounts, in whole numbers that add up to the total (without one: to their own, divided)."""
    parts = [amount // divisor for amount in amounts]
    left = (sum(amounts) // divisor if total is None else total) - sum(parts)
    for index in sorted(range(len(amounts)), key=lambda index: (-(amounts[index] % divisor), index))[:left]:
        parts[index] += 1
    return parts
