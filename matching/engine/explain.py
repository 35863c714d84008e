"""Why an answer is as it is, read from its prices (M-09 to M-11).

- The reduced cost u_i + v_j - worth_ij is what making the pair (i, j) costs the whole at least; forcing it and solving
  again from the present prices gives the exact cost.
- The mentees that alternating paths reach from someone left out compete for too few places, whatever the scores
  (Dulmage and Mendelsohn 1958; Koenig 1931). Each connected part of them is one group with its own shortage.
- v_j is what one place more at mentor j would bring, at most.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from matching.engine.rematch import Changes
from matching.engine.solver import solve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from numpy.typing import NDArray

    from matching.engine.pair_problem import PairProblem
    from matching.engine.solution import Solution
    from matching.engine.table_problem import TableProblem

    Integers = NDArray[np.int64]
    Mask = NDArray[np.bool_]

AT_ONCE = 1_000_000
NOTHING = Changes()
# Mentors named to a mentee who is left out.
NAMED = 5


@dataclass(frozen=True)
class WhyNot:
    """What it would cost to give a mentee another mentor. Points are score units.

    eligible: whether the pair may be made at all; if not, nothing else is known
    at_least: points that the whole loses at least, if no fewer are matched; 0 where prices do not tell
    fewer_at_least: how many fewer are matched at least
    exact: whether the fields below were worked out
    own: points that this mentee gains (below 0: loses); others: points that all others together lose
    fewer: how many fewer are matched; moved: (mentee, mentor before, mentor after) of everyone who changes
    """

    eligible: bool
    at_least: int = 0
    fewer_at_least: int = 0
    exact: bool = False
    own: int = 0
    others: int = 0
    fewer: int = 0
    moved: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True)
class Shortage:
    """A group that competes for too few places: mentees and mentors as int64 arrays, `missing` = mentees - places."""

    mentees: Integers
    mentors: Integers
    places: int
    missing: int


@dataclass(frozen=True)
class Left:
    """Why a mentee is left out: `kind` is "nobody" (no eligible mentor) or "group" (number `group` of `shortages`).

    one_more: (mentor, points) where one place more would help, the best first; the points that it brings at most,
    beside one more mentee with a mentor
    """

    mentee: int
    kind: str
    group: int | None = None
    one_more: tuple[tuple[int, int], ...] = ()


def why_not(
    problem: PairProblem | TableProblem,
    solution: Solution,
    mentee: int,
    mentor: int,
    *,
    exact: bool = True,
    given: Changes = NOTHING,
    keep_bonus: int = 0,
) -> WhyNot:
    """Say what it would cost to give this mentee this mentor; a lock on the mentee counts as taken away.

    given: what else has changed since the answer; keep_bonus: what each other pair of the answer is worth more when it
    is asked again, so that the figures are those of what would be done
    """
    others = [pair for pair in given.lock if pair[0] != mentee]
    base = replace(given, lock=others, unlock=[*given.unlock, mentee]).apply(problem)
    score = int(base.scores_of(np.array([[mentee, mentor]]))[0])
    if score < 0 or base.open_capacity[mentor] < 1:
        return WhyNot(eligible=False)
    fewer, points = 0, 0
    if mentee not in problem.locked[:, 0]:
        worth = int(problem.objective.worth(np.array([score]))[0])
        worth += problem.keep_bonus * int(problem.kept_of[mentee] == mentor)
        fewer, points = _split(problem, int(solution.u[mentee]) + int(solution.v[mentor]) - worth)
    if not exact:
        return WhyNot(eligible=True, at_least=points, fewer_at_least=fewer)
    forced = replace(given, lock=[*others, (mentee, mentor)])
    asked = forced.apply(problem, keep_bonus, solution) if keep_bonus else forced.apply(problem)
    found = solve(asked, start=solution)
    before, after = solution.mentor_of, found.mentor_of
    had = int(problem.scores_of(np.array([[mentee, before[mentee]]]))[0]) if before[mentee] >= 0 else 0
    return WhyNot(
        eligible=True,
        at_least=points,
        fewer_at_least=fewer,
        exact=True,
        own=score - had,
        others=(solution.total - had) - (found.total - score),
        fewer=solution.matched - found.matched,
        moved=tuple((int(i), int(before[i]), int(after[i])) for i in np.flatnonzero(before != after)),
    )


def _split(problem: PairProblem | TableProblem, cost: int) -> tuple[int, int]:
    """Split a cost into mentees and points; points are not known where more is at stake than points."""
    objective = problem.objective
    fewer = cost // objective.big
    return fewer, 0 if fewer or objective.tiers else cost


def shortages(problem: PairProblem | TableProblem, solution: Solution) -> list[Shortage]:
    """Return every group that competes for too few places, the largest shortage first."""
    places = problem.open_capacity
    open_ = np.ones(problem.mentees, dtype=bool)
    open_[problem.locked[:, 0]] = False
    group_of, wanted = np.full(problem.mentees, -1), np.full(problem.mentors, -1)
    queue = np.flatnonzero(open_ & (solution.mentor_of < 0))
    seen = np.zeros(problem.mentees, dtype=bool)
    seen[queue] = True
    holders = _mentees_of(solution.mentor_of, open_)
    groups = 0
    while len(queue):
        following: list[int] = []
        for mentee, mentors in _eligible(problem, queue):
            if not len(mentors):
                continue
            near = np.unique(wanted[mentors])
            near = near[near >= 0]
            label = int(near[0]) if len(near) else groups
            groups += not len(near)
            for other in near[1:]:
                group_of[group_of == other], wanted[wanted == other] = label, label
            group_of[mentee] = label
            for mentor in mentors[wanted[mentors] < 0].tolist():
                wanted[mentor] = label
                fresh = [i for i in holders.get(mentor, ()) if not seen[i]]
                seen[fresh] = True
                following.extend(fresh)
        queue = np.array(following, dtype=np.int64)
    found = []
    for label in np.unique(group_of[group_of >= 0]):
        mentees, mentors = np.flatnonzero(group_of == label), np.flatnonzero(wanted == label)
        room = int(places[mentors].sum())
        found.append(Shortage(mentees, mentors, room, len(mentees) - room))
    return sorted(found, key=lambda group: (-group.missing, -len(group.mentees), int(group.mentees[0])))


def explain_unmatched(
    problem: PairProblem | TableProblem, solution: Solution, groups: list[Shortage] | None = None
) -> list[Left]:
    """Say why each mentee without a mentor is left out; `groups` are `shortages`, if they are at hand."""
    groups = shortages(problem, solution) if groups is None else groups
    group_of = {int(mentee): number for number, group in enumerate(groups) for mentee in group.mentees}
    big = problem.objective.big
    found = []
    for mentee, mentors in _eligible(problem, np.flatnonzero(solution.mentor_of < 0)):
        if mentee not in group_of:
            found.append(Left(mentee, "nobody"))
            continue
        # Where there is no place at all the price is only a bound; such mentors come last, and bring what they score.
        priced = problem.open_capacity[mentors] > 0
        scores = problem.scores_of(np.column_stack((np.full(len(mentors), mentee), mentors)))
        brings = np.where(priced, np.maximum(solution.v[mentors] - big, 0), scores)
        brings = np.minimum(brings, problem.highest)
        order = np.lexsort((mentors, -brings, ~priced))[:NAMED]
        one_more = tuple((int(mentors[n]), int(brings[n])) for n in order)
        found.append(Left(mentee, "group", group_of[mentee], one_more))
    return found


def _mentees_of(mentor_of: Integers, open_: Mask) -> dict[int, list[int]]:
    """Return who holds the open places of each mentor."""
    held: dict[int, list[int]] = {}
    for mentee in np.flatnonzero(open_ & (mentor_of >= 0)).tolist():
        held.setdefault(int(mentor_of[mentee]), []).append(mentee)
    return held


def _eligible(problem: PairProblem | TableProblem, mentees: Integers) -> Iterator[tuple[int, Any]]:
    """Yield the eligible mentors of each of these mentees, a block of them at a time."""
    step = max(1, AT_ONCE // max(1, problem.mentors))
    for first in range(0, len(mentees), step):
        some = mentees[first : first + step]
        for mentee, row in zip(some.tolist(), problem.sums_of(some) >= 0, strict=True):
            yield mentee, np.flatnonzero(row)
