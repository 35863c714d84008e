"""Why somebody has no mentor (M-10), and who competes for too few places (M-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matching.engine import Solution, Tables
    from matching.files.explaining import Explainer


def reasons(explainer: Explainer, problem: Tables, solution: Solution) -> dict[int, str]:
    """Return a sentence or more for each mentee without a mentor, by number."""
    return {int(mentee): _reason(explainer, problem, int(mentee)) for mentee in np.flatnonzero(solution.mentor_of < 0)}


def _reason(explainer: Explainer, problem: Tables, mentee: int) -> str:
    allowed = (problem.scores_for(mentee) >= 0) & explainer.with_places
    if not allowed.any():
        return explainer.nobody(mentee)
    return f"All places of the mentors who would be allowed go to others: {explainer.some(allowed)}."
