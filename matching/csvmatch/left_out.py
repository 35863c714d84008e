"""Why someone has no mentor (M-10), and who competes for too few places (M-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.engine import explain_unmatched, shortages

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.csvmatch.explanations import Explainer
    from matching.engine import Left, Shortage, Solution, TableProblem

    Mask = NDArray[np.bool_]


def reasons(explainer: Explainer, problem: TableProblem, solution: Solution) -> tuple[dict[int, str], list[str]]:
    """Return the reason for each mentee without a mentor, by number, and a sentence for each group."""
    groups = shortages(problem, solution)
    # A group without any place is told to each of its mentees; there is nothing to compete for.
    shown = [number for number, group in enumerate(groups) if group.places]
    number_of = {number: number_shown for number_shown, number in enumerate(shown, start=1)} if len(shown) > 1 else {}
    reasons: dict[int, str] = {}
    for left in explain_unmatched(problem, solution, groups):
        allowed = (problem.scores_for(left.mentee) >= 0) & explainer.with_places
        if left.group is None or not allowed.any():
            reasons[left.mentee] = explainer.nobody(left.mentee)
        else:
            group = groups[left.group]
            reasons[left.mentee] = _competing(explainer, allowed, left, group, number_of.get(left.group, 0))
    return reasons, [_described(explainer, groups[number], number_of.get(number, 0)) for number in shown]


def _competing(explainer: Explainer, allowed: Mask, left: Left, group: Shortage, number: int) -> str:
    """Say who would be allowed, how many compete, and where one place more would help most."""
    who = "1 mentor would be allowed" if allowed.sum() == 1 else f"{int(allowed.sum()):,} mentors would be allowed"
    rivals = f"{_count(len(group.mentees), 'mentee')} compete for {_count(group.places, 'place')}"
    where = f" (group {number})" if number else ""
    mentor, points = left.one_more[0]
    help_ = f"One more place would help most at {explainer.mentors[mentor].name} (up to {_count(points, 'point')})."
    return f"{who} ({explainer.some(allowed)}), but {rivals}{where}. {help_}"


def _described(explainer: Explainer, group: Shortage, number: int) -> str:
    """Say who competes for what, what they share, and what would help."""
    mask = np.zeros(len(explainer.mentors), dtype=np.bool_)
    mask[group.mentors] = True
    places = f"{_count(group.places, 'place')} at {_count(len(group.mentors), 'mentor')} ({explainer.some(mask)})"
    shared = explainer.shared(group.mentees)
    name = f"Group {number}: " if number else ""
    return (
        f"{name}{_count(len(group.mentees), 'mentee')} compete for {places}; {group.missing:,} of them must be left out."
        f"{f' They share: {shared}.' if shared else ''}"
        f" One more place at any of these mentors would match one more mentee."
    )


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
