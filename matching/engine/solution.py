"""What is answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from matching.engine.graph import Graph


@dataclass(frozen=True)
class Solution:
    """The pairs, and the prices that prove that no other pairs are better.

    mentor_of: int64 array [M], the mentor of each mentee, -1 for none
    matched: how many mentees have one; total: the sum of the scores of the pairs, without bonus
    u: int64 array [M], what each mentee gets; v: int64 array [N], the price of one place at each mentor (both in the
        units of `Objective.worth`, 0 or more; 0 in `u` for mentees whose pair is locked)
    certified: the full pass over all pairs found nothing better; rounds: how often pairs were added to the graph
    seconds: time taken
    """

    mentor_of: NDArray[np.int64]
    matched: int
    total: int
    u: NDArray[np.int64]
    v: NDArray[np.int64]
    certified: bool
    rounds: int = 0
    seconds: float = 0.0
    # The pairs that were looked at closely, for later questions about this answer. Not part of the answer.
    graph: Graph | None = field(default=None, repr=False, compare=False)
