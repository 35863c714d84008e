"""Compiles every loop, or loads it from where it is kept, before someone waits for it.

python -m matching.engine.warm_up
"""

from __future__ import annotations

import os
import sys

import numpy as np

from matching.engine.compiled import SMALL, for_pairs
from matching.engine.pair_problem import PairProblem
from matching.engine.rematch import Changes
from matching.engine.solver import solve
from matching.engine.table_problem import EXCLUDED, TableProblem


def warm() -> None:
    """Answer small questions of every kind by compiled loops."""
    with for_pairs(SMALL + 1):
        for tiers in ((), (3, 6)):
            solution = solve(_tables(tiers))
            solve(Changes(lock=[(0, 1)], forbid=[(2, 2)]).apply(_tables(tiers), 1, solution), start=solution)
        pairs = np.argwhere(np.ones((4, 3), dtype=bool))
        explicit = PairProblem(4, [1, 1, 1], pairs, np.arange(12))
        solve(Changes(forbid=[(0, 0)]).apply(explicit), start=solve(explicit))


def _tables(tiers: tuple[int, ...]) -> TableProblem:
    """Return a question with constraints, corrections, and more ties than are noted at once."""
    mentors = 120
    rows = np.zeros((2, mentors), dtype=np.int16)
    rows[1, 0] = EXCLUDED
    lists = np.tile([0, 1], 50)
    corrections = [(i, i % mentors) for i in range(50)]
    return TableProblem(
        np.ones(mentors), rows, np.arange(0, 101, 2), lists, np.ones(100), corrections=corrections,
        points=np.arange(50) % 7, tiers=tiers,
    )  # fmt: skip


if __name__ == "__main__":
    if "--give-way" in sys.argv:
        os.nice(15)
    warm()
